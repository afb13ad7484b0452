"""What calm may have to say, spoken beforehand and kept in the home."""

import subprocess
import sys

from assistant.adapters.calm.ready_sounds import ReadySounds
from assistant.adapters.calm.ready_voice import ReadyVoice
from assistant.dialogue.guides import Guide
from assistant.dialogue.sentences import Sentence
from assistant.errors import AssistantError
from assistant.opening import Place, words
from assistant.wiring import House
from assistant.wiring.guides import guides

FIRST = ("paced-breathing", "five-senses", "hold-and-let-go")
"""Before anybody has rated any: what asks for the least comes first."""


def grounding(house: House) -> list[Guide]:
    """Ours and the person's own, in the order of before anybody has rated any."""
    tools = [guide for guide in guides(house) if guide.tool]
    return sorted(tools, key=lambda tool: FIRST.index(tool.name) if tool.name in FIRST else len(FIRST))


def ready_sounds(house: House) -> ReadySounds:
    return Place(house.home, house.settings, house.settings_file).ready_sounds


def make_ready(house: House) -> None:
    """Speaks what calm may have to say, where it is not ready in the voice of the settings. Raises AssistantError."""
    if not house.settings.voice.speak:
        return
    sounds, texts = ready_sounds(house), _spoken(house)
    voice = ReadyVoice(sounds, behind=lambda: house.voice)
    for text in texts:
        if not sounds.has(text):
            voice.speak(text)
    sounds.let_go_of_others(texts)


def make_ready_behind(house: House) -> None:
    """The same by a process of its own, once a command is over, if anything is missing. Never a fault."""
    sounds = ready_sounds(house)
    try:
        if not house.settings.voice.speak or all(sounds.has(text) for text in _spoken(house)):
            return
        subprocess.Popen(
            [sys.executable, "-P", "-m", "assistant", "calm", "--make-ready"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # the window may be closed at once
        )
    except (OSError, AssistantError):  # the next calm speaks them as it goes
        return


def _spoken(house: House) -> tuple[str, ...]:
    """What has a slot is only known when it is said."""
    steps = [step for tool in grounding(house) for step in tool.steps]
    said = [text for step in steps for text in step.say if "{" not in text]
    return tuple(dict.fromkeys(Sentence(text).spoken for text in (*words().spoken, *said)))
