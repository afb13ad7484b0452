"""How well the tagger hears, beside a plain list of words on the same lines; how fast it is, and how big."""

import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.tagger import Tagger
from assistant.journal import Reading
from benchmarks.examples import (
    EXAMPLES,
    FIELDS,
    LISTED,
    Example,
    Half,
    count,
    count_by_label,
    examples,
    heard,
    keywords,
    listed,
)
from benchmarks.stage import percentile
from benchmarks.tagger_alone import WARM

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "models" / "tagger"
TRAINING = FOLDER / "training"
TEXTS = 50
WORDS = 300
BULK = 2_000
LOADS = 5
LINES = 9
"""So many single lines make a reflection of some 150 words."""
WORST = 10
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "BLIS", "VECLIB", "NUMEXPR")}


def measure(arguments: list[str]) -> dict[str, object]:
    """`by-label` adds the figures of each label; `errors` shows the ten worst errors of the odd half, with their words,
    on stderr; `short` leaves speed and size out.

    `even` counts the half that is kept to judge by: for a tagger that is finished, and never while it is worked on.
    Of that half nothing but counts is ever shown.
    """
    figures: dict[str, object] = {}
    if EXAMPLES.is_file():
        figures["examples"] = _quality(arguments)
    else:
        print("The labelled examples are not here, so nothing is said of how well the tagger hears.", file=sys.stderr)
    if "short" in arguments:
        return figures
    if not TRAINING.is_dir():
        print("The training lines are not here, so speed and size are not measured.", file=sys.stderr)
        return figures
    return figures | _speed() | _size()


@dataclass(frozen=True, slots=True)
class Read:
    example: Example
    reading: Reading


def _quality(arguments: list[str]) -> dict[str, object]:
    tagger = Tagger(FOLDER)
    halves: list[Half] = ["odd", "even"] if "even" in arguments else ["odd"]
    done = {half: [Read(e, tagger.read([e.text])) for e in examples(EXAMPLES, half)] for half in halves}
    if "errors" in arguments:
        for line in _worst(done["odd"]):
            print(line, file=sys.stderr)
    parts: dict[str, list[Read]] = {str(half): read for half, read in done.items()}
    if len(halves) > 1:
        parts["both"] = [one for half in halves for one in done[half]]
    figures = {half: _figures(read, by_label="by-label" in arguments) for half, read in parts.items()}
    return {"tagger": tagger.version, **figures}


def _figures(read: Sequence[Read], *, by_label: bool) -> dict[str, object]:
    wanted = [one.example.gold for one in read]
    said = {"tagger": [heard(one.reading) for one in read], "keywords": [listed(one.example.text) for one in read]}
    figures: dict[str, object] = {"lines": len(read)}
    for field in FIELDS[:-1]:
        who = [name for name in said if name == "tagger" or field in LISTED]
        figures[field] = {name: count(wanted, said[name], field) for name in who}
        if by_label and field in LISTED:  # the names of people are words of the lines
            figures[f"{field}_by_label"] = {name: count_by_label(wanted, said[name], field) for name in who}
    return figures | {"crisis": _crisis(read)}


def _crisis(read: Sequence[Read]) -> dict[str, float | None]:
    pairs = [("crisis" in one.example.gold["safety"], one.reading.safety == "crisis") for one in read]
    told, said = sum(t for t, _ in pairs), sum(s for _, s in pairs)
    right = sum(t and s for t, s in pairs)
    return {
        "told": told,
        "recall": round(right / told, 3) if told else None,
        "precision": round(right / said, 3) if said else None,
    }


def _worst(read: Sequence[Read]) -> list[str]:
    errors = [error for one in read for error in _errors(one)]
    return [f"{how:.2f}  {what}" for how, what in sorted(errors, reverse=True)[:WORST]]


def _errors(one: Read) -> Iterator[tuple[float, str]]:
    """How bad each is, 0 to 2, and a line about it."""
    text, gold, got = one.example.text, one.example.gold, heard(one.reading)
    for tag in one.reading.tags:
        field = {"emotion": "emotions", "behaviour": "behaviours", "theme": "themes", "person": "people"}[tag.kind]
        label = (tag.label, tag.detail) if field == "behaviours" else tag.label
        if label not in gold[field]:
            yield tag.score, f"{one.example.id} {label} is not told: “{tag.evidence.text}” ({tag.made_by})"
    for field in FIELDS[:-1]:
        for label in sorted(gold[field] - got[field]):
            how, word = _plainness(field, label, text.lower())
            yield how, f"{one.example.id} {label} is missed{f', with “{word}” in it' if word else ''}: {text}"
    if gold["safety"] != got["safety"]:
        how = 2.0 if "crisis" in gold["safety"] | got["safety"] else 1.0
        yield how, f"{one.example.id} {one.reading.safety} was said of what is {', '.join(gold['safety'])}: {text}"


