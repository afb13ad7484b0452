"""`between look-back`: the same night earlier."""

import json
from datetime import UTC, datetime
from uuid import uuid4

from command_line import between, house

from assistant.journal import Entry, Moment, Transcript, Utterance, night_of


def keep(text: str, *, at: datetime) -> None:
    moment = Moment(at, 0, "Etc/UTC")
    said = Transcript((Utterance(text),), engine="keyboard", model="")
    house().journal.keep(Entry(uuid4().hex, moment, night_of(moment), "type", "words", said))


def test_nothing_yet() -> None:
    """An ordinary answer, and no fault."""
    answer = between("look-back", "--on-this-night")
    assert answer.code == 0
    assert answer.out.startswith("Nothing is kept of ")


def test_what_was_said() -> None:
    """Under how long ago it was, the nearest first, with its words; what was said after midnight is of that night."""
    keep("I rested, and the world went on.", at=datetime(2024, 11, 24, 1, 30, tzinfo=UTC))
    keep("I said no to Dana.", at=datetime(2026, 5, 23, 22, tzinfo=UTC))
    keep("Nothing of that night.", at=datetime(2025, 11, 24, 22, tzinfo=UTC))
    answer = between("look-back", "--on", "2026-11-23")
    assert answer.code == 0
    assert answer.out.index("Six months ago") < answer.out.index("I said no to Dana.")
    assert answer.out.index("I said no to Dana.") < answer.out.index("Two years ago")
    assert "the world went on" in answer.out
    assert "Nothing of that night" not in answer.out


def test_as_json() -> None:
    keep("I said no to Dana.", at=datetime(2025, 11, 23, 22, tzinfo=UTC))
    found = json.loads(between("look-back", "--on", "2026-11-23", "--json").out)
    assert [(one["ago"], one["night"], one["entries"][0]["text"]) for one in found] == [
        ("a year ago", "2025-11-23", "I said no to Dana.")
    ]


def test_a_date_that_is_none() -> None:
    answer = between("look-back", "--on", "the day of the sausage")
    assert answer.code == 2
