"""What `prompts/safety/` holds, as values, and which country's numbers are meant."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Literal

from assistant.dialogue.safety_plan import PlanTexts

About = Literal["self", "other_person", "someone_else"]
"""Danger from oneself, from another person, or to somebody else."""


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    how: str
    number: str
    note: str
    as_of: date
    """The date that the source bears, or else of the look-up."""


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    zones: tuple[str, ...]
    """IANA names, with `*` for any ending."""
    emergency: str
    emergency_as_of: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """What is answered to what was said; `words` empty for the one that always fits."""

    about: About
    text: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """An answer: whole sentences with slots, in order. With no `full` the `danger` form is always taken."""

    short: tuple[str, ...]
    full: tuple[str, ...] = ()
    question: str = ""
    danger: tuple[str, ...] = ()
    danger_question: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """`concern.toml` or `crisis.toml`."""

    heard: tuple[Opening, ...]
    """Tried in order; the last has no words."""
    forms: Mapping[About, Form]
    now: tuple[str, ...] = ()
    """Words that make a crisis one of this moment."""


@dataclass(frozen=True, slots=True)
class Always:
    """`always.toml`."""

    program: str
    stay: str
    plan: str
    """Where the person has written a safety plan."""
    reach: tuple[str, ...]
    staying: tuple[str, ...]
    closing: str
    lines: str
    line: str
    dated: str
    elsewhere_emergency: str
    elsewhere_lines: tuple[str, ...]
    elsewhere_line: str


@dataclass(frozen=True, slots=True)
class SafetyTexts:
    always: Always
    concern: Answers
    crisis: Answers
    countries: tuple[Country, ...]
    plan: PlanTexts


_KNOWN_AS = {"UK": "GB", "USA": "US"}


def find_country(countries: Sequence[Country], *, setting: str, zone: str, locale: str) -> Country | None:
    """By the person's setting, else by the time zone, else by the locale such as `en_GB.UTF-8`.

    The zone goes before the locale since many speak English to a computer that is not in an English-speaking
    country, and a number that does not answer there is worse than none: a zone of another country ends the search.
    """
    by_code = {country.code: country for country in countries}
    if setting:
        return by_code.get(_KNOWN_AS.get(setting.upper(), setting.upper()))
    if zone and zone not in ("UTC", "GMT") and not zone.startswith("Etc/"):
        return next((c for c in countries if any(fnmatchcase(zone, z) for z in c.zones)), None)
    region = re.match(r"[a-z]{2,3}[_-]([A-Z]{2})\b", locale)
    return by_code.get(region[1]) if region else None
