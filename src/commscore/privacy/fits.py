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
    single = (len(word.text) == 1 and word.text in "IA") or word.low in names().titles | names().callings
    listed = word.like is Like.WORD and word.low not in names().auxiliaries
    return (word.capital and not single) or word.like >= Like.UNKNOWN or listed


def after_calling(word: Word) -> bool:
    """Tell whether a word after "nurse" is a name."""
    return word.like >= (Like.WORD if word.capital else Like.SURNAME) or (word.lower and plausible(word))


def after_relative(word: Word) -> bool:
    """Tell whether a word after "my son" is a name."""
    if word.capital:
        return word.like >= Like.WORD
    return word.like is Like.GIVEN or (word.lower and (word.like is Like.SURNAME or _may_be(word)))


def after_introduction(word: Word) -> bool:
    """Tell whether a word after "my name is" is a name."""
    unlisted = Like.UNKNOWN if word.lower else Like.SURNAME
    return word.like >= (Like.WORD if word.capital else unlisted) or word.low in given()


def after_answer(word: Word) -> bool:
    """Tell whether a word that answers who somebody is is a name."""
    if word.capital:
        return word.like >= Like.UNKNOWN or word.low in given() | surnames()
    return word.like >= Like.SURNAME or (word.lower and (_may_be(word) or word.low in names().worded))


def after_closing(word: Word) -> bool:
    """Tell whether a word after "Yours sincerely" is a name."""
    return word.capital and (word.like >= Like.UNKNOWN or word.low in given())


def after_greeting(word: Word) -> bool:
    """Tell whether a word after "I'm" or "hello" is a name."""
    return after_mention(word) or (
        (word.capital or word.lower) and not word.text.isupper() and plausible(word)
    )


def after_salute(word: Word) -> bool:
    """Tell whether a word after "hello" or "tell" is a name."""
    return after_greeting(word) or (word.lower and _may_be(word))


def after_mention(word: Word) -> bool:
    """Tell whether a word after "it's" or "saw" is a name."""
    if not word.capital:
        return word.like is Like.GIVEN or (word.lower and word.like is Like.SURNAME)
    return word.like >= Like.SURNAME or word.low in given() or word.low in names().worded


def before_act(word: Word) -> bool:
    """Tell whether a word before "said" or "wrote" is a name."""
    if word.like is Like.NONE or word.text.isupper() or word.low in names().places:
        return False
    told = word.low in (names().worded if word.capital else given() - names().auxiliaries)
    return word.like >= Like.SURNAME or plausible(word) or told


def owns(word: Word) -> bool:
    """Tell whether a word before "clinic" or "secretary", with `'s`, is a name."""
    listed = word.low in (surnames() if word.capital else names().worded)
    return word.like >= Like.SURNAME or plausible(word) or listed


def goes_on(word: Word, told: bool) -> bool:
    """Tell whether a word close on a name belongs to it; `told` where the name was introduced or titled."""
    if word.capital:
        return word.initial or word.like >= Like.WORD
    listed = told and word.low in surnames() and word.low not in names().auxiliaries | names().modal
    worded = word.low in names().worded
    return word.like >= Like.SURNAME or listed or (word.lower and (plausible(word) or worded))


def _may_be(word: Word) -> bool:
    """Tell whether a word in a line without capitals may be a name: on no list, or a given name too."""
    return plausible(word) or (word.low in given() and word.low not in names().auxiliaries)
