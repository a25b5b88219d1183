"""The organisation's number, from a labelled place alone."""

import pytest

from commscore.read.asides import asides
from commscore.read.reference import reference


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Subject: Re: Your complaint, our reference C/0417", "C/0417"),
        ("Subject: RE: Your complaint CMP-2024-3308 - final", "CMP-2024-3308"),
        ("Your ref: PALS/25/118\n\nDear Sir", "PALS/25/118"),
        ("Our ref: AB/12/9\nYour ref: C/0417\n", "C/0417"),
        ("Our ref: AB/12/9\n", "AB/12/9"),
        ("Complaint number 20417.", "20417"),
        ("I was given case no. DX-1187, and", "DX-1187"),
        ("Subject: ref C/1\n\nYour ref: C/0417", "C/0417"),
        ("Late again.\n\nOn 6 May 2025, PALS wrote:\n> Our ref: C/0417\n> Dear Ms Moss", "C/0417"),
        ("My NHS number is 999 412 6075", None),
        ("hospital no. H2284017, booking ref TX88213", None),
        ("with reference to 6 May 2025", None),
        ("Ref: 12/03/2025", None),
        ("Ref: 2025", None),
        ("Ref: 2024/25", None),
        ("my complaint 2023-05 is open", None),
        ("in my case 24-hours passed", None),
        ("in any case 24/7 care", None),
        ("matter no 101", None),
        ("a case covid-19 made worse", None),
        ("the case 20417 is open", "20417"),
        ("complaint no 2024/0118", "2024/0118"),
        ("My ref: JM/12", None),
        ("the claim (ref TX88213)", None),
        ("ring me, tel no 01632960347", None),
        ("I refer to ward 12", None),
        ("", None),
    ],
)
def test_reference(text: str, expected: str | None) -> None:
    assert reference(text, asides(text)) == expected
