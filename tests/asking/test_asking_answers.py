"""Answers from a small made-up journal, each known by hand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_up import QUESTIONS, asking, journal

from assistant.adapters.asking import Asking, question_file
from assistant.dialogue.asking.nouns import Answer
from assistant.dialogue.asking.telling import Telling
from assistant.journal import Table
from assistant.ports import Home


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    return asking(journal(Home(tmp_path_factory.mktemp("asked") / "home")))


def _answer(asked: Asking, text: str) -> Answer:
    found = asked.answer(text)
    assert isinstance(found, Answer), text
    return found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "when did I last set a boundary with mother?",
            "You last set a boundary with your mother on Sunday 8 November, two weeks ago; I find two nights of it.",
        ),
        ("when did i first say no", "You first set a boundary on Tuesday 3 March, and on two nights in all."),
        ("how often did i set a boundary in march", "You set a boundary once in March, on Tuesday 3 March."),
        ("which nights did i rest", "You rested on one night, on Sunday 15 November."),
        ("when did i nearly snap", "Once you said that you did not snap, on Friday 20 November."),
        (
            "what did i do instead of snapping",
            "In the entries where you did not snap, you told of pausing (one night).",
        ),
        (
            "what was i feeling the nights i snapped",
            "On the nights that you snapped, you told of anger (one night).",
        ),
        (
            "how long do i wait before i answer mum",
            "Where you spoke of your mother, you told of two waits on two nights; half of them were five minutes or "
            "longer, the last was ten minutes, on Sunday 8 November.",
        ),
        ("when did i last feel happy", "You felt happy once, on Sunday 15 November, seven days ago."),
        (
            "who am i with when i am angry",
            "In the entries where you felt angry, you spoke of your mother, on one night.",
        ),
        (
            "what helped after anxiety",
            "Calm or relief was told on the same night or the next, where you felt anxious and told of pausing "
            "(one night).",
        ),
        (
            "what did i mean to do and not do",
            "You meant to try facing what you feared, last night; I find no word of it since, and there is no hurry.",
        ),
        (
            "which plans did i carry out",
            "One thing that you planned was told as done within two weeks: resting, once, the last "
            "on Sunday 15 November.",
        ),
        (
            "what did i say about dana",
            "You spoke of Dana once, on Friday 20 November: “I nearly snapped at Dana and took a minute.”",
        ),
        (
            "which question did you ask me most",
            "Most often I asked “What about the rest?”, twice, the last time on Friday 20 November.",
        ),
        (
            "how many nights did i talk in march",
            "There are two entries in March, on two nights, from Tuesday 3 March to Tuesday 10 March.",
        ),
        (
            "what were the good nights",
            "Two nights of them had good feelings and no hard ones, the last on Sunday 15 November.",
        ),
        (
            "when do i notice my patterns",
            "You noticed most often while it happened (one night), then later (one night).",
        ),
        ("what did i correct", "You corrected one thing, of Tuesday 10 March: food was wrong."),
        ("did i cry last week", "I find no night last week on which you felt sad."),
    ],
)
def test_the_sentence(asked: Asking, text: str, sentence: str) -> None:
    """With count and dates, in one sentence."""
    assert _answer(asked, text).sentence == sentence


def test_no_rows_say_what_that_means(asked: Asking) -> None:
    """An empty answer is not the same as "it never happened"."""
    found = _answer(asked, "when did i last write it down")
    assert found.sentence == "I find no night on which you said that you wrote it down."
    assert "not been told" in found.meaning
    assert not found.table.rows


def test_a_row_leads_back_to_its_sentence(asked: Asking) -> None:
    """Entry 3, first sentence: what `between play 3.1` plays."""
    found = _answer(asked, "when did i last set a boundary")
    assert found.table.columns == ("night", "words", "sentence")
    assert found.table.rows[0] == (date(2026, 11, 8), "I waited ten minutes and told mother no.", "3.1")


def test_a_locked_journal(tmp_path: Path) -> None:
    """It answers like a plain one."""
    locked = asking(journal(Home(tmp_path / "home"), key=bytes(range(32))))
    assert _answer(locked, "what did i say about dana").table.rows[0][2] == "6.1"


def test_corrected_is_not_told(asked: Asking) -> None:
    """A tag that the person called wrong is in no answer."""
    assert not _answer(asked, "what did i say about food").table.rows


def test_what_was_understood(asked: Asking) -> None:
    """In the person's own view, with every slot in it."""
    found = _answer(asked, "hey whens the last time i said no to mum in march?")
    assert found.understood == "When did I last set a boundary with mother in March?"


_WORDS = {"doing": "snapped", "pattern": "snapped", "emotion": "anxious", "theme": "family", "person": "mother"}


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("*.sql")), ids=lambda path: path.stem)
def test_every_question_runs(asked: Asking, path: Path) -> None:
    """With each slot full, and each of its forms can be filled, whatever the rows."""
    question = question_file.read(path)
    text = question.phrasings[0]
    for kind, word in {**_WORDS, "nights": "this year"}.items():
        for form in ("", ".base", ".ing", ".name"):
            text = text.replace(f"{{{kind}{form}}}", word)
    text += " with mother" if "person" in question.may else ""
    text += " this year" if "nights" in question.may else ""
    found = _answer(asked, text)
    assert found.question.id == question.id
    assert set(found.slots) == {*question.needs, *question.may}
    telling = Telling(asked.words, date(2026, 11, 22))
    columns = asked.query(found.sql, found.values).columns
    rows = (tuple(map(_made_up, columns)),) * 4
    for form in (question.none, question.one, question.some):
        forced = replace(question, none=form, one=form, some=form)
        told = telling.sentence(forced, slots=found.slots, table=Table(columns, rows))
        assert "{" not in told
        assert told.endswith((".", "”"))


def _made_up(column: str) -> object:
    if column in ("nights", "times", "waits", "told", "in_time", "words_said"):
        return 3
    if column.endswith("_s"):
        return 90.0
    return date(2026, 11, 20) if "night" in column or column.endswith("_on") else "calm"


def test_the_example_in_the_docs_answers(tmp_path: Path) -> None:
    """A question of one's own, as the page shows it."""
    page = (QUESTIONS.parents[1] / "docs" / "asking.md").read_text("utf-8")
    (tmp_path / "sea.sql").write_text(page.partition("```sql\n")[2].partition("```")[0], "utf-8")
    with_own = asking(journal(Home(tmp_path / "home")), questions=(QUESTIONS, tmp_path))
    found = _answer(with_own, "how often did i go to the sea with mother this year")
    assert found.sentence == "I find no night this year with your mother and the sea in it."
