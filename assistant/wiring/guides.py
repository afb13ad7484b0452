"""Guides: those that Between brings and the person's own, what is said around them, and the tone to breathe by."""

from collections.abc import Callable
from pathlib import Path

from assistant.adapters import guide_files
from assistant.audio import Sound
from assistant.dialogue import guides as led
from assistant.dialogue.guides import Breathe, Guide, GuidingPhrases
from assistant.errors import UsageError
from assistant.wiring import House, data_folder


def own_folder(house: House) -> Path:
    return house.settings_file.parent / "guides"


def guides(house: House) -> tuple[Guide, ...]:
    """A guide of the person's own takes the place of ours of that name.

    A slip in one of theirs costs them that one until it is mended, with a word, and nothing else.
    """
    found = {guide.name: guide for guide in map(guide_files.load, guide_files.files(data_folder("prompts") / "guides"))}
    for path in guide_files.files(own_folder(house)):
        try:
            guide = guide_files.load(path)
            others = [other for other in found.values() if other.name != guide.name]
            guide_files.only_one_each([*others, guide])
        except UsageError as e:
            house.told.append(f"{e.message} {e.hint} That guide is left out until then.")
        else:
            found[guide.name] = guide
    return tuple(found.values())


def named(house: House, asked: str) -> Guide:
    """By its name, its title or what it is called. Raises UsageError with the nearest, and with what was left out."""
    known = guides(house)
    guide = led.find(known, asked)
    if guide is None:
        near = led.nearest(known, asked)
        hint = f"Did you mean `between guide {near.name}`?" if near else "`between guides` lists them."
        raise UsageError(f"I know no guide “{asked[:60]}”.", "\n".join((*house.told, hint)))
    return guide


def phrases() -> GuidingPhrases:
    return guide_files.load_phrases(data_folder("prompts") / "guiding.toml")


def tone(house: House) -> Callable[[Breathe], Sound] | None:
    """None where the person wants no sound."""
    wanted = house.settings.voice
    if not wanted.speak:
        return None

    def one_breath(breathe: Breathe) -> Sound:
        from assistant.session import tones

        return tones.breath(breathe.in_s, breathe.hold_s, breathe.out_s, volume=wanted.volume)

    return one_breath
