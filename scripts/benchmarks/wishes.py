"""How well spoken wishes are told from stories, beside looking for the same words anywhere; and how fast."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from assistant.adapters import guide_files
from assistant.adapters.spoken_commands_file import load
from assistant.adapters.whisper.engine import WhisperTranscriber
from assistant.dialogue.phrases import phrases
from assistant.dialogue.spoken_commands import Commands, wish
from assistant.wiring import data_folder
from benchmarks.stage import percentile, spoken
from tests.dialogue.spoken_lines import heard, lines, right, understood

FILES = {"lines": "spoken_lines.tsv", "more": "spoken_lines_more.tsv", "unseen": "spoken_lines_unseen.tsv"}
STRIKES = ("strike_that", "strike_sentence", "strike_minute")
ANYWHERE = {
    "strike_sentence": ("last sentence",),
    "strike_minute": ("last minute",),
    "strike_that": ("strike that", "delete that", "scratch that", "erase that"),
    "goodnight": ("goodnight", "good night", "goodbye"),
    "thats_all": ("that's all", "that's it", "i'm done", "i am done"),
    "wait": ("wait", "hold on", "hang on"),
    "go_on": ("go on", "continue", "carry on"),
    "repeat": ("repeat", "say that again"),
    "skip": ("skip", "next question"),
    "slower": ("slower", "slow down"),
    "faster": ("faster",),
    "softer": ("softer", "quieter"),
    "louder": ("louder", "speak up"),
    "stop_talking": ("stop talking", "be quiet"),
    "talk_again": ("talk again", "talk to me"),
    "keep_it": ("keep it", "keep that"),
    "private_name": ("her name", "his name"),
    "guide": ("guide me",),
    "homework": ("my homework is",),
    "ask": ("when did i last", "what did i say about", "how am i doing with"),
    "calm": ("calm down",),
    "safety_plan": ("my plan", "safety plan"),
    "leave": ("stop", "enough"),
}
"""The words of each wish as they stand in the list of wishes, found anywhere."""
ALOUD = (
    "That's all.|Good night.|That's all, good night.|Wait.|Hold on.|Go on.|Repeat that.|Skip.|Skip that question.|"
    "Slower please.|Faster.|Softer.|Louder please.|Stop talking.|You can talk again.|Strike that.|"
    "Forget the last sentence.|Forget the last minute.|Keep it.|Not her name.|Guide me through paced breathing.|"
    "My homework is to call my brother.|When did I last set a boundary?|What did I say about my mother?|"
    "How am I doing with pausing?|Help me calm down.|My plan.|Stop."
).split("|")


def measure(arguments: list[str]) -> dict[str, object]:
    """`short` leaves out what is spoken to the nano model."""
    folder = data_folder("prompts")
    began = time.perf_counter()
    guides = [guide_files.load(path) for path in guide_files.files(folder / "guides")]
    titles = [guide.title for guide in guides]
    read = time.perf_counter()
    commands = load(folder / "spoken_commands.toml", guides=titles)
    loaded = time.perf_counter()
    figures: dict[str, object] = {
        name: _judged(lines(file), lambda line: understood(line, commands=commands)) for name, file in FILES.items()
    }
    return {
        **figures,
        "same_words_anywhere": {name: _judged(_kinds(file), _anywhere) for name, file in FILES.items()},
        "load_ms": round((loaded - read) * 1000, 1),
        "guides_load_ms": round((read - began) * 1000, 1),
        "phrase_ms": _speed(commands),
        **({} if "short" in arguments else {"aloud_to_nano": _aloud(commands)}),
    }


def _judged(judged: Sequence[tuple[str, str]], judge: Callable[[str], str]) -> dict[str, Any]:
    got = [(expected, judge(line)) for expected, line in judged]
    of = Counter("story" if expected == "story" else "wish" for expected, _ in got)
    wrong = Counter("story" if expected == "story" else "wish" for expected, g in got if not right(expected, g))
    struck = sum(any(kind in g for kind in STRIKES) and not right(expected, g) for expected, g in got)
    return {
        "lines": len(got),
        "right": len(got) - wrong.total(),
        "wishes_missed": f"{wrong['wish']} of {of['wish']}",
        "stories_mistaken": f"{wrong['story']} of {of['story']}",
        "struck_by_mistake": struck,
    }


def _kinds(file: str) -> list[tuple[str, str]]:
    """Words that are looked for anywhere say nothing of what was asked."""
    return [(expected.partition(":")[0], line) for expected, line in lines(file)]


def _anywhere(line: str) -> str:
    text = line.lower()
    return next((kind for kind, ways in ANYWHERE.items() if any(way in text for way in ways)), "story")


def _speed(commands: Commands) -> dict[str, float]:
    """Of one phrase; patterns are compiled as they are first needed, which is `first`."""
    said = [phrase for file in FILES.values() for _, line in lines(file) for phrase in phrases(heard(line))]
    taken = []
    for phrase in said:
        began = time.perf_counter()
        wish(phrase, commands=commands)
        taken.append((time.perf_counter() - began) * 1000)
    return {"p50": percentile(taken, 0.5), "p95": percentile(taken, 0.95), "longest": round(max(taken), 3)}


def _aloud(commands: Commands) -> str:
    """Spoken by espeak-ng, written down by the nano model, which spells as it pleases."""
    ear = WhisperTranscriber(data_folder("models") / "whisper-nano", name="whisper-nano")
    found = 0
    for text in ALOUD:
        wanted = understood(text, commands=commands).partition(":")[0]
        written = ear.transcribe(spoken(text), hotwords=())
        got = [w.kind for p in phrases(written.utterances) if (w := wish(p, commands=commands)) is not None]
        found += got == [wanted]
    return f"{found} of {len(ALOUD)}"
