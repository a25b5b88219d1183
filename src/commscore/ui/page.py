"""The app's one page: the way in, what was read and waits to go on, or the consultation that is open."""

LOUD = "Not started: Streamlit would send or log more than it may"
REMEDY = "turn it off, or start with `commscore app`, which does"


def show() -> None:
    """Show what the visitor has open, else how to open something."""
    import streamlit as st

    from commscore.ui import consultation, home, personal, session, waiting
    from commscore.ui.pieces import asset, colours, put
    from commscore.ui.quiet import hush, loud

    hush()
    st.set_page_config(page_title="commscore", page_icon=asset("icon.svg"), layout="wide")
    st.html(f"<style>{colours()}\n{asset('page.css')}</style>")
    if wrong := loud():
        put("notice.html.j2", title=LOUD, texts=(f"{', '.join(wrong)}: {REMEDY}",))
    elif waiting.waiting().drafts:
        personal.show()
    elif session.opened().documents:
        consultation.show()
    else:
        home.show()
