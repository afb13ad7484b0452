"""A night as a page: read as it was said, and parsed by any program that knows front matter."""

from dataclasses import replace
from datetime import timedelta

import pytest
import store_nouns as some
import yaml

from assistant.adapters.store.whole_nights import Night
from assistant.adapters.transfer.markdown_out import page, paragraphs
from assistant.journal import Entry, Evidence, Moment, Tag, Transcript, Utterance


def night(*entries: Entry, tags: tuple[Tag, ...] = (), asked: tuple[some.Asked, ...] = ()) -> Night:
    return Night(entries[0].night, entries, {entries[0].uid: tags}, asked)


def tag(kind: str, label: str, detail: str = "") -> Tag:
    return Tag(kind, label, detail, 0.9, Evidence(0, 0, 1, "I"), "rule")  # type: ignore[arg-type]


def said(*texts: str) -> Entry:
    return replace(some.an_entry(), transcript=Transcript(tuple(Utterance(t) for t in texts), "keyboard", ""))


def above(text: str) -> dict[str, object]:
    _, front, _ = text.split("---\n", 2)
    return dict(yaml.safe_load(front))


def test_front_matter() -> None:
    """What the night holds, by kinds; of doings those that were done."""
    entry = said("One.")
    tags = (
        tag("emotion", "anxiety", "said"),
        tag("behaviour", "set_boundary", "done"),
        tag("behaviour", "rested", "intended"),
        tag("behaviour", "snapped", "done"),
        tag("person", "Zoë: “the boss”", ""),
        tag("theme", "work"),
    )
    about = above(page(night(entry, tags=tags), sounds={entry.uid: "audio/a b.opus"}))
    assert about["night"] == entry.night
    assert about["entries"] == [
        {"at": "22:30", "how": "spoken", "number": 0, "uid": entry.uid, "recording": "audio/a b.opus"}
    ]
    assert (about["feelings"], about["practices"], about["patterns"]) == (["anxiety"], ["set_boundary"], ["snapped"])
    assert (about["people"], about["themes"], about["questions"]) == (["Zoë: “the boss”"], ["work"], [])


def test_questions_stand_where_they_were_asked() -> None:
    """Before the entry that answers; one without an answer after the entry that it followed; none of another entry."""
    first, second = said("One."), said("Two.")
    answered = replace(some.an_asked(), text="What then?", after=first.uid)
    second = replace(second, answers=answered.uid, moment=later(first.moment))
    left = replace(some.an_asked(), text="And now?", after=second.uid)
    other = replace(some.an_asked(), text="Of something else?", after="f" * 32)
    text = page(night(first, second, asked=(answered, left, other)), sounds={})
    assert text.index("One.") < text.index("> What then?") < text.index("Two.") < text.index("> And now?")
    assert text.count("> What then?") == 1
    assert above(text)["questions"] == ["What then?", "And now?"]
    assert "something else" not in text


def later(moment: Moment) -> Moment:
    return replace(moment, utc=moment.utc + timedelta(minutes=20))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("12. first", r"12\. first"),
        ("1) first", r"1\) first"),
        ("12 o'clock - late.", "12 o'clock - late."),
        ("> quote", r"\> quote"),
        ("--- rule", r"\--- rule"),
        ("*a* [b](c) <i> `d` _e_", r"\*a\* \[b\](c) \<i> \`d\` \_e\_"),
    ],
)
def test_words_stay_words(text: str, written: str) -> None:
    """Nothing that was said becomes a heading, a list, a link or HTML."""
    assert written in page(night(said(text)), sounds={}).splitlines()


def test_a_silence_begins_a_paragraph() -> None:
    """Spoken sentences belong together until a silence; typed lines stay lines."""
    spoken = [Utterance("One.", 0, 2), Utterance("Two.", 2.5, 4), Utterance("Three.", 8, 9)]
    assert list(paragraphs(spoken)) == ["One. Two.", "Three."]
    assert list(paragraphs([Utterance("One."), Utterance("Two.")])) == ["One.", "Two."]
