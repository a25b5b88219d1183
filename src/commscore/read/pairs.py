"""Files that belong together: one consultation as a TextGrid for each of its speakers."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from commscore.errors import UnreadableError
from commscore.read.labels import Says, says

PAIRED: Final = ".textgrid"
ENDING: Final = re.compile(r"(?P<stem>.+?)[\s_.-]+(?P<speaker>[^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class File:
    """A file that has not been read yet; `source` names it, `folder` tells files of one name apart."""

    source: str
    folder: str
    load: Callable[[], bytes]
    size: int

    @property
    def stem(self) -> str:
        """Return what the file shares with those that belong to it: "visit1" of "visit1_doctor.TextGrid"."""
        return self._ending()[0]

    @property
    def speaker(self) -> str:
        """Return whose file it is: "Doctor" for "visit1_doctor.TextGrid"; "" for nobody's own."""
        return self._ending()[1]

    def _ending(self) -> tuple[str, str]:
        path = PurePosixPath(self.source)
        match = ENDING.fullmatch(path.stem) if path.suffix.casefold() == PAIRED else None
        if match and says(match["speaker"]) not in (None, Says.SPEAKER):
            return match["stem"], match["speaker"].capitalize()
        return path.stem, ""


def together(files: Iterable[File | UnreadableError]) -> Iterator[tuple[File, ...] | UnreadableError]:
    """Yield each file alone or with those of the other speakers, in the order of the first of them."""
    found = list(files)
    groups: dict[tuple[str, str], dict[str, File]] = {}
    for file in found:
        if isinstance(file, File) and file.speaker:
            groups.setdefault((file.folder, file.stem), {}).setdefault(file.speaker, file)
    for item in found:
        if isinstance(item, UnreadableError):
            yield item
            continue
        group = groups.get((item.folder, item.stem), {}) if item.speaker else {}
        if group.get(item.speaker) is not item or len(group) == 1:
            yield (item,)
        elif item is next(iter(group.values())):
            yield tuple(group.values())
