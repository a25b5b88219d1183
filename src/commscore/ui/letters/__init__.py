"""Letters of complaint: the way in, the queue, and one letter, each of which decides nothing."""


def show() -> None:
    """Show the letters that wait or are on their way, the letter that is open, the queue, or the way in."""
    from commscore.errors import StoreError
    from commscore.ui.letters.desk import said
    from commscore.ui.pieces import put

    if why := said():
        put("notice.html.j2", title="Nothing was changed", texts=(why,))
    try:
        _show()
    except StoreError as problem:
        put("notice.html.j2", title="The letters cannot be reached", texts=(str(problem),))


def _show() -> None:
    import streamlit as st

    from commscore.types import Kind
    from commscore.ui import personal, ready, waiting
    from commscore.ui.kept import store
    from commscore.ui.letters import going, letter, queue, start

    going.begin()
    going.show()
    busy = going.batch() is not None
    if waiting.of(Kind.LETTER).drafts and not busy:
        personal.show()
    elif letter.QUERY in st.query_params:
        letter.show()
    elif found := () if start.wanted() and not busy else store().rows():
        queue.show(found, busy)
        ready.settle("letters")
    elif not busy:
        start.show()
