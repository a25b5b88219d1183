"""The queue and the months as files, each made only when it is asked for."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from commscore.access import Task
from commscore.report.letters import MONTHS
from commscore.report.letters.table import table
from commscore.store import Store
from commscore.types import LetterReport
from commscore.ui.access import offer
from commscore.ui.kept import store

MONTHLY = (("text", "text"), ("csv", "CSV"))


def show(shown: Sequence[UUID], every: Sequence[UUID]) -> None:
    """Offer what is shown of the queue, and the months of all of it, as files."""
    import streamlit as st

    opened = store()  # files are made outside the page's own run, out of reach of its session
    with st.popover("Download", icon=":material/download:"):
        st.caption(f"The queue: the {len(shown):,} shown")
        _download("Excel", partial(excel, opened, shown), "queue.xlsx", not shown)
        _download("CSV", partial(commas, opened, shown), "queue.csv", not shown)
        st.caption("Counts by month, of all letters: give out one version only")
        for form, label in MONTHLY:
            name = f"months{MONTHS[form].suffix}"
            _download(f"Monthly report, {label}", partial(months, opened, every, form), name)


def commas(store: Store, ids: Sequence[UUID]) -> bytes:
    """Return these letters as CSV, safe to open in a spreadsheet, with how far each has come."""
    from commscore.report.table import written

    return written(*table(_letters(store, ids), statuses=_statuses(store, ids)))


def excel(store: Store, ids: Sequence[UUID]) -> bytes:
    """Return these letters as an Excel workbook, with how far each has come."""
    from commscore.report.letters.workbook import written

    return written(*table(_letters(store, ids), statuses=_statuses(store, ids)))


def months(store: Store, ids: Sequence[UUID], form: str) -> bytes:
    """Return the counts by month, small numbers withheld."""
    from commscore.triage.summary import monthly

    return MONTHS[form].render(monthly(_letters(store, ids)))


def _letters(store: Store, ids: Sequence[UUID]) -> list[LetterReport]:
    return [report for report in store.export(ids) if isinstance(report, LetterReport)]


def _statuses(store: Store, ids: Sequence[UUID]) -> list[str]:
    of = {kept.id: kept.status for kept in store.kept()}
    return [of[id] for id in ids]


def _download(label: str, make: Callable[[], bytes], name: str, disabled: bool = False) -> None:
    offer(Task.LETTERS, label, make, name, width="stretch", disabled=disabled)
