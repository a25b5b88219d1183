"""The app: one file a page, none of which decides anything; each shows what the library says."""


def main() -> None:
    """Show the app; what `streamlit run` calls on every interaction."""
    from commscore.ui.page import show

    show()
