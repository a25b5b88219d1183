"""Files that were made to do harm, by name: bombs, entities, paths that lead away, formulas, scripts."""

import io
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage

Files = Mapping[str, Callable[[], bytes]]
TALK = b"Doctor: How are you?\nPatient: I am worried about my chest.\n"
LETTER = b"Nobody listened to me. Why was I not told?\n"
ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"ha") for n in range(10))
FORMULA = '=cmd|"/c calc"!A1'
AWAY = "away.txt"
ODT = "application/vnd.oasis.opendocument.text"


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def nested(depth: int, content: bytes) -> bytes:
    """Return a zip in a zip in a zip."""
    for _ in range(depth):
        content = zipped({"a.zip": content})
    return content


def entities(outside: bool = False) -> bytes:
    """Return XML whose entities grow to gigabytes, or name a file of this machine."""
    kind = b'<!ENTITY e9 SYSTEM "file:///etc/passwd">' if outside else ENTITIES
    return b'<?xml version="1.0"?><!DOCTYPE x [' + kind + b"]><x>&e9;</x>"


def office(part: str, content: bytes) -> bytes:
    """Return an Office file whose main part is this XML."""
    return zipped({"[Content_Types].xml": b"<Types/>", "mimetype": ODT.encode(), part: content})


def pdf(action: bytes = b"<</S/JavaScript/JS(app.launchURL('http://example.org'))>>") -> bytes:
    """Return a PDF of a page with words, which does something when it is opened."""
    words = b"BT /F1 12 Tf 72 700 Td (" + LETTER.strip() + b") Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction " + action + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>/AA<</O " + action + b">>>>",
        b"<</Length %d>>stream\n" % len(words) + words + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + each + b"endobj\n"
    index = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + index + trailer


def mail(depth: int) -> bytes:
    """Return a mail in a mail in a mail."""
    message = EmailMessage()
    message.set_content(LETTER.decode())
    inner = message.as_bytes()
    for _ in range(depth):
        inner = b"Content-Type: message/rfc822\r\n\r\n" + inner
    return inner


def parts(depth: int) -> bytes:
    """Return a mail of parts within parts."""
    bound = [b"b%d" % n for n in range(depth)]
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n" % (each, each) for each in bound
    )
    return b"Subject: x\r\n" + opened + b"Content-Type: text/plain\r\n\r\n" + LETTER


def hours(count: int) -> bytes:
    """Return subtitles of so many hours, twelve lines a minute."""
    said = ("<v Doctor>How have you been since we last met?", "<v Patient>I am still worried about my chest.")
    lines = ["WEBVTT\n"]
    for number in range(count * 720):
        at = divmod(number * 5, 60)
        stamp = f"{at[0] // 60:02}:{at[0] % 60:02}:{at[1]:02}"
        lines.append(f"{stamp}.000 --> {stamp}.900\n{said[number % 2]}\n")
    return "\n".join(lines).encode()


def large(size: int = 10_000_000) -> bytes:
    """Return a letter of so many bytes."""
    return (LETTER * (size // len(LETTER) + 1))[:size]


ANY: Files = {
    "bomb.zip": lambda: zipped({"a.txt": bytes(200_000_000)}),
    "nested.zip": lambda: nested(10, TALK),
    "away.zip": lambda: zipped({f"../../{AWAY}": TALK, f"/etc/{AWAY}": TALK, f"C:\\{AWAY}": TALK}),
    "many.zip": lambda: zipped({f"{n}.txt": TALK for n in range(20_000)}),
    "bomb.docx": lambda: office("word/document.xml", bytes(200_000_000)),
    "bomb.xlsx": lambda: office("xl/workbook.xml", bytes(200_000_000)),
    "entities.docx": lambda: office("word/document.xml", entities()),
    "outside.docx": lambda: office("word/document.xml", entities(outside=True)),
    "entities.xlsx": lambda: office("xl/workbook.xml", entities()),
    "entities.odt": lambda: office("content.xml", entities()),
    "deep.json": lambda: b"[" * 1_000_000,
    "deep.html": lambda: b"<div>" * 1_000_000,
    "deep.rtf": lambda: b"{\\rtf1 " + b"{\\b " * 1_000_000,
}
TALKS: Files = {
    "entities.eaf": lambda: entities().replace(b"x>", b"ANNOTATION_DOCUMENT>"),
    "outside.eaf": lambda: entities(outside=True),
    "formulas.csv": f"speaker,text\nDoctor,How?\nPatient,{FORMULA}\n{FORMULA},I am worried.\n".encode,
    "twenty-hours.vtt": lambda: hours(20),
}
LETTERS: Files = {
    "scripts.pdf": pdf,
    "launch.pdf": lambda: pdf(b"<</S/Launch/F(/bin/sh)>>"),
    "mails.eml": lambda: mail(3_000),
    "parts.eml": lambda: parts(3_000),
    "scripts.html": lambda: (
        b"<script>fetch('http://example.org')</script><iframe src=file:///etc/passwd>"
        b"</iframe><p onload=x()>" + LETTER
    ),
    "formulas.csv": f"id,text\n{FORMULA},{FORMULA} I was not told why.\n".encode,
    "large.txt": large,
    "large.html": lambda: b"<p>" + large() + b"</p>",
    "large.eml": lambda: b"Subject: x\r\n\r\n" + large(),
    "large.rtf": lambda: b"{\\rtf1 " + large() + b"}",
    "large.csv": lambda: b'id,text\n1,"' + large() + b'"\n',
    "large.docx": lambda: office("word/document.xml", b"<w>" + large() + b"</w>"),
    "many.csv": lambda: b"id,text\n" + b"".join(b"%d,%s" % (n, LETTER) for n in range(2_000)),
}
