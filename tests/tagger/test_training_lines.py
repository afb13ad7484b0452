"""The lines that the tagger is trained on: enough of each, by the codebook, and each one written for itself."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.tagger.behaviours import NEVER
from assistant.journal import BEHAVIOURS, EMOTIONS, PATTERNS, STATUSES, THEMES
from assistant.wiring import data_folder

FOLDER = data_folder("models") / "tagger" / "training"
DANGER = ("danger", "danger_second", "danger_plain")
ALIKE = 0.4
"""Share of three-word pieces that two lines may have in common."""
COPIED = 7
"""So many words in a row are no accident."""


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def labelled() -> Iterator[dict[str, Any]]:
    for name in ("feelings", "doings", "nothing"):
        yield from rows(name)
    for reflection in rows("reflections"):
        yield from reflection["sentences"]


def texts() -> list[str]:
    single = [row["text"] for name in ("feelings", "doings", "nothing", *DANGER) for row in rows(name)]
    return single + [" ".join(s["text"] for s in row["sentences"]) for row in rows("reflections")]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)?", text.lower())


def pieces(text: str, size: int) -> set[tuple[str, ...]]:
    spoken = words(text)
    return {tuple(spoken[i : i + size]) for i in range(len(spoken) - size + 1)} or {tuple(spoken)}


def test_every_label_is_one_of_the_codebook() -> None:
    """A slip of the pen in a label would teach the tagger nothing, in silence."""
    for row in labelled():
        assert all(e in EMOTIONS and how in ("said", "shown") for e, how in row["emotions"]), row
        assert all(b in BEHAVIOURS and s in STATUSES and (b, s) not in NEVER for b, s in row["behaviours"]), row
    for row in rows("reflections"):
        assert set(row["themes"]) <= set(THEMES), row["id"]
        assert row["safety"] in ("none", "concern", "crisis"), row["id"]
    assert all(not row["emotions"] and not row["behaviours"] for row in rows("nothing"))


def test_the_card_counts_them() -> None:
    """So many of each, as a reader of the card is told."""
    card = (FOLDER.parent / "CARD.md").read_text(encoding="utf-8")
    row = next(line for line in card.splitlines() if line.startswith("| `training/*.jsonl` |"))
    told = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?= )", row)]
    parts = [("feelings",), ("doings",), ("nothing",), ("reflections",), DANGER]
    assert told == [sum(len(rows(name)) for name in names) for names in parts]


def test_there_are_enough_lines_of_each_emotion() -> None:
    """Sixty, most of them showing it and not naming it."""
    heard = Counter((e, how) for row in rows("feelings") for e, how in row["emotions"])
    for emotion in EMOTIONS:
        assert heard[emotion, "said"] + heard[emotion, "shown"] >= 60, emotion
        assert heard[emotion, "shown"] > heard[emotion, "said"], emotion


def test_there_are_enough_lines_of_each_behaviour() -> None:
    """Forty done, and twenty of each other status that the codebook allows; nobody plans an old pattern."""
    heard = Counter((b, s) for row in labelled() for b, s in row["behaviours"])
    for behaviour in BEHAVIOURS:
        assert heard[behaviour, "done"] >= 40, behaviour
        for status in ("not_done", "intended"):
            if (behaviour, status) not in NEVER and (behaviour not in PATTERNS or status == "not_done"):
                assert heard[behaviour, status] >= 20, (behaviour, status)


def test_there_are_enough_lines_that_only_look_like_it() -> None:
    """What the tagger must leave alone is most of what people say."""
    assert len(rows("nothing")) >= 1500


def test_no_line_is_made_from_another() -> None:
    """No two lines share much of their wording."""
    lines = texts()
    by_piece: dict[tuple[str, ...], list[int]] = defaultdict(list)
    found = [pieces(line, 3) for line in lines]
    alike = []
    for number, mine in enumerate(found):
        shared = Counter(other for piece in mine for other in by_piece[piece])
        alike += [
            (lines[other], lines[number])
            for other, count in shared.items()
            if count > 1 and count / len(mine | found[other]) > ALIKE
        ]
        for piece in mine:
            by_piece[piece].append(number)
    assert not alike, alike[:5]


def test_no_line_is_taken_from_the_examples(shared: Path) -> None:
    """The examples judge the tagger, so nothing of them may teach it."""
    of_examples = {
        piece
        for line in (shared / "tagging-examples.jsonl").read_text(encoding="utf-8").splitlines()
        for piece in pieces(json.loads(line)["text"], COPIED)
    }
    taken = [n for n, line in enumerate(texts()) if pieces(line, COPIED) & of_examples]
    assert not taken, f"{len(taken)} lines"  # the examples' words are not printed


@pytest.mark.parametrize("name", ["feelings", "doings", "nothing", "reflections", *DANGER])
def test_every_line_has_an_id_of_its_own(name: str) -> None:
    """So that a line can be named."""
    ids = [row["id"] for row in rows(name)]
    assert len(ids) == len(set(ids))
