"""Guides and evenings without hands, from end to end: a synthetic person answers what comes out of the loudspeaker.

All scenes are played side by side, each on a sound server of its own; a test looks at what came of its scene.
"""

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from live import LISTENING, ROOT
from person import Ears, Scene, alike
from virtual_audio import VirtualAudio, needed, show_to_portaudio

from assistant.adapters import guide_files, prompts
from assistant.ports import Selection

pytestmark = [pytest.mark.devices, pytest.mark.timeout(240)]

SETTINGS = """
[safety]
country = "GB"
"""
SHORT_SILENCES = f"""
[turn_taking]
done_after_s = 1.5
brisk_done_after_s = 1.5
open_done_after_s = 3
no_words_done_after_s = 3
gone_after_s = 20
{SETTINGS}"""
"""Who is led by a guide here speaks without pauses, so nothing is cut off by it."""
TALK = f"""
[turn_taking]
open_done_after_s = 5
{SETTINGS}"""
"""Only a sentence that clearly goes on is waited for any longer."""
SOON_GONE = f"""
[turn_taking]
gone_after_s = 5
{SETTINGS}"""

SAYS = {
    "worry-parking": {
        "What would you like to put down first?": "My boss changed the plan again.",
        "From zero to ten, how loud is it right now?": "Five or six.",
        "By day, what could be a first step about it, if there is one?": "I can ask my friend about it.",
        "Are there other worries to put down?": "No.",
    },
    "before-a-session": {
        "Since the last session, what has weighed most?": "My mother sent me a text.",
        "From zero to ten, how heavy is it?": "About nine.",
        "If there is time for only one thing, which one?": "The text from my mother.",
    },
    "safety-plan": {
        "From zero to ten, how heavy is it right now?": "About nine.",
        "Would you like to breathe with the tone for a minute?": "No.",
    },
}
"""What she answers to each question that she may hear, by day and by night: on short ways to the end."""

AFTER = {
    "From the session, what stuck?": "I want to say no when I mean no.",
    "From zero to ten, how stirred up are you?": "About a six.",
    "Is there something to do before the next one?": "No, there is not.",
}
PHRASES = guide_files.load_phrases(ROOT / "prompts" / "guiding.toml")
GO_ON = PHRASES.go_on
SAID = prompts.load_phrases(ROOT / "prompts" / "evening.toml")

EVENING: tuple[tuple[str | float, ...], ...] = (
    ("I put the phone down because", 6.0, "I wanted to think about it first."),
    ("I went home and made some tea.", 1.5, "Slower."),
    (),
    ("Good night.",),
)
"""What she says after the greeting, the question, the word that it is done, and the next question; numbers are seconds
in which she thinks. By the dead of night there is one question, and then it closes."""

APART_S = 5.0
"""Between the starts of two scenes: what loads its models for one of them makes the voices of others stutter."""


def guided(name: str) -> Callable[[Scene], None]:
    def play(scene: Scene) -> None:
        with scene.begins("guide", name, settings=SHORT_SILENCES) as (live, person):
            person.answers(live, says=SAYS[name])
            assert live.ended() == 0, live.screen

    return play


def killed(scene: Scene) -> None:
    with scene.begins("guide", "after-a-session", settings=SHORT_SILENCES) as (live, person):
        person.answers(live, says=AFTER, at_most=1)
        live.wait_for("stirred up")
        live.kill()
    assert [run.at for run in scene.house.practices.runs(open_only=True)] == ["stirred"]
    with scene.begins("guide", "after-a-session", settings=SHORT_SILENCES) as (live, person):
        person.answers(live, says=AFTER | {GO_ON: "Yes."})
        assert live.ended() == 0, live.screen


