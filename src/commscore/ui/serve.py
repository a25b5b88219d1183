"""Starts the app's server: on this machine alone, telling nobody, asking nothing."""

from importlib.util import find_spec
from pathlib import Path

from commscore.errors import CommscoreError
from commscore.settings import settings

HERE = "127.0.0.1"
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

    `address` other than the default lets others on the network open the app: it has no log-in.
    """
    if find_spec("streamlit") is None:
        raise CommscoreError(
            "the app needs Streamlit, which is not installed; run: pip install 'commscore[app]'"
        )
    from streamlit.web import cli

    script = Path(__file__).with_name("script.py")
    cli.main(["run", str(script), *flags(port, address)], standalone_mode=False)


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
