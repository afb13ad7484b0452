"""What spoken wishes take: how they are answered, questions to the journal, and the voice's settings."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant import settings as knobs
from assistant.dialogue.wish_words import WishWords
from assistant.wiring import House, data_folder

if TYPE_CHECKING:
    from assistant.dialogue.asking.nouns import Answer, Missing, Unknown


def words() -> WishWords:
    """Raises UsageError."""
    from assistant.adapters import wish_words_file

    return wish_words_file.load(data_folder("prompts") / "wishes.toml")


def answers(house: House) -> "Callable[[str], Answer | Missing | Unknown]":
    """Questions to the journal, by their words; what takes time to load is loaded with the first."""

    def answer(text: str) -> "Answer | Missing | Unknown":
        from assistant.wiring.asking import asking

        return asking(house).answer(text)

    return answer


def keeps_voice(house: House) -> Callable[[float, float], None]:
    """Writes the pace and the loudness that a voice has been given into the settings, a factor at a time.

    What is given raises AssistantError where the file can't be written.
    """
    wanted = house.settings.voice
    pace, volume = float(wanted.words_per_minute), wanted.volume

    def keep(pace_factor: float, loudness_factor: float) -> None:
        nonlocal pace, volume
        pace, volume = pace * pace_factor, min(1.0, volume * loudness_factor)
        if pace_factor != 1:
            low, high = knobs.range_of("voice.words_per_minute")
            rounded = round(min(max(pace, low), high))
            knobs.set_value(house.settings_file, section="voice", key="words_per_minute", value=rounded)
        if loudness_factor != 1:
            knobs.set_value(house.settings_file, section="voice", key="volume", value=round(volume, 2))

    return keep
