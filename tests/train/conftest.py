"""What the tests of training share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small encoder with random weights."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("transformers")
    from tinytraining import write_encoder

    torch.set_num_threads(1)  # more only wait for each other with a network this small
    return write_encoder(tmp_path_factory.mktemp("encoders") / "tiny-bert")
