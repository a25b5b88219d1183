"""Inputs that were mangled: each is made from a seed and its number alone, so that one can be made again."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = ROOT / "tests" / "read" / "samples", ROOT / "data" / "samples" / "letters"
LONG = 10_000_000
Input = tuple[str, bytes]
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)
FILLS = (
    b"a", b"a ", b"Doctor: a ", b'"', b"{", b"[", b"<", b"<a>", b"\\par ", b"\\'e9", b",", b"1 ", b"\t",
    b":", b"-",
    b"--> ", b"00:00:01 ", b"(", b"*", b"<v A>", b'""', b"\\u8364?", b"!", b"a\nb: ", b"A: b\n", b"0\n",
    b"\x00a", b"\xff", b"{}", b'{"a":1},', b"a-", b"|", b" ", b"# ", b">", b"&#97;", b"\n", b"1. ", b"[a] ",
)  # fmt: skip


def samples() -> list[Input]:
    """Return the names and bytes of the samples that are mangled."""
    found = sorted(path for place in PLACES for path in place.rglob("*") if path.is_file())
    return [(path.name, path.read_bytes()) for path in found if not path.name.endswith(".expected.json")]


def cut(rng: random.Random, inputs: list[Input]) -> Input:
    name, content = rng.choice(inputs)
    start, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    return name, content[:end] if rng.random() < 0.7 else content[start:end]


def flipped(rng: random.Random, inputs: list[Input]) -> Input:
    name, content = rng.choice(inputs)
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 10, 100))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return name, bytes(changed)


def wrong_bytes(rng: random.Random, inputs: list[Input]) -> Input:
    name, content = rng.choice(inputs)
    at, length = rng.randrange(len(content)), rng.choice((1, 4, 64, 1000))
    filler = rng.choice(
        (rng.randbytes(length), bytes(length), b"\xff" * length, b"9" * length, rng.choice(FILLS) * 20)
    )
    return name, content[:at] + filler + content[at + rng.choice((0, length)) :]


def wrong_suffix(rng: random.Random, inputs: list[Input]) -> Input:
    (name, _), (_, content) = rng.choice(inputs), rng.choice(inputs)
    return name, content


def empty(rng: random.Random, inputs: list[Input]) -> Input:
    return rng.choice(inputs)[0], rng.choice((b"", b" ", b"\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00"))


def noise(rng: random.Random, inputs: list[Input]) -> Input:
    name, content = rng.choice(inputs)
    return name, content[: rng.choice((0, 4, 30, 300))] + rng.randbytes(rng.choice((10, 1000, 100_000)))


def spliced(rng: random.Random, inputs: list[Input]) -> Input:
    (name, one), (_, other) = rng.choice(inputs), rng.choice(inputs)
    return name, one[: rng.randrange(len(one) + 1)] + other[rng.randrange(len(other) + 1) :]


def repeated(rng: random.Random, inputs: list[Input]) -> Input:
    name, content = rng.choice(inputs)
    start, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    times = rng.choice((2, 100, min(20_000, 1_000_000 // (end - start + 1) + 2)))
    return name, content[:end] + content[start:end] * times + content[end:]


def one_line(rng: random.Random, inputs: list[Input]) -> Input:
    """Ten megabytes without a line end, as the contents of a file, or within a sample of its kind."""
    name, content = rng.choice(inputs)
    fill = rng.choice(FILLS)
    long = (fill * (LONG // len(fill) + 1))[:LONG]
    if name.endswith((".docx", ".xlsx", ".zip")) and rng.random() < 0.8:
        return name, _repacked(content, rng, lambda part: _into(part, long, rng))
    return name, rng.choice((long, content[:30] + long, _into(content, long, rng)))


def _into(content: bytes, long: bytes, rng: random.Random) -> bytes:
    at = content.find(
        rng.choice((b"knee", b"Doctor", b"visit", b"size", b"<w:p>", b"stairs", b"Tj", b"\\par"))
    )
    return content[:at] + long + content[at:]


def _repacked(content: bytes, rng: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    """A zip with one member changed, so that the mangled part lies behind a sound checksum."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        likely = [
            n
            for n in old.namelist()
            if n.endswith(("document.xml", "sheet1.xml", "sharedStrings.xml", ".txt"))
        ]
        chosen = rng.choice(likely if rng.random() < 0.7 and likely else old.namelist())
        for member in old.namelist():
            new.writestr(member, change(old.read(member)) if member == chosen else old.read(member))
    return out.getvalue()


