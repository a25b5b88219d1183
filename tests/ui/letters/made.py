"""Letters that are made, kept and looked at."""

import json
import re
from datetime import date

from streamlit.testing.v1 import AppTest

from commscore.store import open_store
from commscore.triage.clocks import clocks
from commscore.triage.priority import priority
from commscore.types import Flag, Letter, LetterReport, Named, Problem, Provenance
from ui.drawn import components

TODAY = date(2026, 3, 12)  # a day of the tests' own: no run goes past its midnight
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> [x](javascript:alert(3))"
WRITTEN = (
    "Dear Sir,\n\nMy father Tomasz Thirkettle has had no insulin since Friday. Why did nobody ring me back?\n"
    "I want an apology. Ring me on 07700 900334.\n"
)


def show_letters():
    from commscore.ui.letters import show

    show()


def report(name="a", flags=(), problems=(("listening", 2),), text="Nobody listened. Why?", came=None):
    """Return a letter's report, its question and its ask on the text's last word."""
    found = tuple(Problem(c, s, (s, s), ((0, 6),)) for c, s in problems)
    raised = tuple(Flag(flag, ((0, 6),)) for flag in flags)
    end = len(text)
    letter = Letter(name, text, received=came)
    return LetterReport(
        letter, found, asks=(Named("apology", ((end - 4, end),)),), questions=((end - 4, end),), flags=raised,
        priority=priority(found, raised), clocks=clocks(came, letter),
        provenance=Provenance("0", privacy="replace"),
    )  # fmt: skip


def keep(*reports):
    with open_store("someone") as store:
        return [kept.id for kept in store.add(reports)]


def kept(what=None):
    """Return what `what` makes of the store, as somebody else sees it."""
    with open_store("another") as store:
        return what(store) if what else store.rows()


def opened(id):
    app = AppTest.from_function(show_letters, default_timeout=60)
    app.query_params["letter"] = str(id)
    return app.run()


def text(app):
    return "\n".join(e.proto.body for e in app.get("html") if "<style>" not in e.proto.body)


def shown(app):
    """What the component shows: its HTML."""
    return components(app)[0]


def held(app):
    """What Streamlit's session holds, in what it keeps until the next run too."""
    state = app.session_state._state._state
    return repr((state._old_state, state._new_session_state, state._new_widget_state))


def names(app):
    return re.findall(r"\.</span> <bdi>(.*?)</bdi></button>", shown(app))


def press(app, event, value):
    """Tell what the script on the page tells."""
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    states = app._tree.get_widget_states()
    name = f"$$STREAMLIT_INTERNAL_KEY_{app.get('bidi_component')[0].proto.id}__events"
    told = json.dumps([{"event": event, "value": value}])
    states.widgets.append(WidgetState(id=name, json_trigger_value=told))
    return app._run(states)


def button(app, label):
    return next(b for b in app.button if b.label.startswith(label))


def go_on(app):
    """Let the letters go on, and look until they are through."""
    app.button(key="on").click().run()
    return through(app)


def through(app):
    """Look until the letters that are on their way are through, or cannot go on."""
    while "letters-going" in app.session_state and app.session_state["letters-going"].working:
        app.run()
    return app.run() if "letters-going" in app.session_state else app
