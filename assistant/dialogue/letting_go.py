"""How long sound is kept. What was said in it stays in either case. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from assistant.journal import months_before

_LENGTH = re.compile(r"([1-9]\d{0,4}) (day|week|month|year)s?")
FORMS = '"for ever", "never", or a time such as "90 days", "6 months" or "1 year"'


@dataclass(frozen=True, slots=True)
class Keep:
    unit: Literal["for ever", "never", "day", "week", "month", "year"] = "for ever"
    count: int = 0
    """Of days, weeks, months or years."""

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}" if self.count else self.unit

    def first_kept(self, *, tonight: date) -> date:
        """Sound of nights before this one is let go."""
        match self.unit:
            case "for ever":
                return date.min
            case "never":
                return date.max
            case "day" | "week":
                days = self.count * (7 if self.unit == "week" else 1)
                return tonight - timedelta(days=min(days, tonight.toordinal() - 1))
            case "month" | "year":
                return months_before(tonight, months=self.count * (12 if self.unit == "year" else 1))


FOR_EVER = Keep()


def keep_of(text: str) -> Keep:
    """As it is written in the settings. Raises ValueError for what is none of the forms."""
    said = " ".join(text.casefold().split())
    if said in ("for ever", "forever"):
        return FOR_EVER
    if said == "never":
        return Keep("never")
    found = _LENGTH.fullmatch(said)
    if found is None:
        raise ValueError("no length of time")
    return Keep(found[2], int(found[1]))  # type: ignore[arg-type]  # the pattern has no other words


def announced(keep: Keep, *, now: int) -> str:
    """Said once, a night before anything goes. `now`: recordings that it means today."""
    when = "once its words are made and read" if keep.unit == "never" else f"after {keep}"
    due = f"It means {_recordings(now)} that you have now." if now else "It means none that you have now."
    return (
        f"Your settings say that sound is let go {when}. That begins with your next night. "
        f"{due} The words stay, and so does sound that has none. "
        'To keep the sound, set keep = "for ever" under [recordings] before then.'
    )


def described(keep: Keep, *, now: int, said: bool) -> str:
    """For who asks how things stand. `said`: the person was told of it, a night before at the latest."""
    if keep.unit == "for ever":
        return "kept for ever"
    what = "let go once its words are made" if keep.unit == "never" else f"let go after {keep}"
    if not now:
        return f"{what}; none is due now"
    when = "at your next evening" if said else "once an evening has told you, from the night after it"
    return f"{what}; {_recordings(now)} {when}"


def _recordings(count: int) -> str:
    return "1 recording" if count == 1 else f"{count} recordings"
