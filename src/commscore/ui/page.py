"""The app's one page: the way in, or the consultation that is open."""


def show() -> None:
    """Show what the visitor has open, else how to open something."""
    import streamlit as st

    from commscore.ui import consultation, home, session
    from commscore.ui.pieces import asset, colours
    from commscore.ui.quiet import hush

    hush()
    st.set_page_config(page_title="commscore", page_icon=asset("icon.svg"), layout="wide")
    st.html(f"<style>{colours()}\n{asset('page.css')}</style>")
    if session.opened().documents:
        consultation.show()
    else:
        home.show()