def _plainness(field: str, label: str | tuple[str, str], low: str) -> tuple[float, str]:
    """A miss is plain where the text has a word for it. Shown and not named, it is none of the worst."""
    name = label if isinstance(label, str) else label[0]
    if field == "people":
        return (0.9, name) if name.lower() in low else (0.4, "")
    word = keywords()[field][name].search(low)
    if not word:
        return 0.3, ""
    return (0.95 if word.group() == name.replace("_", " ") else 0.7), word.group()


def _alone(part: str, texts: Sequence[str]) -> dict[str, float | list[float]]:
    """In a fresh process on one core."""
    command = [sys.executable, "-m", "benchmarks.tagger_alone", part, str(FOLDER)]
    if hasattr(os, "sched_getaffinity"):
        core = max(os.sched_getaffinity(0))
        command = [sys.executable, "-c", _PIN, str(core), *command]
    told = subprocess.run(
        command,
        input=json.dumps(texts),
        cwd=ROOT,
        env=os.environ | ONE_THREAD,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    figures: dict[str, float | list[float]] = json.loads(told.strip().splitlines()[-1])
    return figures


_PIN = "import os, sys; os.sched_setaffinity(0, {int(sys.argv[1])}); os.execv(sys.argv[2], sys.argv[2:])"


def _speed() -> dict[str, object]:
    whole, single = _training()
    short = list(_of_length(whole))
    assert len(short) >= WARM + TEXTS, "too few training lines"
    took = _alone("texts_ms", short[: WARM + TEXTS])["ms"]
    many = [*whole, *single][:BULK]
    words = sum(len(text.split()) for text in many)
    seconds = _alone("bulk", many)["seconds"]
    assert isinstance(took, list)
    assert isinstance(seconds, float)
    return {
        "words_300_ms_p50": round(percentile(took, 0.5), 1),
        "words_300_ms_p95": round(percentile(took, 0.95), 1),
        "bulk_words_a_second": round(words / seconds),
        "bulk": [len(many), words],
    }


def _size() -> dict[str, object]:
    texts = list(_of_length(_training()[0]))[:TEXTS]
    loads = [_alone("load", texts) for _ in range(LOADS)]
    bare = [_alone("bare", []) for _ in range(LOADS)]

    def median(runs: Sequence[dict[str, float | list[float]]], name: str) -> float:
        return statistics.median(float(run[name]) for run in runs)  # type: ignore[arg-type]

    files = [f for f in FOLDER.iterdir() if f.is_file() and f.suffix != ".md"]
    return {
        "load_s": round(median(loads, "load_s"), 2),
        "spacy_blank_s": round(median(bare, "blank_s"), 2),
        "first_text_ms": round(median(loads, "first_ms")),
        "mb_above_spacy_loaded": round(median(loads, "loaded_mb") - median(bare, "rss_mb")),
        "mb_above_spacy_after_50_texts": round(median(loads, "rss_mb") - median(bare, "rss_mb")),
        "bytes_on_disk": sum(f.stat().st_size for f in files),
    }


def _training() -> tuple[list[str], list[str]]:
    """The reflections of the training lines, and others made of its single lines; always the same."""
    rows = {p.stem: [json.loads(line) for line in p.read_text("utf-8").splitlines()] for p in TRAINING.glob("*.jsonl")}
    whole = [" ".join(line["text"] for line in row["sentences"]) for row in rows["reflections"]]
    lines = [row["text"] for name in ("feelings", "doings", "nothing") for row in rows[name]]
    shuffle = random.Random(3).shuffle
    shuffle(whole)
    shuffle(lines)
    return whole, [". ".join(lines[n : n + LINES]) for n in range(0, len(lines), LINES)]


def _of_length(whole: Sequence[str]) -> Iterator[str]:
    """Reflections joined and cut to WORDS."""
    words: list[str] = []
    for text in whole:
        words += text.split()
        if len(words) >= WORDS:
            yield " ".join(words[:WORDS])
            words = []
