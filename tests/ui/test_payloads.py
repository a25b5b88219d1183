"""Twenty payloads, wherever people's words come from: every page shows them as text and runs none of them."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec

import pytest

if find_spec("streamlit") is None:
    pytest.skip("the extra 'app' is not installed", allow_module_level=True)

from streamlit.testing.v1 import AppTest
from tests.report.test_formats import Seen

from commscore import codebook
from commscore.privacy.deidentify import Deidentified
from commscore.report.quote import short
from commscore.settings import settings
from commscore.store import open_store
from commscore.store.audit import user
from commscore.train.coding import blind, recoded
from commscore.types import Document, Letter, LetterReport, Privacy, Provenance, Report, Role, Turn
from commscore.ui import firstpage, home, session
from commscore.ui.letters import start
from commscore.ui.pieces import JOINER, plain
from commscore.work import Review, Verdict
from payloads import PAYLOADS
from ui.drawn import components

RUNS = {"script", "img", "iframe", "body", "math", "mtext", "font", "a", "style", "textarea"}  # none is ours
INTERPRETED = ("label", "body", "help", "text", "caption")  # what Streamlit reads as Markdown
MARKED = [payload for payload in PAYLOADS if plain(payload) != payload]  # what Markdown could make of
CHOICES = {"radio", "button_group", "tab"}  # those whose choices it reads as Markdown too


def consultation():
    """Return a consultation whose speakers are called, and say, the payloads."""
    turns = [Turn("Doctor", "What brings you in today?", Role.CLINICIAN)]
    turns += [Turn(payload, f"I'm worried about {payload} again.", Role.PATIENT) for payload in PAYLOADS]
    return Document(PAYLOADS[0], tuple(turns))


def report(name, **also):
    return Report(Document(name, (Turn("Doctor", "Hello."),)), provenance=Provenance("0"), **also)


def page(name):
    """Return a page of the app, not run yet."""
    script = f"from importlib import import_module; import_module('commscore.ui.{name}').show()"
    return AppTest.from_string(script, default_timeout=120)


@pytest.fixture
def store(database):
    import streamlit as st

    st.cache_resource.clear()
    with open_store("someone") as opened:
        yield opened
    st.cache_resource.clear()


def drawn(app):
    """Return what the page draws itself: its HTML, and that of its components."""
    pieces = [each.proto.body for each in app.get("html") if "<style>" not in each.proto.body]
    return pieces + components(app)


def labels(app):
    """Return what Streamlit reads as Markdown, without what stands there escaped."""
    found = []
    for node in [*app.main, *app.sidebar]:
        proto = None if node.type == "html" else getattr(node, "proto", None)
        found += [str(getattr(proto, name, "")) for name in INTERPRETED]
        if node.type in CHOICES:
            found += map(str, getattr(proto, "options", ()))
    return [re.sub(r"\\.", "", each) for each in found]


def check(app, shown=PAYLOADS):
    """Nothing of a payload is an element, an attribute or Markdown, and those `shown` stand there as text."""
    assert not app.exception
    said = []
    for piece in drawn(app):
        seen = Seen()
        seen.feed(piece)
        assert not seen.tags & RUNS, seen.tags & RUNS
        assert not {each for each in seen.attributes if each.startswith("on")}
        said += seen.said
    for label in labels(app):
        assert not [payload for payload in MARKED if payload in label], label
        assert "](" not in label
    text = re.sub(r"\s+", " ", "".join(said))
    assert [payload for payload in shown if short(payload, 60) not in text] == []


def test_in_speakers_turns_and_file_names_of_a_consultation():
    app = page("consultations")
    opened = (Deidentified(consultation(), Privacy.OFF),) * 2
    app.session_state[session.OPENED] = session.Opened(opened)
    check(app.run())


def test_in_what_waits_to_go_on():
    app = page("consultations").run()
    rows = "".join(f'Doctor,"{p.replace(chr(34), chr(34) * 2)} again"\n' for p in PAYLOADS)
    app.file_uploader(key="upload").upload(f"{PAYLOADS[5]}.csv", f"speaker,text\n{rows}".encode())
    app.file_uploader(key="upload").upload(f"{PAYLOADS[2]}.xyz", b"\x00")
    app.run()
    check(app, [payload for payload in PAYLOADS if "x.example" not in payload])


def test_in_reviews_and_notes_that_are_kept(store):
    said = consultation()
    (one,) = store.add([Report(said, provenance=Provenance("0"))])
    for number, payload in enumerate(PAYLOADS):
        place = (number + 1, 0, 10, "cue")
        at = datetime(2026, 5, 1, tzinfo=UTC)
        version = store.version(one.id)
        version = store.review(one.id, Review(*place, Verdict.ADDED, payload, payload, at), version)
        store.note(one.id, payload, version)
    app = page("consultations")
    app.session_state[session.OPENED] = session.Opened((Deidentified(said, Privacy.OFF),))
    notes = tuple(note.text for note in store.notes(one.id))
    app.session_state[session.SEEN] = {
        (0, None): session.Seen(one.id, store.version(one.id), store.reviews(one.id), notes)
    }
    check(app.run())


def test_in_learners_names(store):
    for payload in PAYLOADS:
        store.add([report(payload)], learner=payload)
    check(page("progress").run(), ())


def test_in_letters_their_names_notes_and_views(store):
    made = [LetterReport(Letter(p, f"{p} Nobody listened."), provenance=Provenance("0")) for p in PAYLOADS]
    letters = store.add(made)
    for payload in PAYLOADS:
        replace(store, who=user()).save_view(payload, {"words": payload})
    app = page("letters").run()
    check(app)
    labelled = {b.label for b in app.button if str(b.key).startswith("view-")}
    assert labelled == set(map(plain, PAYLOADS))
    version = 1
    for payload in PAYLOADS:
        version = store.note(letters[0].id, payload, version)
    app.query_params["letter"] = str(letters[0].id)
    check(app.run())


def test_in_a_coders_name_and_codings(store):
    app = page("research.annotate").run()
    app.text_input(key="coder-name").set_value(PAYLOADS[2])
    app.button[0].click()
    app.session_state[session.OPENED] = session.Opened((Deidentified(consultation(), Privacy.OFF),))
    check(app.run(), PAYLOADS[:1])
    app.button(key="blind").click().run()
    check(app)


def test_in_two_coders_codings(store):
    from commscore.report.records import as_json

    app = page("research.agreement").run()
    app.text_input(key="coder-name").set_value("Sam")
    app.button[0].click().run()
    for side, code in (("first", "cue"), ("second", "concern")):
        given = [(code, number, 0, 3) for number in range(1, len(PAYLOADS))]
        made = recoded(blind(consultation(), PAYLOADS[3]), given)
        app.file_uploader(key=f"codings-{side}").upload(f"{PAYLOADS[5]}.json", as_json([made])).run()
    check(app, PAYLOADS[:2])


def test_in_the_codebook(monkeypatch):
    """Another codebook is loaded, whose titles, texts and examples are the payloads."""
    was = codebook.consultation()
    texts = [*PAYLOADS, *PAYLOADS]
    spoiled = tuple(
        entry.model_copy(update={"title": p, "give": p, "not_when": p, "examples": (p,)})
        for entry, p in zip(was.code, texts, strict=False)
    )
    domains = tuple(
        each.model_copy(update={"title": p}) for each, p in zip(was.domain, PAYLOADS, strict=False)
    )
    other = was.model_copy(update={"code": spoiled, "domain": domains})
    monkeypatch.setattr(codebook, "consultation", lambda: other)
    monkeypatch.setattr(codebook, "codes", lambda: {entry.name: entry for entry in spoiled})
    for name in ("consultations", "research.annotate"):
        app = page(name)
        app.session_state[session.OPENED] = session.Opened((Deidentified(consultation(), Privacy.OFF),))
        app.run()
        if name == "research.annotate":
            app.text_input(key="coder-name").set_value("Sam")
            app.button[0].click().run()
            app.button(key="blind").click().run()
        check(app)


def test_in_a_sample_files_name(tmp_path, monkeypatch):
    for folder in ("consultations", "letters"):
        (tmp_path / folder).mkdir()
        for number, payload in enumerate(PAYLOADS):
            name = payload.replace("/", "") + f" {number}.txt"
            (tmp_path / folder / name).write_text("Doctor: Hello.", encoding="utf-8")
    monkeypatch.setenv("COMMSCORE_SAMPLES", str(tmp_path))
    settings.cache_clear()
    for made in (home.PAGE, start.PAGE):
        assert len(firstpage.samples(made)) == len(PAYLOADS)
    for name in ("consultations", "letters"):
        app = page(name).run()
        check(app, ())
    settings.cache_clear()


def test_a_label_shows_each_payload_as_it_is():
    for payload in PAYLOADS:
        assert re.sub(r"\\(.)", r"\1", plain(payload)).replace(JOINER, "") == payload
        assert ":material/" not in re.sub(r"\\", "", plain(payload))
        assert not re.search(r"(?<!\\)[\[\]<>`$:*_&]", plain(payload))
