"""Letters of complaint: the way in, the queue, and one letter, each of which decides nothing."""


def show() -> None:
    """Show the letters that wait to go on, the letter that is open, the queue, or the way in."""
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
    from commscore.ui import personal, waiting
    from commscore.ui.letters import going, letter, queue, start
    from commscore.ui.letters.desk import rows

    waits = waiting.of(Kind.LETTER)
    if waits.drafts:
        personal.show() if waits.going is None else going.show()
    elif letter.QUERY in st.query_params:
        letter.show()
    elif start.wanted() or not (found := rows()):
        start.show()
    else:
        queue.show(found)
