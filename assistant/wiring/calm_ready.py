"""What calm may have to say, spoken beforehand and kept in the home."""

import subprocess
import sys

from assistant.dialogue.guides import Guide
from assistant.dialogue.sentences import Sentence
from assistant.errors import AssistantError, UsageError
from assistant.wiring import House, data_folder
from assistant.wiring.calm_opening import ready_sounds, words

FIRST = ("paced-breathing", "five-senses")
"""Before anybody has rated any: what asks for the least comes first."""


def grounding(house: House) -> list[Guide]:
    """Ours and the person's own, the first ones first. A slip in one of theirs costs that one."""
    from assistant.adapters import guide_files

    tools: dict[str, Guide] = {}
    theirs = guide_files.files(house.settings_file.parent / "guides")
    for path in (*guide_files.files(data_folder("prompts") / "guides"), *theirs):
        try:
            guide = guide_files.load(path)
        except UsageError as e:
            house.told.append(f"{e.message} That guide is left out until then.")
            continue
        if guide.tool:
            tools[guide.name] = guide
    return sorted(tools.values(), key=lambda tool: FIRST.index(tool.name) if tool.name in FIRST else len(FIRST))


def make_ready(house: House) -> None:
    """Speaks what calm may have to say, where it is not ready in the voice of the settings. Raises AssistantError."""
    if house.voice is None:
        return
    sounds, texts = ready_sounds(house), _spoken(house)
    for text in texts:
        if not sounds.has(text):
            sounds.put(text, house.voice.speak(text))
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
