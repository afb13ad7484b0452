"""Brown clusters of common words, out of `spacy-lookups-data` (MIT)."""

import gzip
import json
from collections.abc import Iterable
from importlib.resources import files

COMMON = -15.5
"""Log-probability of a word that is carried in every case: some 70,000 words."""


def clusters(seen: Iterable[str]) -> dict[str, int]:
    """Of common words, and of those that the training lines have."""
    tables = {}
    for name in ("cluster", "prob"):
        packed = files("spacy_lookups_data").joinpath("data", f"en_lexeme_{name}.json.gz").read_bytes()
        tables[name] = json.loads(gzip.decompress(packed))
    known, likely = tables["cluster"], tables["prob"]
    wanted = {word for word in known if likely.get(word, -20.0) > COMMON and word == word.lower() and word.isalpha()}
    return {word: known[word] for word in sorted(wanted | {word for word in seen if word in known})}
