"""Write codebook/privacy/medicines.txt: names of medicines, which are nobody's, however like names they look.

pip install drug-named-entity-recognition==2.0.9
python tools/medicine_names.py
"""

import bz2
import pickle
import re
from importlib.util import find_spec
from pathlib import Path

from commscore.codebook.names import given, ordinary, surnames

PACKAGE = "drug_named_entity_recognition"
FILE = Path(__file__).resolve().parents[1] / "src/commscore/codebook/privacy/medicines.txt"
SOURCES = ("drugbank_id", "medline_plus_id", "nhs_url")
WORD = re.compile(r"[a-z][a-z-]{3,}")
HEAD = """\
# Names of medicines, generic and brand, in small letters: no names of persons. From DrugBank's open data
# (CC0), MedlinePlus (public domain) and the NHS, by way of drug-named-entity-recognition 2.0.9 (MIT), those
# of one word that are no name and no ordinary word. tools/medicine_names.py wrote it.
"""


def main() -> None:
    """Write the list."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"pip install {PACKAGE.replace('_', '-')}==2.0.9")
    with bz2.open(Path(spec.origin).with_name("drug_ner_dictionary.pkl.bz2")) as held:
        found = pickle.load(held)  # noqa: S301 - of a package that whoever runs this has chosen to install
    about = found["drug_canonical_to_data"]
    named = {
        name
        for name, drugs in found["drug_variant_to_canonical"].items()
        if WORD.fullmatch(name) and any(source in about.get(drug, {}) for drug in drugs for source in SOURCES)
    }
    words = sorted(named - given() - surnames() - ordinary())
    FILE.write_text(HEAD + "\n".join(words) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
