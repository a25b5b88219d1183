"""How much a word must look like a name, after what stands before it, to be taken for one.

With a capital less is asked. In a line without capitals, as recognisers of speech write, a word on no list
may be a name where it is not built like other words.
"""

from commscore.codebook.names import given, names, surnames
from commscore.privacy.words import Like, Word


def plausible(word: Word) -> bool:
    """Tell whether a word on no list may be a name: long enough, and without the endings of other words."""
    return word.like is Like.UNKNOWN and len(word.text) > 3 and not word.low.endswith(names().endings)


def after_title(word: Word) -> bool:
    """Tell whether a word after "Dr" is a name."""
    single = len(word.text) == 1 and word.text in "IA"
    listed = word.like is Like.WORD and word.low not in names().auxiliaries
    return (word.capital and not single) or word.like >= Like.UNKNOWN or listed


def after_calling(word: Word) -> bool:
    """Tell whether a word after "nurse" is a name."""
    return word.like >= (Like.WORD if word.capital else Like.SURNAME) or (word.lower and plausible(word))


def after_relative(word: Word) -> bool:
    """Tell whether a word after "my son" is a name."""
    return word.like >= (Like.WORD if word.capital else Like.GIVEN) or (word.lower and plausible(word))


def after_introduction(word: Word) -> bool:
    """Tell whether a word after "my name is" is a name."""
    unlisted = Like.UNKNOWN if word.lower else Like.SURNAME
    return word.like >= (Like.WORD if word.capital else unlisted) or word.low in given()


def after_closing(word: Word) -> bool:
    """Tell whether a word after "Yours sincerely" is a name."""
    return word.capital and (word.like >= Like.UNKNOWN or word.low in given())


def after_greeting(word: Word) -> bool:
    """Tell whether a word after "I'm" or "hello" is a name."""
    return after_mention(word) or (
        (word.capital or word.lower) and not word.text.isupper() and plausible(word)
    )


def after_mention(word: Word) -> bool:
    """Tell whether a word after "it's" or "saw" is a name."""
    return word.like is Like.GIVEN or (word.capital and (word.like is Like.SURNAME or word.low in given()))


def goes_on(word: Word, told: bool) -> bool:
    """Tell whether a word close on a name belongs to it; `told` where the name was introduced or titled."""
    if word.capital:
        return word.initial or word.like >= Like.WORD
    listed = told and word.low in surnames() and word.low not in names().auxiliaries | names().modal
    return word.like >= Like.SURNAME or listed or (word.lower and plausible(word))
