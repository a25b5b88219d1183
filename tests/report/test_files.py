import io
import zipfile

import pytest
from tests.report.conftest import a_report

from commscore.report import FORMATS
from commscore.report.files import names, safe, zipped
from commscore.types import Document, Report


@pytest.mark.parametrize(
    ("ids", "files"),
    [
        (["a", "a", "a-2"], ["a", "a-2", "a-2-2"]),
        (["a-2", "a", "a"], ["a-2", "a", "a-3"]),
        (["a b", "A_b"], ["a_b", "A_b-2"]),
        (["", "...", "…"], ["consultation", "consultation-2", "_"]),
        (["../../etc/passwd"], ["_.._etc_passwd"]),
        (["C:\\Users\\ann", "Zoe\u0308", "ZO\u00cb"], ["C__Users_ann", "Zo\u00eb", "ZO\u00cb-2"]),
        ([], []),
    ],
)
def test_names_are_safe_and_distinct(ids: list[str], files: list[str]) -> None:
    assert names([Report(Document(i, ())) for i in ids]) == files


@pytest.mark.parametrize(
    "name", ["x" * 900, "字" * 900, "a\ud800b", "nul", "COM1.txt", "com¹", "a\x00b", "dot."]
)
def test_every_file_system_takes_it(name: str) -> None:
    made = safe(name)
    assert 0 < len(made.encode()) <= 101
    assert made.split(".")[0].lower() not in {"nul", "com1", "com¹"}
    assert not made.endswith(".")
    assert "\x00" not in made


def test_a_zip_holds_a_file_each_and_is_the_same_each_time() -> None:
    made = zipped([a_report(), a_report()], FORMATS["html"])
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert archive.namelist() == ["visit-7.html", "visit-7-2.html"]
    assert archive.read("visit-7.html") == FORMATS["html"].render([a_report()])
    assert made == zipped([a_report(), a_report()], FORMATS["html"])
