"""Who is here: whoever sits at this machine, or on a server somebody who logged in and has a role there.

Each page and each file that is made asks again, on the server's side: what a browser shows decides nothing.
"""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from commscore.access import LOCAL, Task, Visitor
from commscore.access.attendance import Attendance, Login
from commscore.errors import AccessError
from commscore.settings import settings
from commscore.ui.pieces import put, rendered

if TYPE_CHECKING:
    from commscore.access.people import People

Claims = Mapping[str, object]
ATTENDANCE: Final = Attendance()
OUT = "you are not logged in, or nothing was done here for a while: log in again"
EVERY: Final = 60  # seconds between two looks at whether the time is over


def visitor() -> Visitor:
    """Return who is here, and is at work; AccessError for somebody who is not logged in, or no longer."""
    who = _who(claims := _claims())
    if claims:
        ATTENDANCE.use(_login(claims), time.time(), _limit())
    return who


def allow(task: Task, who: Visitor) -> None:
    """Raise AccessError where the visitor may not do this."""
    if not who.may(task):
        raise AccessError(f"you have no role here that may {task}")


def offer(task: Task, label: str, make: Callable[[], bytes], name: str, **look: Any) -> None:
    """Offer a file to those who may have it; it is made once it is asked for, and they are looked at again.

    `look` is what else Streamlit's button takes.
    """
    import streamlit as st

    claims = _claims()
    who = _who(claims)
    allow(task, who)

    def made() -> bytes:
        if _who(claims) != who:  # what makes the file was given what they might see then
            raise AccessError("your role has changed: load this page again")
        return make()

    st.download_button(label, made, name, on_click="ignore", **look)


def enter() -> Visitor | None:
    """Return who is here; None for somebody who cannot come in, and has been told why."""
    import streamlit as st

    claims = _claims()
    if settings().access is not None and not claims.get("is_logged_in"):
        _ask("Log in to go on", "What you see here depends on your role.")
    elif settings().access is not None and _over(claims):
        minutes = settings().timeout_minutes
        away = f"Nothing was done here for {minutes} minute{'' if minutes == 1 else 's'}"
        _ask(
            "Log in again",
            f"{away}, or you logged out. What was open is closed; what you kept is still kept.",
        )
    else:
        try:
            if (who := _who(claims)).roles:
                _stay(claims)
                return who
            title, why = "You have no role here yet", f"Ask {_people().ask}. You are logged in as {who.name}."
        except AccessError as problem:
            title, why = "You cannot come in", f"{str(problem)[:1].upper()}{str(problem)[1:]}."
        put("notice.html.j2", title=title, texts=(why,))
        st.button("Log out", key="log-out", on_click=leave)
    return None


def leave() -> None:
    """Log out."""
    import streamlit as st

    ATTENDANCE.end(_login(_claims()))
    st.logout()


def show(who: Visitor) -> None:
    """Show who is logged in, and the way out; nothing on one's own machine."""
    import streamlit as st

    if who == LOCAL:
        return
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="who"):
        st.html(rendered("who.html.j2", name=who.name, team=who.team), width="content")
        st.button("Log out", key="log-out", on_click=leave, type="tertiary")


def _ask(title: str, why: str) -> None:
    """Ask to log in."""
    import streamlit as st

    put("title.html.j2", title="commscore", facts=())
    put("notice.html.j2", title=title, texts=(why,))
    st.button("Log in", key="log-in", type="primary", on_click=st.login)


def _stay(claims: Claims) -> None:
    """Note that the visitor is at work, and have the page look by itself whether the time is over."""
    import streamlit as st

    if settings().access is None:
        return
    ATTENDANCE.use(_login(claims), time.time(), _limit())

    @st.fragment(run_every=EVERY)
    def look() -> None:
        if _over(claims):
            st.rerun()

    look()


def _who(claims: Claims) -> Visitor:
    if settings().access is None:
        return LOCAL
    if not claims.get("is_logged_in") or _over(claims):
        raise AccessError(OUT)
    return _people().visitor(claims)


def _claims() -> Claims:
    """Return what the log-in says; nothing where nobody can log in."""
    import streamlit as st

    return st.user.to_dict() if settings().access is not None else {}


def _people() -> "People":
    from commscore.access.people import read_people

    path = settings().access
    if path is None:
        raise AccessError(OUT)
    return read_people(path)


def _limit() -> float:
    return settings().timeout_minutes * 60.0


def _over(claims: Claims) -> bool:
    return ATTENDANCE.over(_login(claims), time.time(), _limit())


def _login(claims: Claims) -> Login:
    """Return which log-in this is; one that does not say when it was made is long over."""
    made = claims.get("iat")
    return f"{claims.get('iss')} {claims.get('sub')}", float(made) if isinstance(made, int | float) else 0.0
