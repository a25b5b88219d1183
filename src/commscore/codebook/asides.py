"""The shape of the file that tells what in a letter is no complaint, and its loader."""

from functools import cache
from typing import Literal

from commscore.codebook import load
from commscore.codebook.schema import Entry


class AsideRule(Entry):
    """A pattern over one line, with lines that it takes and near misses that it leaves.

    `part` takes the beginning of a line and leaves the rest, `field` takes a label and a short value after
    it, `paragraph` the rest of the paragraph too; `form` counts only in a text with other labels in it. What
    a group of the pattern matches must name somebody or some place.
    """

    name: str
    kind: Literal["address", "salutation", "signature", "form", "page"]
    pattern: str
    takes: tuple[str, ...]
    leaves: tuple[str, ...]
    part: bool = False
    field: bool = False
    paragraph: bool = False
    form: bool = False


class Asides(Entry):
    """What in a letter is no complaint; patterns are regular expressions without regard to case.

    A line with a `telling` word is never an address. `dates`, `values` and `labels` are what addresses are
    made of beside names, `month` and `weekday` what dates are; `addressees` are whom letters are written to,
    and `header` names the lines that head an e-mail.
    """

    source: str
    telling: tuple[str, ...]
    addressees: tuple[str, ...]
    dates: tuple[str, ...]
    values: tuple[str, ...]
    month: str
    weekday: str
    labels: tuple[str, ...]
    header: tuple[str, ...]
    rule: tuple[AsideRule, ...]


@cache
def asides() -> Asides:
    """Return what in a letter is no complaint."""
    return load(Asides, "letters", "asides.toml")
