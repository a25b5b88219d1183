"""Training: what people coded as data, a run started from a recipe, watched, cancelled, gone on with."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from commscore.access import Task
from commscore.errors import CommscoreError
from commscore.report.letters.wording import when
from commscore.report.quote import short
from commscore.settings import settings
from commscore.store import Store
from commscore.train import runs
from commscore.train.dataset import beside, dataset, packed
from commscore.train.runfolder import ACTIVE, Run, State
from commscore.types import Privacy
from commscore.ui.access import allow, offer, visitor
from commscore.ui.kept import store
from commscore.ui.pieces import put
from commscore.ui.uploads import files

STARTING, RUNS = "start-problem", "runs-problem"  # why something could not be done, shown where it was asked
OWN = "A recipe of your own"
FILES = ("toml", "jsonl", "json", "csv")
EVERY = 2  # seconds between two looks at a run
SHOWN = 30  # steps that are shown, the last ones
WORDS = {
    State.STARTING: "starting",
    State.RUNNING: "going on",
    State.DONE: "done",
    State.CANCELLED: "cancelled",
    State.FAILED: "failed",
    State.STOPPED: "stopped without a word: the machine went off, or the process was ended",
}


def show() -> None:
    """Show the data set, the way to start a run, and all runs."""
    import streamlit as st

    put("title.html.j2", title="Train a model", facts=())
    active = any(run.state in ACTIVE for run in runs.runs())
    left, right = st.columns(2, gap="large")
    with left:
        _start(active)
    with right:
        _dataset()
    st.fragment(_runs, run_every=EVERY if active else None)()


def _dataset() -> None:
    import streamlit as st

    put(
        "heading.html.j2",
        title="What people did here, as data",
        text="Finished codings, and kept consultations that trainers corrected. What nobody looked at is "
        "taken neither for a yes nor for a no.",
    )
    make = partial(_packed, store())
    offer(Task.TRAIN, "Save as a data set", make, "dataset.zip", icon=":material/download:")
    st.caption("It holds the texts. That it was saved is noted beside each document.")


def _packed(opened: Store) -> bytes:
    return packed(dataset(opened))


def _start(active: bool) -> None:
    import streamlit as st

    put(
        "heading.html.j2", title="Start a run", text="One runs at a time, and goes on if you close this page."
    )
    found = runs.recipes()
    chosen = st.selectbox("Recipe", [*found, OWN], key="recipe", width=440)
    if chosen == OWN:
        st.file_uploader(
            "The recipe (TOML), with the files that it names",
            FILES,
            accept_multiple_files=True,
            key="recipe-files",
            max_upload_size=settings().upload_megabytes,
        )
    st.checkbox(
        "Do not check for personal details",
        key="recipe-off",
        help="For texts that are nobody’s. Otherwise texts that name a person for certain are refused.",
    )
    ready = chosen != OWN or bool(files("recipe-files"))
    st.button(
        "Start the run",
        type="primary",
        key="start-run",
        disabled=active or not ready,
        on_click=_tried,
        args=(_begin, STARTING),
    )
    _told(STARTING)


def _begin() -> None:
    import streamlit as st

    known = runs.recipes().get(str(st.session_state.get("recipe")))
    recipe, brought = _brought() if known is None else (known.read_bytes(), {})
    held = beside(recipe, store(), brought) | brought
    privacy = Privacy.OFF if st.session_state.get("recipe-off") else Privacy.CHECK
    runs.start(recipe, known.parent if known else None, held, privacy)


def _brought() -> tuple[bytes, dict[str, bytes]]:
    """Return the recipe that was brought, and the files beside it by name."""
    found = {Path(file.name).name: file.getvalue() for file in files("recipe-files")}
    recipe = next((name for name in found if name.casefold().endswith(".toml")), None)
    if recipe is None:
        raise CommscoreError("none of these files is a recipe; add one whose name ends in .toml")
    return found.pop(recipe), found


def _runs() -> None:
    """Show the runs; once the last has ended, the whole page, which looks no more."""
    import streamlit as st

    found = runs.runs()
    going = [run.id for run in found if run.state in ACTIVE]
    if st.session_state.get("runs-going") and not going:
        st.session_state["runs-going"] = going
        st.rerun()
    st.session_state["runs-going"] = going
    put(
        "heading.html.j2",
        title="Runs",
        text="" if found else "None yet. They are listed here, the newest first.",
    )
    _told(RUNS)
    for run in found:
        with st.container(border=True):
            _run(run)


def _run(run: Run) -> None:
    import streamlit as st

    facts = [WORDS[run.state], f"begun {when(run.started)}", f"took {_long(run.took)}"]
    if run.state in ACTIVE:
        facts[2] = f"for {_long(run.took)}"
    put("heading.html.j2", title=run.id, text="; ".join(facts))
    if run.state in ACTIVE:
        st.progress(min(1.0, run.share), text=run.now or "reading the data")
    elif run.state is State.DONE:
        st.caption("Its model is on the page “Models”, and can be used from there.")
    elif run.problem:
        put("notice.html.j2", title="Why", texts=(short(run.problem, 600),))
    if run.steps:
        with st.expander("Steps so far"):
            steps = [(when(at), step) for at, step in run.steps[:-SHOWN:-1]]
            put("steps.html.j2", steps=steps)
    with st.container(horizontal=True):
        if run.state in ACTIVE:
            _button("Cancel", "cancel", run, runs.cancel)
            return
        if run.state is not State.DONE:
            _button("Go on", "go-on", run, runs.go_on)
        _button("Remove", "remove", run, runs.remove)


def _button(label: str, key: str, run: Run, what: Callable[[str], object]) -> None:
    import streamlit as st

    st.button(label, key=f"{key}-{run.id}", on_click=_tried, args=(partial(what, run.id), RUNS))


def _tried(what: Callable[[], object], where: str) -> None:
    """Do something; the page says why where it cannot be done, as for one who may train no more."""
    import streamlit as st

    st.session_state.pop(where, None)
    try:
        allow(Task.TRAIN, visitor())  # a click is done before the page asks who is there
        what()
    except CommscoreError as problem:
        st.session_state[where] = str(problem)


def _told(where: str) -> None:
    import streamlit as st

    if problem := st.session_state.get(where):
        put("notice.html.j2", title="Not done", texts=(problem,))


def _long(took: timedelta) -> str:
    """Return a length of time in words.

    >>> _long(timedelta(seconds=75)), _long(timedelta(hours=2, minutes=5))
    ('1 min 15 s', '2 h 5 min')
    """
    minutes, seconds = divmod(int(took.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s"
