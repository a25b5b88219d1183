"""What transcribers write beside the words: tags, sounds, gaps. Noise, and never counted as speech."""

import re

TAG = re.compile(
    r"</?[A-Za-z_]+\s*/?>"  # <UNIN/>, <UNSURE>, </UNSURE>, <INAUDIBLE_SPEECH/>
    r"|\[[^\[\]\n]{0,60}\]"  # [inaudible], [laughs], [00:01:02]
    r"|\((?:inaudible|unintelligible|unclear|laugh\w*|chuckl\w*|cough\w*|sigh\w*|cry\w*|sob\w*|pause[sd]?|silence"
    r"|crosstalk|overlapping|indistinct|sniff\w*|nods?|nodding|shakes head|phone rings|typing)[^()\n]{0,40}\)"
    r"|\(\d{1,3}:\d{2}(?::\d{2})?(?:\.\d{1,3})?\)"  # (00:01:02)
    r"|\*[a-z ]{2,20}\*"  # *laughs*
    r"|\.{3,}|…",
    re.IGNORECASE,
)
UNHEARD = re.compile(r"unin|inaudible|unintelligible|unclear|indistinct|crosstalk|unsure", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def mask(text: str) -> str:
    """Return the text with each tag blanked by as many spaces, so that offsets stay true.

    >>> mask("No <UNIN/> it [laughs] hurts")
    'No         it          hurts'
    """
    return TAG.sub(lambda m: " " * len(m[0]), text)


def words(text: str) -> list[str]:
    """Return the words of a text, without the transcriber's tags.

    >>> words("It's, um, <UNIN/> 5.5 (laughs) sore...")
    ["It's", 'um', '5.5', 'sore']
    """
    return WORD.findall(mask(text))


def unheard(text: str) -> int:
    """Return how many tags say that speech could not be made out, or not surely.

    >>> unheard("<UNSURE>certain</UNSURE> <UNIN/> (laughs)")
    2
    """
    return sum(bool(UNHEARD.search(m[0])) and not m[0].startswith("</") for m in TAG.finditer(text))
