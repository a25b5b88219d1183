"""The app's frame: what holds for every page, and the pages."""

LOUD = "Not started: Streamlit would send or log more than it may"
REMEDY = "turn it off, or start with `commscore app`, which does"


def show() -> None:
    """Show the page that the visitor is on."""
    import streamlit as st

    from commscore.ui import consultations, letters
    from commscore.ui.pieces import asset, colours, put
    from commscore.ui.quiet import hush, loud

    hush()
    st.set_page_config(page_title="commscore", page_icon=asset("icon.svg"), layout="wide")
    st.html(f"<style>{colours()}\n{asset('page.css')}</style>")
    pages = [
        st.Page(consultations.show, title="Consultations", url_path="consultations", default=True),
        st.Page(letters.show, title="Letters", url_path="letters"),
    ]
    page = st.navigation(pages, position="top")
    if wrong := loud():
        put("notice.html.j2", title=LOUD, texts=(f"{', '.join(wrong)}: {REMEDY}",))
    else:
        page.run()
