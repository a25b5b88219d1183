"""What a training run is made of: a TOML file, checked before anything is read or trained."""

import tomllib
from pathlib import Path
from typing import Annotated, Final

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    PositiveInt,
    ValidationError,
    model_validator,
)

from commscore.codebook.coded import coded
from commscore.errors import RecipeError
from commscore.models.features import Shape
from commscore.models.manifest import Name, Sha256
from commscore.types import Kind, Role

POSITIONS: Final = 512  # the longest row of an encoder of the BERT family
LETTERS: Final = "letters"  # the corpus of coded letters in commscore's own files
YOURS: Final = "your own"

Share = Annotated[float, Field(ge=0, lt=1)]
Weight = Annotated[float, Field(gt=0)]


class Part(BaseModel):
    """Base of a recipe's parts: frozen, and without fields that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Part):
    """Where data lie: `corpus` as `commscore import` names it, or "schema" for commscore's own files.

    `path` is relative to the recipe. What is not `measured` is trained on in every fold and tested in none:
    texts written to be rich in what is rare would flatter the figures and bend the calibration. `share` is
    how much of a corpus is taken, where one would outweigh all others.

    The rest is for coded letters (`corpus` is "letters"). `only` are the starts of the ids that are taken,
    all without any; `by_author` says that the letters before an id's first digit name its author, whose
    letters stay together. `licence` is what the model's folder says of them, and only where they are
    `quoted` may it hold their words.
    """

    corpus: str
    path: Path
    measured: bool = True
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    only: tuple[str, ...] = ()
    by_author: bool = False
    licence: str = YOURS
    quoted: bool = False

    @model_validator(mode="after")
    def _of_letters(self) -> "Source":
        told = [name for name in ("only", "by_author", "licence", "quoted") if name in self.model_fields_set]
        if told and self.corpus != LETTERS:
            raise ValueError(f"`{told[0]}` is for the corpus '{LETTERS}' alone; leave it out")
        return self


class Start(Part):
    """The encoder to begin with: a folder, a package or a name at the hub; `sha256` is of its weights."""

    name: str
    sha256: Sha256 | None = None


class Fit(Part):
    """How the network is fitted.

    `rate` and `head_rate` are the highest learning rates of the encoder and the heads; `warmup` the share of
    all steps in which they rise. `held_in` is the share of the training conversations that early stopping
    watches, `patience` how many epochs without gain it allows. The `frozen` lowest layers of the encoder
    keep their weights, and with them its embeddings, which is much quicker. `augment` is the share of turns
    that an epoch sees with words misheard, respelt or stripped of punctuation.
    """

    epochs: PositiveInt = 3
    windows: PositiveInt = 16
    rate: Weight = 1e-4
    head_rate: Weight = 1e-3
    warmup: Share = 0.06
    decay: Share = 0.01
    dropout: Share = 0.1
    held_in: Share = 0.08
    patience: PositiveInt = 1
    frozen: NonNegativeInt = 0
    augment: Share = 0.0


class Loss(Part):
    """Weights of the losses, per piece: of the words that earn a code, of tasks, and of a disputed code."""

    words: Weight = 0.3
    tasks: Weight = 1.0
    disputed: Share = 0.0


class Task(Part):
    """A task beside the codes; without `labels` it is a scale. `role` is whose turns it is read on."""

    task: str
    labels: tuple[str, ...] = ()
    role: Role = Role.CLINICIAN
    weight: Weight = 1.0


class Recipe(Part):
    """A training run. `without` are the codes that are left to the rules; `folds` of the cross-validation.

    `voted` are codes on which the rules vote beside the model, with a weight found as the calibration is.
    `held_out` are files whose documents may not be trained on: a recipe whose data hold one is refused.
    `tested` are such files of letters that the finished model is measured on, beside its cross-validation;
    `notes` are what a reader of its figures must know, for the card.
    `maybe` is the share of a code's threshold from which it is offered as "maybe", `evidence` the figure from
    which a word belongs to the words that earn a code.
    """

    name: Name
    kind: Kind = Kind.CONSULTATION
    seed: int = 20
    folds: Annotated[int, Field(ge=2)] = 5
    maybe: Annotated[float, Field(gt=0, le=1)] = 0.5
    evidence: Annotated[float, Field(gt=0, lt=1)] = 0.4
    without: tuple[str, ...] = ()
    voted: tuple[str, ...] = ()
    source: Annotated[tuple[Source, ...], Field(min_length=1)]
    held_out: tuple[Source, ...] = ()
    tested: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    encoder: Start
    shape: Shape = Shape()
    fit: Fit = Fit()
    loss: Loss = Loss()
    task: tuple[Task, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> "Recipe":
        unknown = sorted({*self.without, *self.voted} - coded(self.kind).keys())
        if unknown:
            raise ValueError(f"the codebook knows no {', '.join(unknown)}")
        idle = sorted(set(self.voted) & set(self.without))
        if idle:
            raise ValueError(f"{', '.join(idle)}: left to the rules, which need no vote; name it once")
        self._check_kind()
        tasks = [task.task for task in self.task]
        if len(set(tasks)) < len(tasks):
            raise ValueError("a task stands twice")
        if "annomi.quality" in tasks:
            raise ValueError("annomi.quality labels whole documents and is for evaluation: leave it out")
        if not 0 <= self.shape.overlap < self.shape.turn:
            raise ValueError("shape.overlap must be less than shape.turn: pieces must move on")
        longest = self.shape.length(self.shape.longest)
        if longest > POSITIONS:
            raise ValueError(f"windows of {longest} tokens; encoders of the BERT family take {POSITIONS}")
        return self

    def _check_kind(self) -> None:
        """Raise ValueError for an entry that a run for this kind of document would not heed."""
        if self.kind is Kind.LETTER:
            if self.voted:
                raise ValueError("voted: the rules vote on every code of a letter; leave it out")
            if any(source.corpus != LETTERS for source in self.tested):
                raise ValueError(f"tested: only coded letters are tested; give them the corpus '{LETTERS}'")
        elif self.tested or self.notes:
            entry = "tested" if self.tested else "notes"
            raise ValueError(
                f"{entry}: for recipes of the kind '{Kind.LETTER}'; leave it out, or set the kind"
            )

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes to learn, in the codebook's order."""
        return tuple(code for code in coded(self.kind) if code not in self.without)


def read_recipe(path: Path) -> Recipe:
    """Return the recipe in a TOML file, its paths made relative to where it lies.

    Raises RecipeError that names the file, the entry and what is wrong with it.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        recipe = Recipe.model_validate(found)
    except OSError as problem:
        raise RecipeError(f"{path}: {problem.strerror}; check the path") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise RecipeError(f"{path}: no TOML: {problem}; correct it there") from problem
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the recipe"
        raise RecipeError(f"{path}: {place}: {first['msg']}; see the README on recipes") from problem
    base = path.resolve().parent
    return recipe.model_copy(
        update={
            name: tuple(s.model_copy(update={"path": base / s.path}) for s in getattr(recipe, name))
            for name in ("source", "held_out", "tested")
        }
    )
