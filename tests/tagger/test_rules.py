"""How patterns are looked for: all that match are found, each time in the same order, whatever is left unsearched."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.adapters.tagger.patterns import Compiler, Pattern
from assistant.adapters.tagger.pipeline import build
from assistant.adapters.tagger.rules import Rule, RuleBook, lines, read_toml
from assistant.adapters.tagger.talk import Sentence, Talk
from assistant.journal import BEHAVIOURS
from tagger.conftest import FOLDER

DATA = read_toml(FOLDER, "lists.toml")
COMPILER = Compiler(DATA["list"], DATA["verb"])


def talk_of(text: str) -> Talk:
    """Sentences end at each full stop."""
    words = tuple(text.split())
    ends = [k for k, word in enumerate(words) if word == "."] or [len(words)]
    starts = [0, *(k + 1 for k in ends[:-1])]
    sentences = tuple(Sentence(a, b, is_question=False) for a, b in zip(starts, ends, strict=True))
    return Talk(words, (), (), (), sentences, ())


def found(text: str, *patterns: str) -> list[tuple[str, int, int]]:
    book = RuleBook((Rule(p, "", ""), COMPILER.compile(p, where="here")) for p in patterns)
    return [(hit.rule.id, hit.first, hit.last) for hit in book.find(talk_of(text))]


@pytest.mark.parametrize(
    ("text", "pattern", "places"),
    [
        ("so so so tired", "so", [(0, 1), (1, 2), (2, 3)]),
        ("i put it down and i put it down", "<put> it down", [(1, 4), (6, 9)]),
        ("a smile . smiling .", "smil*", [(1, 2), (3, 4)]),
        ("smile", "mile", []),
        ("tea then coffee", "tea (then)? (coffee)?", [(0, 3)]),
        ("he left . i cried .", "left / i cried", [(1, 5)]),
        ("he left . i cried .", "left i cried", []),
        ("he left . i cried .", "left .. cried", []),
        ("the wall the walls", "the walls?", [(0, 2), (2, 4)]),
        ("one two three four five", "one .. five", [(0, 5)]),
        ("one two three four five six", "one .. six", []),
    ],
)
def test_matches_have_their_words(text: str, pattern: str, places: list[tuple[int, int]]) -> None:
    """First and behind the last, in the words of the talk; none over the end of a sentence but for `/`."""
    assert found(text, pattern) == [(pattern, *place) for place in places]


def test_of_the_same_words_the_first_rule_comes_first() -> None:
    """And not whichever a hash puts first; a longer match comes behind a shorter one."""
    patterns = ("(said|told) sorry", "said sorry", "<say> sorry to", "(was|said) sorry")
    assert [name for name, _, _ in found("i said sorry to him", *patterns)] == [
        "(said|told) sorry",
        "said sorry",
        "(was|said) sorry",
        "<say> sorry to",
    ]


def test_what_is_left_unsearched_holds_nothing() -> None:
    """Patterns wait for words that they need: a search of all of them, everywhere, finds no more."""
    entries: list[tuple[Rule, Pattern]] = []
    for label in BEHAVIOURS[:8]:
        for kind, value in read_toml(FOLDER, "behaviours.toml").get(label, {}).items():
            for block in value.values() if isinstance(value, dict) else [value]:
                rule = Rule(f"{label}.{kind}", label, kind)
                entries += [(rule, COMPILER.compile(line, where="here")) for line in lines(block)]
    texts = (FOLDER / "training" / "doings.jsonl").read_text("utf-8").splitlines()[::80]
    nlp = build(FOLDER, steps=("clauses",))
    book = RuleBook(entries)
    hits = 0
    for text in texts:
        talk = nlp(json.loads(text)["text"].lower()).user_data["talk"]
        places = [(hit.rule.id, hit.first, hit.last) for hit in book.find(talk)]
        assert sorted(places) == sorted(_all(entries, talk))
        hits += len(places)
    assert hits > 10


def _all(entries: list[tuple[Rule, Pattern]], talk: Talk) -> list[tuple[str, int, int]]:
    places = []
    spans = {False: [(s.first, s.last) for s in talk.sentences], True: [(0, len(talk.words))]}
    for rule, pattern in entries:
        for first, last in spans[pattern.spans_sentences]:
            line = " " + " ".join(talk.words[first:last]) + " "
            for match in re.finditer("(?<= )" + pattern.expression, line):
                before = first + line[: match.start()].count(" ") - 1
                places.append((rule.id, before, before + match.group().count(" ")))
    return places


_READ = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from assistant.adapters.tagger import Tagger
tagger = Tagger(Path(sys.argv[1]))
for text in json.load(sys.stdin):
    print(json.dumps(asdict(tagger.read([text]))))
"""
TIES = [
    "then I went up to her room and said I was sorry",
    "I kicked the gate and swore at the umpire",
    "I just said sorry. It's how I say sorry.",
    "it was years ago, when I used to hurt myself at school",
]


def test_a_tag_has_the_same_maker_in_every_process() -> None:
    """Python mixes its sets anew in each process; what is told of a talk does not change with it."""
    rows = (FOLDER / "training" / "danger.jsonl").read_text("utf-8").splitlines()[::30]
    texts = json.dumps(TIES + [json.loads(row)["text"] for row in rows])
    told = [
        subprocess.run(
            [sys.executable, "-c", _READ, str(FOLDER)],
            input=texts,
            cwd=Path(__file__).resolve().parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0].count("rule:") > 20
    assert told[0] == told[1]
