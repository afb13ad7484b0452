"""The sentences of an evening that are no questions: which one is said, and how a name or a number sounds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is shown, and what the voice is given: `988` is shown, `nine eight eight` is spoken."""

    text: str
    goes_on: bool = False
    """Only for an evening that goes on: a promise to stay, or a question that waits for its answer."""

    @property
    def spoken(self) -> str:
        return aloud(self.text)


@dataclass(frozen=True, slots=True)
class Phrases:
    """`prompts/evening.toml`: each field holds one or more ways to say the same thing."""

    greeting: tuple[str, ...]
    closing: tuple[str, ...]
    closing_without_words: tuple[str, ...]
    closing_unsaid: tuple[str, ...]
    closing_by_day: tuple[str, ...]
    closing_without_words_by_day: tuple[str, ...]
    closing_unsaid_by_day: tuple[str, ...]
    no_words_yet: tuple[str, ...]
    heard_only_now: tuple[str, ...]
    """Danger in words of an earlier night that could only be made now."""
    whisper: tuple[str, ...]
    left_out: tuple[str, ...]
    """With `{count}`."""
    gaps: tuple[str, ...]
    voice_hung: tuple[str, ...]
    no_loudspeaker: tuple[str, ...]
    reading_failed: tuple[str, ...]
    take_your_time: tuple[str, ...]
    brake_turn: tuple[str, ...]
    """A talk goes in circles: from why to how and what next."""
    brake_offer: tuple[str, ...]
    """It still does: a question whose yes closes the evening."""
    on_this_night: tuple[str, ...]
    """With `{ago}`, such as `a year ago`."""


def pick(ways: Sequence[str], *, seed: str) -> str:
    """One of several ways to say it: the same for the same seed, such as a date or an entry's uid."""
    return min(ways, key=lambda way: lot(seed, way))


def lot(*words: str) -> bytes:
    """A draw that depends on the words alone, since `hash()` differs from process to process."""
    return sha256("\0".join(words).encode()).digest()


_DIGITS = dict(zip("0123456789", "zero one two three four five six seven eight nine".split(), strict=True))
_NUMBER = re.compile(r"\d{3,}(?: \d{1,4})*|\d{1,3}(?: \d{1,4})+")
_MONTHS = tuple("January February March April May June July August September October November December".split())


def aloud(text: str) -> str:
    """Telephone numbers digit by digit in their groups, web addresses with `dot`; a year after its month stays."""

    def spell(number: re.Match[str]) -> str:
        if text[: number.start()].rstrip().endswith(_MONTHS):
            return number[0]
        return ", ".join(" ".join(_DIGITS[digit] for digit in group) for group in number[0].split())

    return re.sub(r"(?<=\w)\.(?=[a-z])", " dot ", _NUMBER.sub(spell, text))


_YOURS = frozenset(
    """mother father parents sister brother siblings sisters brothers daughter son kids children child baby twins
    wife husband partner spouse girlfriend boyfriend fiance fiancee fiancé fiancée ex mum mom dad
    grandmother grandfather grandma grandpa grandparents granddaughter grandson grandchildren gran nan nana nanna
    granny grandad granddad auntie aunt uncle cousin cousins niece nephew godmother godfather goddaughter godson
    stepmother stepfather stepson stepdaughter stepsister stepbrother stepdad stepmum stepmom
    lola lolo tía tia tío tio abuela abuelo oma opa nonna nonno amma appa mama papa
    family in-laws relatives friend friends roommate flatmate housemate neighbour neighbor
    boss manager supervisor director advisor adviser colleague colleagues coworker coworkers co-worker co-workers team
    assistant teacher tutor coach mentor professor therapist counsellor counselor psychologist psychiatrist sponsor
    doctor gp midwife carer landlord landlady dog cat""".split()
)
"""Said with "your", since there is commonly one of them to a person; other roles are said with "the"."""


_YOURS_IN_TWO_WORDS = frozenset({"health visitor", "social worker", "key worker", "case worker", "other half"})


def name_aloud(person: str) -> str:
    """How a person tag reads in a question to the speaker: "your mother", "the nurse", "Dana"."""
    if not person[:1].islower():
        return person
    head = person.rsplit(maxsplit=1)[-1].removesuffix("-in-law")
    yours = not _YOURS.isdisjoint({head, head.split("-")[-1]}) or person in _YOURS_IN_TWO_WORDS
    return f"your {person}" if yours else f"the {person}"
