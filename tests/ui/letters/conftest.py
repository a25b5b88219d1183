"""The letters' pages as a visitor finds them."""

import pytest


@pytest.fixture
def app(database):
    from streamlit.testing.v1 import AppTest

    from ui.letters.made import show_letters

    return AppTest.from_function(show_letters, default_timeout=60).run()
