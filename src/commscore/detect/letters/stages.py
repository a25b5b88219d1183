"""The stages of care that a letter is about; `unclear` only where none can be told."""

from typing import Final

from commscore.codebook.coded import UNCLEAR
from commscore.codebook.letters import letter
from commscore.detect.letters.named import named
from commscore.detect.letters.phrases import find, rules
from commscore.sentences import ParsedLetter
from commscore.types import Named

FOUND_BY: Final = "rule:stages"
SHARE: Final = 0.2  # of the words of the stage told most: a stage named in passing is not what it is about


def stages(parsed: ParsedLetter) -> tuple[Named, ...]:
    """Return the stages in the codebook's order, each with its words."""
    given = named(find(parsed, rules("stages")), (stage.name for stage in letter().stage), FOUND_BY)
    least = max((len(stage.spans) for stage in given), default=0) * SHARE
    return tuple(s for s in given if len(s.spans) >= least) or (Named(UNCLEAR, found_by=FOUND_BY),)
