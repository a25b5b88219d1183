"""Consultations: the way in, what was read and waits to go on, or the consultation that is open."""


def show() -> None:
    """Show what the visitor has open, else how to open something and what is kept."""
    from streamlit import runtime

    from commscore.types import Kind
    from commscore.ui import home, personal, ready, session, waiting

    if waiting.of(Kind.CONSULTATION).drafts:
        personal.show()
    elif session.opened().documents:
        from commscore.ui import consultation

        consultation.show()
    else:
        home.show()
        from commscore.ui import reopen  # the way to the store, which a first page does not wait for

        reopen.show()
        if runtime.exists():  # served, and not run as a plain script
            ready.begin()
