"""The app's frame: what holds for every page, and the pages."""

LOUD = "Not started: Streamlit would send or log more than it may"
REMEDY = "turn it off, or start with `commscore app`, which does"


def show() -> None:
    """Show the page that the visitor is on."""
    import streamlit as st

    from commscore.ui import consultations, letters, progress
    from commscore.ui.pieces import asset, colours, put
    from commscore.ui.quiet import hush, loud
    from commscore.ui.research import agreement, annotate, comparing, models, training

    hush()
    st.set_page_config(page_title="commscore", page_icon=asset("icon.svg"), layout="wide")
    st.html(f"<style>{colours()}\n{asset('page.css')}</style>")
    pages = [
        st.Page(consultations.show, title="Consultations", url_path="consultations", default=True),
        st.Page(progress.show, title="Progress", url_path="progress"),
        st.Page(letters.show, title="Letters", url_path="letters"),
        st.Page(annotate.show, title="Code documents", url_path="code"),
        st.Page(agreement.show, title="Agreement", url_path="agreement"),
        st.Page(models.show, title="Models", url_path="models"),
        st.Page(comparing.show, title="Compare models", url_path="compare"),
        st.Page(training.show, title="Train", url_path="train"),
    ]
    page = st.navigation(pages, position="top")
    if wrong := loud():
        put("notice.html.j2", title=LOUD, texts=(f"{', '.join(wrong)}: {REMEDY}",))
    else:
        page.run()
