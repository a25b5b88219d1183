"""Outlook's .msg, written here by the rules of MS-CFB and MS-OXMSG as far as they are needed."""

import math
import struct
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commscore.errors import UnreadableError
from commscore.read.letters import read_letter_bytes
from commscore.types import Letter

Tree = dict[str, "Tree | bytes"]
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, SMALL, CUTOFF = 512, 64, 4096


def compound(tree: Tree) -> bytes:  # noqa: C901
    """A compound file of that tree: every stream in sectors of its own, small ones in the mini stream."""
    entries: list[list[object]] = [["Root Entry", 5, b"", FREE]]
    children: dict[int, list[int]] = {0: []}

    def add(held: Tree, parent: int) -> None:
        for name, value in held.items():
            number = len(entries)
            entries.append([name, 2 if isinstance(value, bytes) else 1, value, FREE])
            children[number] = []
            children[parent].append(number)
            if not isinstance(value, bytes):
                add(value, number)

    add(tree, 0)
    sectors: list[bytes] = []
    chain: list[int] = []

    def store(content: bytes) -> int:
        first, many = len(sectors), math.ceil(len(content) / SECTOR)
        for at in range(many):
            sectors.append(content[at * SECTOR : (at + 1) * SECTOR].ljust(SECTOR, b"\0"))
            chain.append(first + at + 1 if at + 1 < many else END)
        return first if many else END

    mini, minichain = b"", []
    starts: dict[int, int] = {}
    for number, (_, kind, value, _) in enumerate(entries):
        if kind != 2 or not isinstance(value, bytes):
            continue
        if len(value) >= CUTOFF:
            starts[number] = store(value)
            continue
        first, many = len(mini) // SMALL, math.ceil(len(value) / SMALL)
        starts[number] = first if many else END
        minichain += [first + at + 1 if at + 1 < many else END for at in range(many)]
        mini += value.ljust(many * SMALL, b"\0")
    root = store(mini)
    minifat = store(b"".join(struct.pack("<I", one) for one in minichain))
    listed = b""
    for number, (name, kind, value, _) in enumerate(entries):
        siblings = next((held for held in children.values() if number in held), [])
        place = siblings.index(number) if siblings else 0
        right = siblings[place + 1] if siblings and place + 1 < len(siblings) else FREE
        child = children[number][0] if children[number] else FREE
        wide = str(name).encode("utf-16-le") + b"\0\0"
        size = len(mini) if number == 0 else len(value) if isinstance(value, bytes) else 0
        start = root if number == 0 else starts.get(number, 0)
        listed += wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, FREE, right, child)
        listed += bytes(36) + struct.pack("<IQ", start, size)
    directory = store(listed.ljust(math.ceil(len(listed) / SECTOR) * SECTOR, b"\0"))
    fats = 1
    while (len(sectors) + fats) * 4 > fats * SECTOR:
        fats += 1
    fat = [*chain, *([FAT] * fats)]
    fat += [FREE] * (fats * SECTOR // 4 - len(fat))
    first_fat = len(sectors)
    body = b"".join(sectors) + b"".join(struct.pack("<I", one) for one in fat)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, directory, 0, CUTOFF, minifat,
                        math.ceil(len(minichain) * 4 / SECTOR), END, 0)  # fmt: skip
    head += b"".join(struct.pack("<I", first_fat + at if at < fats else FREE) for at in range(109))
    return head + body


def wide(tag: str, said: str) -> Tree:
    return {f"__substg1.0_{tag}001F": said.encode("utf-16-le")}


def properties(header: int, **held: int) -> Tree:
    stored = bytes(header)
    for tag, value in held.items():
        kind = 0x0040 if tag in {"x0E06", "x0039"} else 0x0003
        stored += struct.pack("<HHIQ", kind, int(tag[1:], 16), 0, value)
    return {"__properties_version1.0": stored}


def ticks(moment: datetime) -> int:
    return int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000


MOMENT = ticks(datetime(2025, 3, 4, 9, 30, tzinfo=UTC))
PLAIN: Tree = {
    **properties(32, x0E06=MOMENT),
    **wide("0037", "Re: your reference C/0417"),
    **wide("1000", "Dear Ann,\r\n\r\nNobody came. " + "It was late. " * 400 + "\r\n\r\nJo"),
}


