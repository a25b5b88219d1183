"""What may differ from one machine to the next, each from the environment: `COMMSCORE_SAMPLES` and so on."""

from functools import cache
from pathlib import Path

from pydantic import Field, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict


def samples_folder() -> Path:
    """Return the folder of samples: inside an installed package, else that of the checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "samples"
    return installed if installed.is_dir() else package.parents[1] / "data" / "samples"


def models_folder() -> Path:
    """Return the folder of trained models: inside an installed package, else that of the checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "models"
    return installed if any(installed.glob("*/manifest.json")) else package.parents[1] / "models"


class Settings(BaseSettings):
    """The settings of one run, frozen.

    `samples` is the folder of the samples (consultations and letters below it), `models` that of the trained
    models, each in a folder of its name; `upload_megabytes` the largest file that the app takes,
    `upload_files` the most at once.
    """

    model_config = SettingsConfigDict(env_prefix="COMMSCORE_", frozen=True)

    samples: Path = Field(default_factory=samples_folder)
    models: Path = Field(default_factory=models_folder)
    upload_megabytes: PositiveInt = 20
    upload_files: PositiveInt = 200


@cache
def settings() -> Settings:
    """Return the settings, read once."""
    return Settings()
