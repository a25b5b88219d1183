"""Where a quote stands in a text."""

import re


def find(quote: str, text: str) -> tuple[int, int] | None:
    """Return where the quote first stands in the text, white space of any length alike; None if nowhere.

    >>> find("so  tired", "I am so\\ntired."), find("happy", "I am so tired."), find(" ", "a b")
    ((5, 13), None, None)
    """
    words = quote.split()
    match = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return match.span() if match else None
