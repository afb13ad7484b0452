"""Every guide that Between brings, walked as people might: each way out of each step is taken by somebody."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters import guide_files, spoken_commands_file
from assistant.dialogue.guide_walk import (
    NO_ANSWER,
    Answer,
    Around,
    Earlier,
    Kept,
    answer_to,
    begun,
    moved,
    passed_over,
    to_say,
)
from assistant.dialogue.guides import BEFORE, END, NONE, Guide, Step, find
from assistant.dialogue.phrases import phrases
from assistant.dialogue.safety_plan import SECTIONS
from assistant.dialogue.spoken_commands import wish
from assistant.journal import EMOTIONS, Utterance

GUIDES = Path(__file__).parents[2] / "prompts" / "guides"
WALKS = Path(__file__).parent / "guide_walks"
NAMES = sorted(path.stem for path in GUIDES.glob("*.toml"))


@dataclass(frozen=True)
class Taken:
    ways: tuple[tuple[str, str], ...]
    """From step to step."""
    said: tuple[str, ...]


@cache
def guide(name: str) -> Guide:
    return guide_files.load(GUIDES / f"{name}.toml")


@cache
def walks(name: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads((WALKS / f"{name}.toml").read_text("utf-8"))["walk"])


@cache
def taken(name: str, number: int) -> Taken:
    """One walk, by someone who answers what the file says, step for step."""
    told, leading = walks(name)[number], guide(name)
    around, talk = Around(told["at"], earlier(told)), list(told["talk"])
    walk, ways, said = begun(leading), list[tuple[str, str]](), list[str]()
    while (step := leading.step(walk.at)) is not None:
        answer = NO_ANSWER if passed_over(step, walk=walk, around=around) else Answer()
        said += to_say(step, walk=walk, around=around)
        if step.listen and answer is not NO_ANSWER:
            turn = talk.pop(0)
            walk = replace(walk, heard=walk.heard | set(turn.get("heard", ())))
            answer = answered(step, turn)
        walk = moved(leading, walk, answer=answer, around=around)
        ways.append((step.id, walk.at))
    assert talk == [], "not everything was asked for"
    return Taken(tuple(ways), tuple(said))


def earlier(told: Mapping[str, Any]) -> dict[str, Earlier]:
    """Answers of an earlier night, in the order that they were given."""
    return {
        each["name"]: Earlier(Kept(each["text"], each.get("number")), nights_ago=2, order=n)
        for n, each in enumerate(told.get("earlier", ()))
    }


def answered(step: Step, turn: Mapping[str, Any]) -> Answer:
    """Where two answers are given, the first is none, and was asked for again."""
    assert step.id in turn, f"{step.id} asks, and the file answers {turn}"
    first, *second = [turn[step.id]] if isinstance(turn[step.id], str) else turn[step.id]
    assert (answer_to(step, first) is NO_ANSWER) is bool(second), f"{step.id}: {first}"
    return answer_to(step, second[0] if second else first)


EACH = [pytest.param(name, n, id=f"{name}: {walk['name']}") for name in NAMES for n, walk in enumerate(walks(name))]


@pytest.mark.parametrize(("name", "number"), EACH)
def test_a_walk(name: str, number: int) -> None:
    """It asks what the file says, understands each answer, and ends with these words."""
    told, way = walks(name)[number], taken(name, number)
    assert way.said[-1] == told["ends"]
    assert [words for words in told.get("says", ()) if words not in way.said] == []
    assert [words for words in told.get("says_not", ()) if words in way.said] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_way_is_walked(name: str) -> None:
    """Each step's every way out, and from each step that asks for it, on as well."""
    walked = {way for number in range(len(walks(name))) for way in taken(name, number).ways}
    there_are = {(step.id, to) for step in guide(name).steps for to in (step.next, *(when.go for when in step.when))}
    assert there_are - walked == set()


