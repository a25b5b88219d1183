"""What may differ from one machine to the next, each from the environment: `COMMSCORE_SAMPLES` and so on."""

from functools import cache
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, NonNegativeInt, PositiveInt, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from commscore.errors import CommscoreError

PREFIX = "COMMSCORE_"


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


def recipes_folder() -> Path:
    """Return the folder of recipes: inside an installed package, else that of the checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "recipes"
    return installed if installed.is_dir() else package.parents[1] / "recipes"


def data_folder() -> Path:
    """Return the user's own data folder."""
    return user_data_path("commscore", appauthor=False)


def database_address() -> str:
    """Return the address of the database of kept reports: a file in the user's own data folder."""
    return f"sqlite:///{data_folder() / 'commscore.db'}"


class Settings(BaseSettings):
    """The settings of one run, frozen.

    `samples` is the folder of the samples (consultations and letters below it), `models` that of the trained
    models, each in a folder of its name; `upload_megabytes` the largest file that the app and the service
    take, `upload_files` the most at once. `database` is the address of the kept reports, as SQLAlchemy writes
    addresses: a file of SQLite where nothing is said.

    `recipes` is the folder of the recipes; `data` the user's own, for training runs, what they make, and
    which model is in use; `consultation_model` and `letter_model` have the last word on that.

    `retention_days` is for how long a kept report stays; 0, or nothing, keeps it until it is purged. The 90
    days are ours: storage is limited by law to what the purpose needs (UK GDPR, article 5(1)(e)), feedback is
    talked over within weeks, and what goes too early is made again from the text, while what stays too long
    is only noticed when it has leaked. Who needs longer (a complaint may take six months) says so.

    `access` is the file that says who may what on a server; nobody logs in where there is none. A log-in is
    over after `timeout_minutes` in which nothing was done. `token` is what programs send to the service,
    which without one serves this machine alone.

    `threads` is how many processors a model computes on; 0 is all that this process may use.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    samples: Path = Field(default_factory=samples_folder)
    models: Path = Field(default_factory=models_folder)
    recipes: Path = Field(default_factory=recipes_folder)
    data: Path = Field(default_factory=data_folder)
    consultation_model: str = ""
    letter_model: str = ""
    upload_megabytes: PositiveInt = 20
    upload_files: PositiveInt = 200
    database: str = Field(default_factory=database_address, min_length=1, repr=False)  # may hold a password
    retention_days: NonNegativeInt = Field(default=90, le=36_500)
    access: Path | None = None
    timeout_minutes: PositiveInt = Field(default=30, le=24 * 60)
    threads: NonNegativeInt = 0
    token: str = Field(default="", repr=False)

    @field_validator("retention_days", mode="before")
    @classmethod
    def _nothing_is_for_good(cls, given: object) -> object:
        return 0 if given == "" else given


@cache
def settings() -> Settings:
    """Return the settings, read once; CommscoreError names the one that is wrong."""
    try:
        return Settings()
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False)[0]
        name = f"{PREFIX}{first['loc'][0]}".upper()
        raise CommscoreError(f"{name}: {first['msg']}; correct it in the environment") from None
