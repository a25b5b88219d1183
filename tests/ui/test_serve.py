import logging
import re
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from commscore.errors import CommscoreError
from commscore.settings import Settings
from commscore.ui import quiet, serve

ROOT = Path(__file__).resolve().parents[2]
SECRET = "my father had the same"


def flat(table, before=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        else:
            yield before + name, str(value).lower() if isinstance(value, bool) else str(value)


def test_a_checkout_starts_as_the_command_does():
    written = dict(flat(tomllib.loads((ROOT / ".streamlit/config.toml").read_text())))
    upload = str(Settings.model_fields["upload_megabytes"].default)
    given = dict(f.removeprefix("--").split("=", 1) for f in serve.flags(8501, serve.HERE))
    assert given == written | {"server.port": "8501"}
    assert given["server.maxUploadSize"] == upload
    assert given["server.address"] == "127.0.0.1"
    assert given["browser.gatherUsageStats"] == "false"
    assert given["server.showEmailPrompt"] == "false"


def test_without_streamlit_the_remedy_is_named(monkeypatch):
    monkeypatch.setattr(serve, "find_spec", lambda name: None)
    with pytest.raises(CommscoreError, match=re.escape("pip install 'commscore[app]'")):
        serve.serve()


def test_importing_the_app_loads_no_streamlit():
    import subprocess

    pages = "commscore.ui.home, commscore.ui.personal, commscore.ui.consultation"
    modules = f"commscore.ui, commscore.ui.serve, {pages}"
    seen = f"import sys; import {modules}; print('streamlit' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_unexpected_error_is_logged_without_what_was_said(caplog):
    pytest.importorskip("streamlit")
    logger = logging.getLogger("streamlit.error_util")
    quiet.hush()
    quiet.hush()
    assert logger.filters.count(quiet.SILENT) == 1
    try:
        float(SECRET)
    except ValueError as error:
        with caplog.at_level(logging.ERROR):
            logger.propagate = True
            logger.error("Uncaught app execution", exc_info=error)
    assert "ValueError" in caplog.text
    assert "test_serve.py" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    "asset", list(files("commscore.ui").joinpath("assets").iterdir()), ids=lambda a: a.name
)
def test_the_page_fetches_nothing(asset):
    text = asset.read_text().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(
        r"https?:|//cdn|@import|\burl\(|fetch\(|XMLHttpRequest|sendBeacon|localStorage", text
    )
