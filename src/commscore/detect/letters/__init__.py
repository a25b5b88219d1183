"""What stands in a letter of complaint, by rules alone: a module each, words in codebook/letters.

Each takes a `sentences.ParsedLetter`. No sentence in an aside is coded, but earlier mail is read for flags.
"""

from commscore.detect.letters.asks import asks
from commscore.detect.letters.flags import flags
from commscore.detect.letters.harm import harm
from commscore.detect.letters.praise import praise
from commscore.detect.letters.problems import problems
from commscore.detect.letters.questions import questions
from commscore.detect.letters.stages import stages

__all__ = ["asks", "flags", "harm", "praise", "problems", "questions", "stages"]
