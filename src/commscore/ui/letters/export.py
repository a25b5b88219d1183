"""The queue and the months as files, each made only when it is asked for."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from commscore.report.letters import MONTHS
from commscore.report.letters.table import table
from commscore.ui.letters.desk import Desk, desk

MONTHLY = (("text", "Text"), ("csv", "CSV"))


def show(shown: Sequence[UUID], every: Sequence[UUID]) -> None:
    """Offer what is shown of the queue, and the months of all of it, as files."""
    import streamlit as st

    here = desk()
    with st.popover("Download", icon=":material/download:"):
        some = "the 1 shown" if len(shown) == 1 else f"the {len(shown):,} shown"
        st.caption(f"The queue: {some}")
        _download("Excel", partial(excel, here, shown), "queue.xlsx", not shown)
        _download("CSV", partial(commas, here, shown), "queue.csv", not shown)
        st.caption("Counts by month, of all letters: give out one version only")
        for form, label in MONTHLY:
            name = f"months{MONTHS[form].suffix}"
            _download(f"Monthly report, {label}", partial(months, here, every, form), name)


def commas(here: Desk, ids: Sequence[UUID]) -> bytes:
    """Return these letters as CSV, safe to open in a spreadsheet, with how far each has come."""
    from commscore.report.table import written

    return written(*table(here.export(ids), statuses=_statuses(here, ids)))


def excel(here: Desk, ids: Sequence[UUID]) -> bytes:
    """Return these letters as an Excel workbook, with how far each has come."""
    from commscore.report.letters.workbook import written

    return written(*table(here.export(ids), statuses=_statuses(here, ids)))


def months(here: Desk, ids: Sequence[UUID], form: str) -> bytes:
    """Return the counts by month, small numbers withheld."""
    from commscore.triage.summary import monthly

    return MONTHS[form].render(monthly(here.export(ids)))


def _statuses(here: Desk, ids: Sequence[UUID]) -> list[str]:
    of = {row.id: row.status for row in here.rows()}
    return [of[id] for id in ids]


def _download(label: str, make: Callable[[], bytes], name: str, disabled: bool = False) -> None:
    import streamlit as st

    st.download_button(label, make, name, on_click="ignore", width="stretch", disabled=disabled)
