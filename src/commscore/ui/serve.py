"""Starts the app's server: on this machine alone, or for others once they have to log in; telling nobody."""

from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from commscore.access import local
from commscore.errors import CommscoreError
from commscore.settings import settings
from commscore.ui.quiet import ask_nobody

HERE = "127.0.0.1"
HOW = "the README tells how, under 'On a server'"
LOG_IN = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
LONG_ENOUGH = 32  # characters of what signs the log-in's cookie
MAKE_ONE = "make one with: python -c 'import secrets; print(secrets.token_hex(32))'"
OPTIONS = {
    "browser.gatherUsageStats": "false",
    "server.showEmailPrompt": "false",
    "server.fileWatcherType": "none",
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "type",
    "client.showErrorLinks": "false",
    "logger.enableRich": "false",
}
THEME = {
    "theme.baseRadius": "0.5rem",
    "theme.light.primaryColor": "#1d4f91",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f4f6f9",
    "theme.light.textColor": "#1c2733",
    "theme.dark.primaryColor": "#8db8ee",
    "theme.dark.backgroundColor": "#12171e",
    "theme.dark.secondaryBackgroundColor": "#1b232d",
    "theme.dark.textColor": "#e6ebf1",
}


def serve(port: int = 8501, address: str = HERE) -> None:
    """Serve the app until it is stopped; CommscoreError where Streamlit is not installed.

    `address` other than the default lets others on the network open the app. Raises CommscoreError where
    they would not have to log in, saying what is missing.
    """
    if find_spec("streamlit") is None:
        raise CommscoreError(
            "the app needs Streamlit, which is not installed; run: pip install 'commscore[app]'"
        )
    from streamlit.web import cli

    check(address)
    ask_nobody()
    script = Path(__file__).with_name("script.py")
    cli.main(["run", str(script), *flags(port, address)], standalone_mode=False)


def check(address: str) -> None:
    """Raise CommscoreError where others could open the app and would not have to log in, or could not."""
    people = settings().access
    if people is None:
        if not local(address):
            raise CommscoreError(
                f"{address}: others on the network could open the app, and nobody would have to log in; say "
                f"who may what in a file, name it in COMMSCORE_ACCESS and set up the log-in: {HOW}"
            )
        return
    from commscore.access.people import read_people

    read_people(people)
    if any(find_spec(name) is None for name in ("authlib", "httpx")):
        raise CommscoreError(f"the log-in needs a library: pip install 'commscore[server]' ({HOW})")
    _check_log_in()


def _check_log_in() -> None:
    """Raise CommscoreError where Streamlit's secrets do not say how to log in, or not safely."""
    import streamlit as st

    auth = st.secrets.get("auth", {}) if st.secrets.load_if_toml_exists() else {}
    if missing := [name for name in LOG_IN if not auth.get(name)]:
        files = " or ".join(st.get_option("secrets.files"))
        raise CommscoreError(f"{files}: [auth] lacks {', '.join(missing)}; {HOW}")
    if len(str(auth["cookie_secret"])) < LONG_ENOUGH:
        raise CommscoreError(f"[auth] cookie_secret is shorter than {LONG_ENOUGH}: {MAKE_ONE}")
    back = urlsplit(str(auth["redirect_uri"]))
    if back.path.rsplit("/", 1)[-1] != "oauth2callback" or not back.hostname:
        raise CommscoreError("[auth] redirect_uri has to be the app's address with /oauth2callback behind it")
    if back.scheme != "https" and not local(back.hostname):
        raise CommscoreError(
            "[auth] redirect_uri is not https: what people log in with could be read on the way"
        )


def flags(port: int, address: str) -> list[str]:
    """Return Streamlit's command line options.

    >>> flags(8501, "127.0.0.1")[:2]
    ['--server.port=8501', '--server.address=127.0.0.1']
    """
    here = {
        "server.port": str(port),
        "server.address": address,
        "server.maxUploadSize": str(settings().upload_megabytes),
    }
    return [f"--{name}={value}" for name, value in (here | OPTIONS | THEME).items()]