def unplugged(scene: Scene) -> None:
    """Where the server has another loudspeaker, it goes on there; she listens at the first, and reads."""
    weighed, heavy, first = SAYS["before-a-session"]
    says = SAYS["before-a-session"]
    with scene.begins("guide", "before-a-session", settings=SHORT_SILENCES) as (live, person):
        person.answers(live, says={weighed: says[weighed], heavy: says[heavy]}, at_most=2)
        until = time.monotonic() + 30
        while len(person.hears()) < 80 and time.monotonic() < until:  # 0.8 s of what comes next
            time.sleep(0.02)
        listened = live.screen.count(LISTENING)
        person.audio.unplug_speaker()
        live.wait_for(LISTENING, times=listened + 1)
        person.audio.say(says[first])
        assert live.ended() == 0, live.screen


def unanswered(scene: Scene) -> None:
    with scene.begins("guide", "worry-parking", settings=SOON_GONE) as (live, person):
        while person.listens(live):
            pass
        assert live.ended() == 0, live.screen


def evening(scene: Scene) -> None:
    with scene.begins("talk", settings=TALK) as (live, person):
        person.tells(live, turns=EVENING)
        assert live.ended() == 0, live.screen


def echo(scene: Scene) -> None:
    """Says one thing in a room that gives every word back, and is silent."""
    with scene.begins("talk", settings=SOON_GONE) as (live, person), person.audio.looped_back(delay_ms=300):
        live.wait_for(LISTENING)
        person.says("I put the phone down and made some tea before bed.")
        while person.listens(live):
            pass
        assert live.ended() == 0, live.screen


SCENES: dict[str, Callable[[Scene], None]] = {
    "evening": evening,
    "killed": killed,
    "worry-parking": guided("worry-parking"),
    "echo": echo,
    "unplugged": unplugged,
    "before-a-session": guided("before-a-session"),
    "safety-plan": guided("safety-plan"),
    "unanswered": unanswered,
}
"""The longest first."""


