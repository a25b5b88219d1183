"""Public corpora, each brought from its own format to commscore's: the one table of them.

A reader is a function from a file or folder to reports with the labels people gave, and an error, as a
value, for each document that is wrong; it raises UnreadableError for what is wrong with a whole file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from commscore.errors import UnreadableError
from commscore.train.corpora.aci_bench import read as read_aci_bench
from commscore.train.corpora.annomi import read as read_annomi
from commscore.train.corpora.coded import read as read_coded
from commscore.train.corpora.epitome import read as read_epitome
from commscore.train.corpora.esconv import read as read_esconv
from commscore.train.corpora.nhs import read as read_nhs
from commscore.train.corpora.osce import read as read_osce
from commscore.train.corpora.primock57 import read as read_primock57
from commscore.train.corpora.uptake import read as read_uptake
from commscore.types import Report


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus; `ships` says whether weights that ship with commscore may be trained on it."""

    title: str
    reader: Callable[[Path], Iterator[Report | UnreadableError]]
    licence: str
    source: str
    ships: bool

    def read(self, path: Path) -> Iterator[Report]:
        """Yield the documents of a file or folder; UnreadableError at the first that is wrong."""
        for found in self.reader(path):
            if isinstance(found, UnreadableError):
                raise found
            yield found


CORPORA: Final[Mapping[str, Corpus]] = {
    "annomi": Corpus(
        "AnnoMI, counselling demonstrations labelled by experts",
        read_annomi,
        "none stated; its authors describe it as publicly and freely available",
        "Wu and others 2023, doi:10.3390/fi15030110; github.com/uccollab/AnnoMI",
        ships=True,
    ),
    "epitome": Corpus(
        "EPITOME, empathy in peer support",
        read_epitome,
        "none stated for the data",
        "Sharma and others 2020, arXiv:2009.08441; github.com/behavioral-data/Empathy-Mental-Health",
        ships=True,
    ),
    "uptake": Corpus(
        "Conversational uptake, how far a reply takes up what was said",
        read_uptake,
        "MIT",
        "Demszky and others 2021, arXiv:2106.03873; github.com/ddemszky/conversational-uptake",
        ships=True,
    ),
    "primock57": Corpus(
        "PriMock57, mock consultations of UK primary care",
        read_primock57,
        "CC BY 4.0",
        "Papadopoulos Korfiatis and others 2022, arXiv:2204.00333; github.com/babylonhealth/primock57",
        ships=True,
    ),
    "aci-bench": Corpus(
        "ACI-Bench, US consultations",
        read_aci_bench,
        "CC BY 4.0",
        "Yim and others 2023, doi:10.1038/s41597-023-02487-3; github.com/wyim/aci-bench",
        ships=True,
    ),
    "osce": Corpus(
        "OSCE interviews, simulated patients in Canada",
        read_osce,
        "CC BY 4.0 on the data set's card",
        "Fareez and others 2022, doi:10.1038/s41597-022-01423-1",
        ships=True,
    ),
    "esconv": Corpus(
        "ESConv, dialogues of emotional support (evaluation only)",
        read_esconv,
        "CC BY-NC 4.0",
        "Liu and others 2021, arXiv:2106.01144",
        ships=False,
    ),
    "nhs": Corpus(
        "NHS comments, labelled for topics and sentiment",
        read_nhs,
        "MIT on the repository",
        "Nottinghamshire Healthcare NHS Foundation Trust; github.com/CDU-data-science-team/pxtextmining",
        ships=True,
    ),
    "coded": Corpus(
        "Your own coding: a CSV with a row a turn or a row a code",
        read_coded,
        "your own",
        "the people who coded it",
        ships=False,
    ),
}
