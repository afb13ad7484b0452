"""How an evening grows softer, slower and shorter as it gets later. Pure.

From SOFTENS_FROM on the voice goes down evenly, until it is at its softest from 1 to 5 at night. The person's own
loudness and pace, as they set or say them, are multiplied with these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from assistant.dialogue.sentences import Phrases
from assistant.journal import NIGHT_TURNS_AT

SOFTENS_FROM = time(21, 0)
SOFTENING_H = 4.0
"""Hours."""

SOFTEST = 0.55
"""Of the amplitude: 5 dB less, clearly softer and still clear in a quiet room."""
SLOWEST = 0.9

SHORT_FROM_H = 3.5
"""Half past midnight: from here on two questions at most, and short ones."""
SHORTEST_FROM_H = 5.0
"""At 2 one question is left, and the last one settles."""
MOST_WORDS = 8
"""Of what is said late, where there is anything so short."""

EVENING_FROM = time(17, 0)
"""Before this nobody is wished a good night."""


@dataclass(frozen=True, slots=True)
class Hush:
    """How the voice is at an hour, and how much it asks."""

    loudness: float
    """Factor on the amplitude."""
    pace: float
    """Factor on the words per minute."""
    questions: int
    """At most so many in this evening."""


def hush(local: time, *, questions: int) -> Hush:
    """`questions`: as the settings have it."""
    into_h = _into_the_night_h(local)
    share = min(1.0, into_h / SOFTENING_H)
    most = 1 if into_h >= SHORTEST_FROM_H else 2 if into_h >= SHORT_FROM_H else questions
    return Hush(SOFTEST**share, SLOWEST**share, min(questions, most))


def short_ones(ways: Sequence[str], *, local: time) -> Sequence[str]:
    """Those of several ways to say it that fit the hour: late the short ones, or the shortest where none is short."""
    if _into_the_night_h(local) < SHORT_FROM_H:
        return ways
    least = min(len(way.split()) for way in ways)
    return [way for way in ways if len(way.split()) <= max(MOST_WORDS, least)]


def farewell(phrases: Phrases, *, kept_as: str, local: time) -> Sequence[str]:
    """The ways to close. `kept_as`: `words`, `pending` or `wordless` for sound alone, empty for nothing said."""
    by_day = NIGHT_TURNS_AT <= local < EVENING_FROM
    if kept_as == "words":
        ways = phrases.closing_by_day if by_day else phrases.closing
    elif kept_as:
        ways = phrases.closing_without_words_by_day if by_day else phrases.closing_without_words
    else:
        ways = phrases.closing_unsaid_by_day if by_day else phrases.closing_unsaid
    return short_ones(ways, local=local)


def _into_the_night_h(local: time) -> float:
    """Hours since SOFTENS_FROM; 0 by day."""
    if NIGHT_TURNS_AT <= local < SOFTENS_FROM:
        return 0.0
    return (local.hour + local.minute / 60 - SOFTENS_FROM.hour) % 24
