"""E-mails: their header, their text and what is attached; the sender is not kept."""

import io
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from commscore.errors import UnreadableError
from commscore.read.letters import read_letter_bytes
from commscore.read.mail import day, words
from commscore.types import Letter


def mail(text: str = "Nobody came.", subject: str = "Help", **headers: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"] = "Jo Moss <jo@x.example>"
    made["Subject"] = subject
    made["Date"] = "Tue, 4 Mar 2025 23:30:00 +0000"
    for name, value in headers.items():
        made[name] = value
    made.set_content(text)
    return made


def read(made: EmailMessage) -> tuple[Letter | None, list[str]]:
    found = list(read_letter_bytes(made.as_bytes(), "a.eml"))
    letters = [one for one in found if isinstance(one, Letter)]
    return (letters or [None])[0], [str(one) for one in found if isinstance(one, UnreadableError)]


def text(made: EmailMessage) -> str:
    letter, problems = read(made)
    assert letter is not None
    assert problems == []
    return letter.text


def word(said: str) -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph(said)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_the_header() -> None:
    letter, _ = read(mail("Dear Ann,\n\nNobody came.\n", "Re: your reference C/0417"))
    assert letter is not None
    assert (letter.id, letter.source, letter.received) == ("a", "a.eml", date(2025, 3, 4))
    assert letter.reference == "C/0417"
    assert letter.text == "Subject: Re: your reference C/0417\n\nDear Ann,\n\nNobody came.\n"
    assert "jo@x" not in letter.text


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Mon, 24 Nov 2025 20:41:07 +0000", date(2025, 11, 24)),
        ("24 Nov 2025 20:41", date(2025, 11, 24)),
        ("yesterday", None),
        ("", None),
        (None, None),
        ("Mon, 99 Nov 2025 20:41:07 +0000", None),
    ],
)
def test_the_date(header: str | None, expected: date | None) -> None:
    assert day(header) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("=?utf-8?q?Caf=C3=A9?= closed", "Café closed"),
        ("=?nonsense?q?x?=", "=?nonsense?q?x?="),
        ("one\r\n two", "one two"),
        (None, ""),
    ],
)
def test_words_of_a_header(header: str | None, expected: str) -> None:
    assert words(header) == expected


def test_plain_text_is_preferred_to_html_and_a_stub_is_not() -> None:
    both = mail("Nobody came. " * 9)
    both.add_alternative("<p>Somebody came.</p>", subtype="html")
    assert "Somebody" not in text(both)
    stub = mail("Open in a browser.")
    stub.add_alternative("<p>" + "Nobody came. " * 20 + "</p>", subtype="html")
    assert "Nobody" in text(stub)
    alone = mail()
    alone.set_content("<p>Nobody&nbsp;came.<br>Twice.</p>", subtype="html")
    assert text(alone) == "Subject: Help\n\nNobody\xa0came.\nTwice.\n"


def test_another_encoding_and_flowed_lines() -> None:
    raw = (
        b"Subject: x\nContent-Type: text/plain; charset=iso-8859-1; format=flowed\n\n"
        b"The caf\xe9 was \nclosed.\n-- \nJo\n"
    )
    (letter,) = read_letter_bytes(raw, "a.eml")
    assert isinstance(letter, Letter)
    assert "The café was closed." in letter.text


def test_attachments_are_read_and_named() -> None:
    made = mail("See the letter.")
    made.add_attachment(
        word("She fell twice."), maintype="application", subtype="octet-stream", filename="my letter.docx"
    )
    made.add_attachment("Dear Sir, and then again.", filename="note.txt")
    made.add_attachment(mail("I am not safe.", "Earlier"))
    said = text(made)
    order = ["See the letter.", "[Attachment: my letter.docx]", "She fell twice.", "[Attachment: note.txt]",
             "and then again.", "[Attachment: a mail]", "Subject: Earlier", "I am not safe."]  # fmt: skip
    assert [said.find(one) for one in order] == sorted(said.find(one) for one in order)
    assert -1 not in [said.find(one) for one in order]
    letter, _ = read(made)
    assert letter is not None
    named = [letter.text[a.start : a.end] for a in letter.asides if a.kind == "form"]
    assert any("[Attachment: note.txt]" in one for one in named)


def test_what_cannot_be_read_is_named_and_the_rest_is_read() -> None:
    made = mail("See the picture.")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="wound.png")
    made.add_attachment(b"no pdf", maintype="application", subtype="pdf", filename="scan.pdf")
    made.add_attachment("word " * 50_000, filename="records.txt")
    letter, problems = read(made)
    assert letter is not None
    assert "See the picture." in letter.text
    for name in ("wound.png", "scan.pdf", "records.txt"):
        assert f"[Attachment not read: {name}]" in letter.text
        assert any(one.startswith(f"a.eml: the attachment {name}: ") for one in problems)


def test_a_picture_in_the_text_and_a_signature_file_are_named_only_in_the_text() -> None:
    made = mail("Nobody came.")
    made.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline"
    )
    made.add_attachment(b"x", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    said = text(made)
    assert "[Attachment not read: logo.png]" in said
    assert "[Attachment not read: smime.p7s]" in said


def test_mails_within_mails_are_read_to_a_depth() -> None:
    made = mail("innermost")
    for _ in range(7):
        outer = mail("outer")
        outer.add_attachment(made)
        made = outer
    letter, problems = read(made)
    assert letter is not None
    assert letter.text.count("outer") == 4
    assert "innermost" not in letter.text
    assert "[Attachment not read: a mail]" in letter.text
    assert len(problems) == 1


def test_parts_within_parts_are_refused() -> None:
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number) for number in range(60)
    )
    (one,) = read_letter_bytes(b"Subject: x\n" + nested, "a.eml")
    assert "too deep" in str(one)


@pytest.mark.parametrize("content", [b"hello", b"\x00" * 50, b"Nobody came: twice.\n", b": x\n\ny"])
def test_what_is_no_mail(content: bytes) -> None:
    (one,) = read_letter_bytes(content, "a.eml")
    assert "this is no e-mail" in str(one)