def test_no_answer_is_taken_for_a_wish() -> None:
    """What a guide asks for is answered in words that do nothing else: "once more" would have it say all again."""
    commands = spoken_commands_file.load(
        GUIDES.parent / "spoken_commands.toml", guides=[guide(name).title for name in NAMES]
    )
    turns = [turn for name in NAMES for walk in walks(name) for turn in walk["talk"]]
    answers = {
        said for turn in turns for given in turn.values() for said in ([given] if isinstance(given, str) else given)
    }
    answers |= {word for name in NAMES for step in guide(name).steps for c in step.choices for word in c.words}
    answers -= {""}
    assert len(answers) > 100
    assert [said for said in answers if wish(phrases([Utterance(said)])[0], commands=commands)] == []


def spoken(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each step says, and what it says where there is no answer."""
    for step in guide(name).steps:
        yield step.id, step.say
        yield f"{step.id}, again", (step.again,) if step.again else ()


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!]) ", text)


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_heard_in_the_dark(name: str) -> None:
    """Short sentences, at most four at a time, at most one question, and that one last."""
    for step, texts in spoken(name):
        said = [sentence for text in texts for sentence in sentences(text)]
        assert [sentence for sentence in said if len(sentence.split()) > 16] == [], step
        assert len(said) <= 4, step
        assert all(s.endswith((".", "?")) or re.fullmatch(r"\{[a-z_.]+\}", s) for s in said), step
        assert not any("?" in sentence for sentence in said[:-1]), step


HURTING = re.compile(
    r"""\b(should|shouldn't|must|ought|have\sto|need\sto|try\sto|great|good\sjob|well\sdone|amazing|wonderful|perfect
    |proud|keep\sit\sup|at\sleast|cheer|positive|just\s(do|relax|think)|fail\w*|lazy|excuse|streak|in\sa\srow|symptom\w*
    |disorder|diagnos\w+|depress\w+|trauma\w*|toxic|trigger\w*|suicide|attempt\w*|success\w*|wrong|why|irrational
    |distort\w*|calm\sdown|relax|don't\sworry|everything\swill|everything\sis)\b|!""",
    re.IGNORECASE | re.VERBOSE,
)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_it_hurts(name: str) -> None:
    """No duty, grade, cheer, name of an illness or why, in anything that is said."""
    assert [text for _, texts in spoken(name) for text in texts if HURTING.search(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_silence_all_through_comes_to_an_end(name: str) -> None:
    """Nobody speaks: it goes through to its end, and nothing is kept."""
    walk, steps = begun(guide(name)), 0
    while walk.at != END:
        step = guide(name).step(walk.at)
        assert step is not None
        nothing = NO_ANSWER if step.listen else Answer()
        walk = moved(guide(name), walk, answer=nothing, around=Around(walks(name)[0]["at"]))
        steps += 1
    assert walk.kept == {}
    assert steps <= len(guide(name).steps) + 1


@pytest.mark.parametrize("name", NAMES)
def test_what_is_very_strong_goes_a_gentler_way(name: str) -> None:
    """Whoever says a ten is led otherwise than whoever says a low number, wherever a guide asks how strong it is."""
    asks = [step for step in guide(name).steps if step.listen == "number" and step.keep_as in STRONG]
    for step in asks:
        ways = [{when.go for when in step.when if _held(when, number)} for number in (step.high, step.low)]
        assert ways[0] - ways[1] or name in GROUNDING, step.id


STRONG = ("before", "weight", "feeling", "heavy", "loud", "stirred")
GROUNDING = ("five-senses", "hold-and-let-go")
"""They are the gentler way, so how strong it was before changes nothing in them."""


def _held(when: Any, number: float) -> bool:
    return any(c.at_least <= number <= c.at_most for c in when.conditions if hasattr(c, "at_least"))


def test_all_of_them_are_here() -> None:
    """The ten, three of them tools for calm, and the two that write a safety plan and a homework."""
    assert len(NAMES) >= 12
    assert {name for name in NAMES if guide(name).tool} == {"five-senses", "hold-and-let-go", "paced-breathing"}
    assert {path.stem for path in WALKS.glob("*.toml")} == set(NAMES)


def test_each_names_its_source() -> None:
    """Who, and the year."""
    assert [name for name in NAMES if not re.search(r"[A-Z][a-z]+ .*\b(19|20)\d\d\b", guide(name).source)] == []


def test_the_plan_is_kept_by_its_parts() -> None:
    """Each part of a safety plan is asked for, in the order of the plan."""
    kept = [step.keep_as for step in guide("safety-plan").steps if step.keep_as in SECTIONS]
    assert tuple(kept) == SECTIONS


def test_the_homework_is_kept_by_its_parts() -> None:
    """As `Homework` has them."""
    assert {"what", "smallest", "until", "matters"} <= {step.keep_as for step in guide("homework").steps}


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("the breathing exercise", "paced-breathing"),
        ("five senses", "five-senses"),
        ("a thought record", "thought-record"),
        ("my boundary", "boundary-of-the-week"),
        ("parking my worries", "worry-parking"),
        ("the safety plan", "safety-plan"),
        ("one small thing", "one-small-thing"),
        ("after therapy", "after-a-session"),
        ("before my session", "before-a-session"),
        ("being kind to myself", "as-to-a-friend"),
        ("the bedtime reflection", "bedtime-reflection"),
        ("muscle relaxation", "hold-and-let-go"),
        ("some grounding", "five-senses"),
        ("my homework", "homework"),
    ],
)
def test_asked_for_aloud(asked: str, name: str) -> None:
    """As it stands in "guide me through …"."""
    found = find([guide(each) for each in NAMES], asked)
    assert found is not None
    assert found.name == name


def test_no_two_are_called_the_same() -> None:
    """Whoever asks for one gets that one."""
    guide_files.only_one_each([guide(name) for name in NAMES])
    for name in NAMES:
        for called in guide(name).called:
            found = find([guide(each) for each in NAMES], called)
            assert found is not None, called
            assert found.name == name, called


def test_what_is_said_back_is_asked_for() -> None:
    """Words of an earlier night only where the same guide kept them, and tags that there are."""
    for name in NAMES:
        kept = {step.keep_as for step in guide(name).steps}
        slots = {s for step in guide(name).steps for text in step.say for s in re.findall(r"\{([^}]+)\}", text)}
        assert {slot.removeprefix(BEFORE) for slot in slots} <= kept, name
        tags = {c.target for step in guide(name).steps for w in step.when for c in w.conditions if hasattr(c, "target")}
        assert tags <= {f"emotion:{label}" for label in EMOTIONS}, name


@pytest.mark.parametrize(
    "said",
    [
        "No.", "Nothing.", "Nothing, really.", "Um, I don't know.", "Nothing comes to mind.", "Not really.", "Nobody.",
        "I can't think of anything right now, sorry.", "No. Nothing at all.", "I've got nothing.", "No one, really.",
    ],
)  # fmt: skip
def test_who_says_that_there_is_nothing_has_answered(said: str) -> None:
    """It goes the way of no answer, keeps nothing, and is not asked again as silence is."""
    leading = guide("safety-plan")
    step = leading.step("people")
    assert step is not None
    answer = answer_to(step, said)
    assert (answer.name, answer.text) == (NONE, said)
    walk = moved(
        leading, replace(begun(leading), at="people"), answer=answer, around=Around(walks("homework")[0]["at"])
    )
    assert walk.at == "professionals"
    assert walk.kept == {}


@pytest.mark.parametrize(
    "said",
    [
        "Nothing happened, it was just quiet.", "No one listened to me.", "I don't know who I am.", "Never again.",
        "No mail after dinner.", "There's nothing left.", "Nothing matters.", "Really.", "Well, today.",
    ],
)  # fmt: skip
def test_what_only_begins_like_nothing_is_kept(said: str) -> None:
    """Words of a person are not thrown away because they begin with a no."""
    step = guide("boundary-of-the-week").step("what")
    assert step is not None
    assert answer_to(step, said) == Answer(text=said)