def inside(rng: random.Random, inputs: list[Input]) -> Input:
    name, content = rng.choice([i for i in inputs if i[0].endswith((".docx", ".xlsx", ".zip"))])
    how = rng.choice((cut, flipped, wrong_bytes, spliced, repeated))
    return name, _repacked(content, rng, lambda part: how(rng, [("part", part or b"x")])[1])


def laughs(rng: random.Random, inputs: list[Input]) -> Input:
    end = b"]><x>&a%d;</x>" % rng.choice((3, 9, 11))
    kind = rng.choice((".eaf", ".docx", ".xlsx"))
    if kind == ".eaf":
        return "laughs.eaf", (LAUGHS + end).replace(b"<x>", b"<ANNOTATION_DOCUMENT>").replace(
            b"</x>", b"</ANNOTATION_DOCUMENT>"
        )
    name, content = rng.choice([i for i in inputs if i[0].endswith(kind)])
    padding = b" " * rng.choice((0, 5000))
    return name, _repacked(
        content, rng, lambda part: padding + LAUGHS + end if rng.random() < 0.5 else LAUGHS + b"]>" + part
    )


def nested(rng: random.Random, inputs: list[Input]) -> Input:
    name, content = rng.choice(inputs)
    for depth in range(rng.choice((1, 2, 3, 20))):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for copy in range(rng.choice((1, 1, 3)) if len(content) < 100_000 else 1):
                packed.writestr(rng.choice(("", "../", "/", f"{copy}/")) + name, content)
        name, content = f"nested{depth}.zip", out.getvalue()
    return name, content


def bomb(rng: random.Random, inputs: list[Input]) -> Input:
    """A zip of zeros, under an archive's, Word's or Excel's suffix; some say they hold less than they do."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr(
            rng.choice(("a.txt", "word/document.xml", "a.json")), b"0" * rng.choice((2, 20, 80)) * 1_000_000
        )
    content = out.getvalue()
    if rng.random() < 0.5:
        content = content[:-60] + content[-60:].replace(b"\x00\x00", b"\x01\x00", 1)
    return rng.choice(("bomb.zip", "bomb.docx", "bomb.xlsx")), content


def deep(rng: random.Random, inputs: list[Input]) -> Input:
    levels = rng.choice((100, 10_000, 1_000_000))
    kind = rng.choice((".json", ".jsonl", ".rtf", ".eaf"))
    opening, closing = {".rtf": (b"{\\b ", b"}"), ".eaf": (b"<a>", b"</a>")}.get(
        kind, rng.choice(((b"[", b"]"), (b'{"a":', b"}")))
    )
    head = b"{\\rtf1 " if kind == ".rtf" else b""
    return f"deep{kind}", head + opening * levels + b"1" + closing * rng.choice((0, levels))


MANGLES: dict[Callable[[random.Random, list[Input]], Input], float] = {
    cut: 14, flipped: 20, wrong_bytes: 16, wrong_suffix: 8, empty: 3, noise: 6, spliced: 8, repeated: 6,
    inside: 10, laughs: 2, nested: 3, bomb: 0.5, deep: 1, one_line: 2.5,
}  # fmt: skip


def mangled(number: int, seed: int, inputs: list[Input]) -> tuple[str, str, bytes]:
    """Return how this input was mangled, its name and its bytes."""
    rng = random.Random(f"{seed}-{number}")
    (how,) = rng.choices(list(MANGLES), weights=list(MANGLES.values()))
    return (how.__name__, *how(rng, inputs))
