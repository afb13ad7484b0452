"""How a thing kept from an earlier night is brought up: texts as data, filled in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.dialogue.sentences import pick

Kind = Literal["plan", "done", "averted", "felt"]

_NUMBERS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()


@dataclass(frozen=True, slots=True)
class ThreadTexts:
    """`prompts/threads.toml`."""

    kindly: tuple[str, ...]
    ways: Mapping[Kind, tuple[str, ...]]
    """With `{ago}` or `{when}`, and `{what}`."""
    what: Mapping[Kind, Mapping[str, str]]
    """By label."""


def in_words(texts: ThreadTexts, *, kind: Kind, label: str, nights_ago: int, seed: str) -> str:
    """One or two sentences; `nights_ago` from 1 to 14."""
    when = "last night" if nights_ago == 1 else f"{_NUMBERS[nights_ago - 2]} nights ago"
    ago = when[0].upper() + when[1:]
    return pick(texts.ways[kind], seed=seed).format(ago=ago, when=when, what=texts.what[kind][label])
