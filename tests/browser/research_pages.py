"""The researcher's pages alone, as the app's frame shows them."""

import streamlit as st

from commscore.ui.pieces import asset, colours
from commscore.ui.quiet import hush
from commscore.ui.research import agreement, annotate, models

hush()
st.set_page_config(page_title="commscore", layout="wide")
st.html(f"<style>{colours()}\n{asset('page.css')}</style>")
pages = {"Code": annotate, "Agreement": agreement, "Models": models}
st.navigation(
    [st.Page(page.show, title=name, url_path=name.lower()) for name, page in pages.items()], position="top"
).run()
