"""Where words stand in a text: typed by the person, or said in an earlier version of it."""

import re
from collections.abc import Sequence

from assistant.journal import Evidence


def place_of(words: str, *, texts: Sequence[str], near: int = 0) -> Evidence | None:
    """As they are, else whatever their case and marks; of several places the one nearest to utterance `near`.

    None where they don't stand in one of the texts.
    """
    for pattern in (re.escape(words.strip()), r"\W+".join(map(re.escape, re.findall(r"\w+", words)))):
        if not pattern:
            continue
        whole = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
        found = [(abs(n - near), n, m) for n, text in enumerate(texts) for m in whole.finditer(text)]
        if found:
            _, utterance, match = min(found, key=lambda f: f[:2])
            return Evidence(utterance, match.start(), match.end(), match.group())
    return None