@pytest.fixture(scope="module")
def played(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[str, tuple[Scene, "Future[None]"]]:
    """All that are asked for in this run, to their ends."""
    needed()
    probe = VirtualAudio(tmp_path_factory.mktemp("probe"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        show_to_portaudio(probe, monkeypatch)
    probe.close()
    asked = {name for item in request.session.items if (name := _scene_of(item))}
    ears = Ears()
    plays: dict[str, tuple[Scene, Future[None]]] = {}
    with ThreadPoolExecutor(len(SCENES), thread_name_prefix="scene") as threads:
        for name, play in SCENES.items():
            if name in asked:
                time.sleep(APART_S if plays else 0)
                scene = Scene(tmp_path_factory.mktemp(name), ears)
                plays[name] = scene, threads.submit(play, scene)
    return plays


def _scene_of(item: pytest.Item) -> str:
    called = getattr(item, "callspec", None) if item.path == Path(__file__) else None
    return str(called.params["scene"]) if called else ""


@pytest.fixture
def scene(played: dict[str, tuple[Scene, "Future[None]"]], request: pytest.FixtureRequest) -> Scene:
    """The one with the name that it is called by; raises what went wrong in it."""
    scene, play = played[request.param]
    play.result()
    return scene


def closed_with(scene: Scene, ways: Sequence[str]) -> str:
    """The last sentence that was shown."""
    return max((way for way in ways if scene.shown.endswith(way)), key=len)


def of(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("scene", names, indirect=True)


@of(*SAYS)
def test_answered_by_ear(scene: Scene, request: pytest.FixtureRequest) -> None:
    """She is led to the end by what she hears; each of her answers is kept under its question and its name."""
    name = request.node.callspec.params["scene"]
    guide = guide_files.load(ROOT / "prompts" / "guides" / f"{name}.toml")
    house, person = scene.house, scene.people[0]
    assert [run.ended for run in house.practices.runs(name)] == [True], scene.screen
    entries = house.journal.entries(Selection())
    asked = {asked.uid: asked.text for asked in house.journal.asked_since(entries[0].night)}
    assert [asked[entry.answers] for entry in entries] == person.heard, scene.screen
    assert set(asked.values()) == set(person.heard), scene.screen
    assert all(entry.state == "words" for entry in entries), scene.screen
    kept = {answer.name: answer.number for answer in house.practices.answers(guide=name)}
    steps = [step for step in guide.steps if step.keep_as and step.say[-1] in person.heard]
    assert set(kept) == {step.keep_as for step in steps}, scene.screen
    assert all((kept[step.keep_as] is not None) == (step.listen != "free") for step in steps), scene.screen
    assert not person.interrupted, scene.screen


@of("killed")
def test_killed_in_the_middle(scene: Scene) -> None:
    """The process is killed after her first answer: asked for again, it goes on there, and nothing is asked twice."""
    assert scene.people[1].heard[:2] == [GO_ON, list(AFTER)[1]], scene.screen
    assert [run.ended for run in scene.house.practices.runs("after-a-session")] == [True]
    kept = {answer.name for answer in scene.house.practices.answers(guide="after-a-session")}
    assert kept == {"stuck", "stirred"}


@of("unplugged")
def test_the_loudspeaker_is_unplugged_in_the_middle(scene: Scene) -> None:
    """It is told, the guide goes on by what is shown, and the answer to that is kept with the others."""
    name = "before-a-session"
    assert "I find no loudspeaker, so I show it here." in scene.shown, scene.screen
    assert scene.people[0].heard == list(SAYS[name])[:2]
    assert [run.ended for run in scene.house.practices.runs(name)] == [True], scene.screen
    kept = {answer.name: answer for answer in scene.house.practices.answers(guide=name)}
    assert set(kept) == {"weighed", "heavy", "first"}, scene.screen
    entries = scene.house.journal.entries(Selection())
    said = {entry.uid: entry.transcript.text for entry in entries if entry.transcript}
    assert "mother" in said[kept["first"].entry]
    assert kept["heavy"].number == 9


@of("unanswered")
def test_nobody_says_anything_in_a_guide(scene: Scene) -> None:
    """It asks once more, says softly that it leaves it here, and closes; nothing is kept, and it can go on."""
    heard, house = scene.people[0].said_to_her, scene.house
    assert any(alike(part, next(iter(SAYS["worry-parking"]))) > 0.5 for part in heard), heard
    closing = closed_with(scene, (*SAID.closing_unsaid, *SAID.closing_unsaid_by_day))
    assert PHRASES.silent in scene.shown
    assert alike(heard[-1], f"{PHRASES.silent} {closing}") > 0.5, heard
    assert not house.journal.entries(Selection())
    assert [run.at for run in house.practices.runs(open_only=True)] == ["worry"]
    assert list((scene.home / "recordings").glob("*.opus")) == []


@of("evening")
def test_a_whole_evening_without_hands(scene: Scene) -> None:
    """A sentence with six seconds of thought in it is one entry; wishes are done and are not in the journal; it greets,
    asks, and says goodnight by voice, and ends by itself."""
    person, house = scene.people[0], scene.house
    assert not person.interrupted, scene.screen
    entries = house.journal.entries(Selection())
    texts = [entry.transcript.text.lower() for entry in entries if entry.transcript]
    assert len(entries) == len(texts) == 2, texts
    assert "phone" in texts[0]
    assert "because" in texts[0]
    assert "first" in texts[0]
    assert "tea" in texts[1]
    assert not re.search("slow|night", " ".join(texts))
    asked = house.journal.asked_since(entries[0].night)
    assert entries[1].answers == asked[0].uid
    greeting, question, done, *more = person.said_to_her
    assert max(alike(greeting, way) for way in SAID.greeting) > 0.5
    assert alike(question, asked[0].text) > 0.5
    assert alike(done, "A bit slower.") > 0.5
    assert all(alike(heard, later.text) > 0.5 for heard, later in zip(more, asked[1:], strict=False))
    assert alike(more[-1], closed_with(scene, (*SAID.closing, *SAID.closing_by_day))) > 0.5, more


@of("echo")
def test_it_never_answers_itself(scene: Scene) -> None:
    """A room gives every word of its back: one entry, one question, a goodnight, and no word of its own kept."""
    (entry,) = scene.house.journal.entries(Selection())
    assert len(scene.house.journal.asked_since(entry.night)) == 1
    assert entry.transcript is not None
    assert "phone" in entry.transcript.text.lower()
    assert "?" not in entry.transcript.text
