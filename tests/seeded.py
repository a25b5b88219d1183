"""Invented texts full of what is personal, and what finds it again where it must not be."""

PERSONAL = ["Oldroyd", "Siobhan", "07911", "123456", "040 6456", "HX9", "Tenter", "s.oldroyd"]
TALK = (
    "Dr Oldroyd: Hello Siobhan, I'm Dr Oldroyd. How can I help you today?\n"
    "Siobhan: I'm really worried about this cough. I live at 27 Tenter Row, HX9 4LT.\n"
    "Dr Oldroyd: Is 999 040 6456 your NHS number, and 07911 123456 your phone?\n"
    "Siobhan: Yes, and s.oldroyd@example.net.\n"
) * 3
LETTER = (
    "Dear Mrs Oldroyd,\n\nNobody listened to me, Siobhan. My NHS number is 999 040 6456.\n"
    "Why was I sent home?\n"
    "Ring 07911 123456 or write to s.oldroyd@example.net.\n\nYours\nSiobhan Oldroyd\n27 Tenter Row\nHX9 4LT\n"
)


def traces(*texts: str) -> list[str]:
    """Return the seeded details that stand in any of the texts."""
    return [word for word in PERSONAL if any(word.lower() in text.lower() for text in texts)]
