"""The app's frame: what holds for every page, and the pages."""

from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, Final

from commscore.access import Task, Visitor

LOUD = "Not started: Streamlit would send or log more than it may"
REMEDY = "turn it off, or start with `commscore app`, which does"
OPEN = "Not started: others on the network could open this, and nobody would have to log in"
CLOSE = "Start it with `commscore app`, which listens on this machine alone, or set up the log-in (README)."


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what its address ends in, the module of `ui` that shows it, and what one must be allowed to."""

    title: str
    address: str
    module: str
    task: Task


PAGES: Final = (  # in the order of the bar; the first that a visitor may open is where they come in
    Page("Consultations", "consultations", "consultations", Task.REVIEW),
    Page("Progress", "progress", "progress", Task.PROGRESS),
    Page("Letters", "letters", "letters", Task.LETTERS),
    Page("Code documents", "code", "research.annotate", Task.CODE),
    Page("Agreement", "agreement", "research.agreement", Task.CODE),
    Page("Models", "models", "research.models", Task.MODELS),
    Page("Compare models", "compare", "research.comparing", Task.MODELS),
    Page("Train", "train", "research.training", Task.TRAIN),
)


def show() -> None:
    """Show the page that the visitor is on."""
    import streamlit as st

    from commscore.ui import access, visit
    from commscore.ui.pieces import asset, colours, put
    from commscore.ui.quiet import exposed, hush, loud

    hush()
    st.set_page_config(page_title="commscore", page_icon=asset("icon.svg"), layout="wide")
    look, tells = f"{colours()}\n{asset('page.css')}", asset("glossary.js")
    st.html(f"<style>{look}</style><script>{tells}</script>", unsafe_allow_javascript=True)  # ours alone
    if wrong := loud():
        put("notice.html.j2", title=LOUD, texts=(f"{', '.join(wrong)}: {REMEDY}",))
    elif exposed():
        put("notice.html.j2", title=OPEN, texts=(CLOSE,))
    elif (who := access.enter()) is None:
        visit.end()
        st.navigation(_none(), position="hidden")  # takes the bar of pages away, and none is run
    else:
        visit.go_on(who)
        page = st.navigation(_theirs(who), position="top")
        access.show(who)
        try:
            page.run()
        finally:
            visit.remember()


def _theirs(who: Visitor) -> list[Any]:
    """Return the pages that a visitor may open; no other can be opened by its address."""
    import streamlit as st

    first, *others = (page for page in PAGES if who.may(page.task))
    show = partial(_open, first)
    return [
        st.Page(show, title=first.title, default=True),  # at the app's address alone; at its own too:
        st.Page(show, title=first.title, url_path=first.address, visibility="hidden"),
        *(st.Page(partial(_open, page), title=page.title, url_path=page.address) for page in others),
    ]


def _none() -> list[Any]:
    """Return pages that show nothing, at all addresses that there are."""
    import streamlit as st

    others = [st.Page(_nothing, title=page.title, url_path=page.address) for page in PAGES]
    return [st.Page(_nothing, title="commscore", default=True), *others]


def _nothing() -> None:
    """Show nothing."""


def _open(page: Page) -> None:
    """Show a page to a visitor who may open it."""
    from commscore.errors import AccessError, StoreError
    from commscore.ui import access, tour
    from commscore.ui.pieces import put

    try:
        access.allow(page.task, access.visitor())
    except AccessError as problem:
        put("notice.html.j2", title="This page is not for you", texts=(f"{problem}.",))
    else:
        tour.show(page.title)
        try:
            import_module(f"commscore.ui.{page.module}").show()
        except StoreError as problem:
            put("notice.html.j2", title="What is kept cannot be reached", texts=(str(problem),))
        tour.again(page.title)