def read(tree: Tree) -> tuple[Letter | None, list[str]]:
    found = list(read_letter_bytes(compound(tree), "a.msg"))
    letters = [one for one in found if isinstance(one, Letter)]
    return (letters or [None])[0], [str(one) for one in found if isinstance(one, UnreadableError)]


def test_subject_text_and_date() -> None:
    letter, problems = read(PLAIN)
    assert letter is not None
    assert problems == []
    assert (letter.id, letter.received, letter.reference) == ("a", date(2025, 3, 4), "C/0417")
    assert letter.text.startswith("Subject: Re: your reference C/0417\n\nDear Ann,\n\nNobody came.")


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (
            {**wide("1000", "Late."), **wide("007D", "Date: Mon, 3 Mar 2025 23:59:00 -0500\r\n")},
            date(2025, 3, 3),
        ),
        ({**properties(32, x0039=MOMENT), **wide("1000", "Late.")}, date(2025, 3, 4)),
        ({**properties(32), **wide("1000", "Late.")}, None),
        (wide("1000", "Late."), None),
    ],
)  # fmt: skip
def test_the_date(tree: Tree, expected: date | None) -> None:
    letter, _ = read(tree)
    assert letter is not None
    assert letter.received == expected


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({"__substg1.0_10130102": b"<p>Nobody &amp; nothing"}, "Nobody & nothing"),
        (wide("1013", "<p>Nobody<br>came"), "Nobody\ncame"),
        ({"__substg1.0_1000001E": b"caf\xe9"}, "café"),
        ({**properties(32, x3FFD=1251), "__substg1.0_1000001E": b"\xcf\xee\xe7\xe4\xed\xee"}, "Поздно"),
        ({**properties(32, x3FDE=99999), "__substg1.0_1000001E": b"caf\xe9"}, "café"),
    ],
)
def test_other_ways_to_keep_the_text(tree: Tree, said: str) -> None:
    letter, _ = read(tree)
    assert letter is not None
    assert letter.text == f"{said}\n"


def test_attachments_and_a_mail_within() -> None:
    tree: Tree = {
        **PLAIN,
        "__attach_version1.0_#00000000": {**wide("3707", "note.txt"), "__substg1.0_37010102": b"She fell."},
        "__attach_version1.0_#00000001": {
            **wide("3704", "Earlier"),
            "__substg1.0_3701000D": {
                **properties(24), **wide("0037", "First"), **wide("1000", "I am not safe."),
            },
        },
        "__attach_version1.0_#00000002": {**wide("3707", "scan.tif"), "__substg1.0_37010102": b"II*"},
        "__attach_version1.0_#00000003": {
            **wide("3707", "logo.png"), **wide("370E", "image/png"), **wide("3712", "x@y"),
            "__substg1.0_37010102": b"\x89",
        },
    }  # fmt: skip
    letter, problems = read(tree)
    assert letter is not None
    for said in (
        "[Attachment: note.txt]\n\nShe fell.",
        "Subject: First\n\nI am not safe.",
        "[Attachment not read: logo.png]",
    ):
        assert said in letter.text
    assert problems == ["a.msg: the attachment scan.tif: no text that is read; look at it by hand"]


def test_packed_rtf_alone_is_named() -> None:
    letter, problems = read({**properties(32), "__substg1.0_10090102": b"LZFu"})
    assert letter is None
    assert "packed RTF alone; save it from Outlook as .eml" in problems[0]


def test_without_olefile_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "olefile", None)
    letter, problems = read(PLAIN)
    assert letter is None
    assert "pip install 'commscore[msg]'" in problems[0]


WHOLE = compound(PLAIN)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8)), max_size=6))
def test_mangled_bytes_give_only_unreadable_errors(changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(WHOLE)
    for at, put in changes:
        content[at : at + len(put)] = put
    for one in read_letter_bytes(bytes(content), "a.msg"):
        assert isinstance(one, Letter | UnreadableError)
