"""Lines of talk for the wishes, as a recogniser would give them: `[1.2]` is a pause of so many seconds."""

import re
from pathlib import Path

from assistant.dialogue.phrases import phrases
from assistant.dialogue.spoken_commands import Commands, wish
from assistant.journal import Utterance, Word

HERE = Path(__file__).parent
WORD_S, GAP_S = 0.3, 0.05


def lines(name: str) -> list[tuple[str, str]]:
    """What is expected (`story`, a kind, or `kind: what`) and the line."""
    rows = (line.split("\t") for line in (HERE / name).read_text("utf-8").splitlines() if line.strip())
    return [(expected, text) for expected, text in rows]


def heard(line: str) -> tuple[Utterance, ...]:
    """One utterance between two pauses, with the times of its words."""
    at, found = 1.0, []
    for part in re.split(r"(\[[\d.]+\])", line):
        if part.startswith("["):
            at += float(part[1:-1]) - GAP_S
            continue
        words = []
        for text in part.split():
            words.append(Word(text, at, at + WORD_S, 0.9))
            at += WORD_S + GAP_S
        if words:
            found.append(Utterance(part.strip(), words[0].start_s, words[-1].end_s, tuple(words)))
    return tuple(found)


def understood(line: str, *, commands: Commands) -> str:
    """As `expected` is written; several wishes stand with a `+` between."""
    wishes = [w for phrase in phrases(heard(line)) if (w := wish(phrase, commands=commands)) is not None]
    return " + ".join(f"{w.kind}: {w.what}" if w.what else w.kind for w in wishes) or "story"


def right(expected: str, got: str) -> bool:
    kind, colon, what = got.partition(": ")
    wanted, _, wanted_what = expected.partition(": ")
    return kind == wanted and (not wanted_what or (bool(colon) and what.rstrip("?.") == wanted_what))
