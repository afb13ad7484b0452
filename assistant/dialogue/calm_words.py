"""What is said off the record, around the tools. Pure."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalmWords:
    """`prompts/calm.toml`."""

    opening: str
    another: str
    closing: str
    staying: tuple[str, ...]
    """In danger, while the person talks on."""
    closing_in_danger: str
    """With `{line}`."""
    hint: str
    number_hint: str
    not_understood: str

    @property
    def spoken(self) -> tuple[str, ...]:
        return self.opening, self.another, self.closing


READ_A_WORD_S = 0.3
"""By somebody who is tired and afraid."""
LEAST_READING_S = 2.0


def reading_s(text: str) -> float:
    """How long a sentence stands where it could not be spoken."""
    return max(LEAST_READING_S, READ_A_WORD_S * len(text.split()))


_ONLY_AN_ANSWER = frozenset(
    """zero one two three four five six seven eight nine ten nought nil half point and or to a an the about around
    roughly maybe perhaps probably like say i'd it's its it is so um uh er hm mm mhm well just only now still
    yes yeah yep no nope not really partly kind sort of bit little""".split()
)


def only_an_answer(said: str) -> bool:
    """A number, or a yes or no, with nothing else in it: no danger can be in these words, so nobody needs to look."""
    return all(word.isdigit() or word in _ONLY_AN_ANSWER for word in re.findall(r"[\w']+", said.lower()))
