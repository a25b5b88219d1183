"""What stands in for personal details: the same for the same, within a document or a batch of them.

Stand-ins are dealt out in the order that details are met, so that they are the same from run to run and
tell nothing of what they stand for.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from typing import Final

import regex

from commscore.codebook.names import standins
from commscore.privacy.checks import digits
from commscore.privacy.forms import (
    NUMBERED,
    age,
    birth,
    cased,
    filled,
    nhs_numbers,
    postcode,
    spoken,
    telephone,
)
from commscore.privacy.spoken import said
from commscore.privacy.spoken import words as spoken_words
from commscore.privacy.words import WORD, words

LINE: Final = regex.compile(r"[^,\n]+")
SAME: Final = {
    "national_insurance": "QQ",
    "registration": "A",
    "record_number": "X",
    "plate": "X",
    "bank": "X",
}


class StandIns:
    """Deals out stand-ins, and remembers what each stands for.

    `there` are words that are in the text: none of them is dealt out. `pairs` holds kind, words and stand-in
    of all that was dealt, in order: it is personal itself.
    """

    def __init__(self, there: Iterable[str] = ()) -> None:
        self.there = {word.lower() for word in there}
        self.pairs: dict[tuple[str, str], str] = {}
        self._words: dict[str, str] = {}
        self._dealt: dict[str, int] = {}
        self._keys: dict[tuple[str, str], int] = {}
        self._count = Counter[str]()
        self._numbers = nhs_numbers()
        self._nhs: dict[str, str] = {}

    def known(self) -> Collection[str]:
        """Return the words of names met so far, in small letters."""
        named = (word.low for kind, text in self.pairs if kind == "name" for word in words(text))
        return {*self._words, *named}

    def dealt(self) -> tuple[tuple[str, str], ...]:
        """Return the words that were, each with what stands for it."""
        return tuple((old, new) for (_, old), new in self.pairs.items())

    def replaced(self, kind: str, text: str, titled: bool = False) -> str:
        """Return what stands in for this; a `titled` single word is a surname."""
        new = self._made(kind, text, titled)
        self.pairs.setdefault((kind, text), new)
        return new

    def note(self, kind: str, text: str, new: str) -> str:
        """Remember and return what was put in the place of this by other means."""
        return self.pairs.setdefault((kind, text), new)

    def tag(self, kind: str, text: str) -> str:
        """Return the tag of this: a name's is that of the longer name whose part it is.

        >>> tags = StandIns()
        >>> [tags.tag("name", name) for name in ("Ann Lee", "Tom", "Lee")]
        ['[NAME_1]', '[NAME_2]', '[NAME_1]']
        """
        number = self._number(kind, self._person(text) if kind == "name" else _key(kind, text))
        new = f"[{kind.upper()}_{number}]"
        self.pairs.setdefault((kind, text), new)
        return new

    def _made(self, kind: str, text: str, titled: bool) -> str:
        if kind == "name":
            return self._name(text, titled)
        fixed = {"address": self._address, "date_of_birth": birth, "age": age}.get(kind)
        if fixed:
            return fixed(text)
        n = self._number(kind, _key(kind, text))
        if kind in NUMBERED:
            return self._spoken_mail(text) if kind == "email" and "@" not in text else NUMBERED[kind](n)
        said_aloud = any(len(word) > 4 and word.isalpha() for word in WORD.findall(text))
        if kind == "postcode" and not said_aloud:
            return postcode(text, n)
        number = self._figures(kind, text, n)
        aloud = said_aloud or not digits(text)
        return spoken(text, number) if aloud else filled(text, number, SAME.get(kind, "X"))

    def _figures(self, kind: str, text: str, n: int) -> str:
        """Return the digits of a stand-in, as many as there are."""
        if kind == "nhs_number":
            return self._nhs_number(_key(kind, text))
        return telephone(text, n) if kind == "telephone" else f"{n}".zfill(len(digits(text) or said(text)))

    def _nhs_number(self, key: str) -> str:
        if key not in self._nhs:
            self._nhs[key] = next(self._numbers)
        return self._nhs[key]

    def _name(self, text: str, titled: bool) -> str:
        """Return a name word for word: initials by initials, the last of several words as a surname."""
        found = list(WORD.finditer(text))
        made, end = "", 0
        for at, match in enumerate(found):
            last = at == len(found) - 1 and (titled or len(found) > 1)
            made += text[end : match.start()] + self._word(match[0], "surname" if last else "given")
            end = match.end()
        return made + text[end:]

    def _word(self, word: str, kind: str) -> str:
        low = word.lower().replace("’", "'")
        if low not in self._words:
            self._words[low] = self._deal(kind)
        new = self._words[low]
        return cased(new[0] if len(word) == 1 else new, word)

    def _deal(self, kind: str) -> str:
        """Return the next word of this kind that is not in the text; two together when all are dealt."""
        words_of = {"given": standins().given, "surname": standins().surname, "place": standins().place}[kind]
        while True:
            n = self._dealt.get(kind, 0)
            self._dealt[kind] = n + 1
            round_, at = divmod(n, len(words_of))
            new = words_of[at] if not round_ else f"{words_of[at]}-{words_of[(at + round_) % len(words_of)]}"
            if new.lower() not in self.there:
                return new

    def _address(self, text: str) -> str:
        """Return an address line by line: its numbers, and its names without the words of any address."""
        return str(LINE.sub(lambda line: self._line(line[0]), text))

    def _line(self, line: str) -> str:
        parts = list(address_parts().finditer(line))
        named = [at for at, part in enumerate(parts) if not is_structural(part[0])]
        last = max((at for at in named if parts[at][0].lower() not in standins().kept), default=-1)
        told = [at for at in named if at <= last] or named[:1]  # "Mill Lane": something of it must go
        made, end = "", 0
        for at, part in enumerate(parts):
            made += line[end : part.start()] + self._address_part(part[0], at in told)
            end = part.end()
        return made + line[end:]

    def _address_part(self, part: str, name: bool) -> str:
        if part.isdigit():
            return f"{10 ** (len(part) - 1) + self._number('house', part) - 1}"
        if spoken_words().piece.fullmatch(part):
            return spoken(part, f"{self._number('house', said(part))}")
        return self._word(part, "place") if name else part

    def _spoken_mail(self, text: str) -> str:
        return str(
            WORD.sub(lambda m: m[0] if m[0].lower() in standins().spoken else self._word(m[0], "given"), text)
        )

    def _number(self, kind: str, key: str) -> int:
        if (kind, key) not in self._keys:
            self._count[kind] += 1
            self._keys[kind, key] = self._count[kind]
        return self._keys[kind, key]

    def _person(self, text: str) -> str:
        parts = {word.low for word in words(text)}
        for kind, key in self._keys:
            if kind == "name" and (
                parts <= set(key.split()) or (len(parts) > 1 and set(key.split()) <= parts)
            ):
                return key
        return " ".join(word.low for word in words(text))


@cache
def address_parts() -> "regex.Pattern[str]":
    """Return the pattern of what an address is made of: numbers, also spoken, and words."""
    return regex.compile(rf"(?:{spoken_words().piece.pattern})|[^\W\d_]+|\d+", regex.IGNORECASE)


def is_structural(part: str) -> bool:
    """Tell whether a part of an address is a number or a word that names no place by itself."""
    number = part.isdigit() or spoken_words().piece.fullmatch(part)
    return bool(number) or len(part) == 1 or part.lower() in standins().structural


def _key(kind: str, text: str) -> str:
    """Return what is the same in all ways to write this: its digits where it is a number."""
    number = digits(text) or said(text)
    return number if kind in ("nhs_number", "telephone", "bank") else "".join(text.lower().split())
