"""A homework and a safety plan that were noted of a guide's answers go with the words that they came from."""

from dataclasses import replace

import pytest
import store_nouns as some
from test_store_forgetting import house_in
from test_strike import words

from assistant.adapters.store.striking import strike_entry
from assistant.journal import Entry, Transcript
from assistant.ports import Home
from assistant.practice import GuideAnswer, GuideRun, PlanLine
from assistant.session.after_guides import take_note
from assistant.wiring import House

NIGHT = some.MOMENT.utc.date()
NOTHING = Transcript((), "faster-whisper", "base.en")


@pytest.fixture
def house(home: Home) -> House:
    return house_in(home)


def answered(house: House, guide: str, number: int, **said: str) -> list[Entry]:
    """An entry for each answer, with what the guide notes of them."""
    run = GuideRun(f"{number:02}" * 16, guide, 1, some.MOMENT, NIGHT, "close")
    house.practices.keep_run(run)
    entries = []
    for n, (name, text) in enumerate(said.items()):
        uid = f"{number:02}{n:02}" * 8
        entry = house.journal.keep(replace(some.an_entry(), uid=uid, transcript=words(text), recording=None))
        house.practices.keep_answer(GuideAnswer(run.uid, name, name, text, None, some.MOMENT, entry=uid))
        entries.append(entry)
    take_note(run, practices=house.practices, tonight=NIGHT)
    return entries


def hide(house: House, entry: Entry) -> None:
    house.forgetting.hide(entry, words=NOTHING, spans=())


def test_a_homework_hidden_and_kept_after_all(house: House) -> None:
    """Its smallest version goes alone, with its text all of it goes, and "keep it" brings back the newest first."""
    what, smallest = answered(house, "homework", 1, what="Say no once.", smallest="Say let me think.")
    hide(house, smallest)
    (one,) = house.practices.homework()
    assert (one.what, one.smallest) == ("Say no once", "")
    hide(house, what)
    assert house.practices.homework() == ()
    house.forgetting.show_again()
    assert house.practices.homework() == (one,)
    house.forgetting.show_again()
    assert house.practices.homework() == (replace(one, smallest="Say let me think"),)


def test_a_line_of_the_plan_hidden_and_kept_after_all(house: House) -> None:
    """The other lines stay, and so does the order."""
    signs, _ = answered(house, "safety-plan", 2, signs="I go quiet.", reasons="My sister.")
    before = house.practices.safety_plan()
    assert before == (PlanLine("signs", "I go quiet."), PlanLine("reasons", "My sister."))
    hide(house, signs)
    assert house.practices.safety_plan() == before[1:]
    house.forgetting.show_again()
    assert house.practices.safety_plan() == before


def test_struck(house: House) -> None:
    """Nothing of it is left where the entry is struck outright."""
    what, smallest = answered(house, "homework", 3, what="Say no once.", smallest="Xylophone.")
    (alone,) = answered(house, "safety-plan", 4, alone="A shower.")
    with house.journal.access.writing("strike") as db:
        strike_entry(db, alone, moment=some.MOMENT)
        strike_entry(db, smallest, moment=some.MOMENT)
    assert house.practices.safety_plan() == ()
    assert [one.smallest for one in house.practices.homework()] == [""]
    with house.journal.access.writing("strike") as db:
        strike_entry(db, what, moment=some.MOMENT)
    assert house.practices.homework() == ()


def test_what_was_changed_by_hand_stays(house: House) -> None:
    """Other words than those that were said are not gone with them."""
    what, _ = answered(house, "homework", 5, what="Say no once.", smallest="Xylophone.")
    (one,) = house.practices.homework()
    house.practices.keep_homework(replace(one, what="Rest on Sunday"))
    hide(house, what)
    assert [one.what for one in house.practices.homework()] == ["Rest on Sunday"]
