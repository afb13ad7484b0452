"""From tokens to normal words."""

import pytest
from spacy.language import Language

from assistant.adapters.tagger import Tagger
from assistant.adapters.tagger.normal import _one_character, one_spelling
from assistant.adapters.tagger.pipeline import build
from tagger.conftest import FOLDER


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(FOLDER, steps=("clauses",))


def words(text: str, nlp: Language) -> str:
    return " ".join(nlp(one_spelling(text)).user_data["talk"].words)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("I'd spent it all", "i had spent it all"),
        ("I'd never sent it", "i had never sent it"),
        ("she'd sworn to it", "she had sworn to it"),
        ("I'd already begun", "i had already begun"),
        ("we'd stood there", "we had stood there"),
        ("I'd better go", "i had better go"),
        ("I'd need a rest", "i would need a rest"),
        ("I'd phone him", "i would phone him"),
        ("he'd listen to me", "he would listen to me"),
        ("I'd think of her", "i would think of her"),
        ("I'd rather sleep", "i would rather sleep"),
        ("I'd not listen", "i would not listen"),
    ],
)
def test_had_or_would(text: str, normal: str, nlp: Language) -> None:
    """By the form of the verb behind it."""
    assert words(text, nlp) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Tonight, I saw it", "tonight i saw it"),
        ("I was, tonight, so angry", "i was tonight so angry"),
        ("I saw it, this morning.", "i saw it this morning ."),
        ("I was, um, so angry", "i was so angry"),
        ("I was, well, so angry", "i was so angry"),
    ],
)
def test_times_between_commas_stay(text: str, normal: str, nlp: Language) -> None:
    """They say when; other fillers between commas say nothing."""
    assert words(text, nlp) == normal


def test_tonight_between_commas_tells_when(tagger: Tagger) -> None:
    """A pattern that is seen in the evening of its day was seen later."""
    text = "Tonight, writing this down, I noticed that I do this every time she calls."
    assert [m.value for m in tagger.read([text]).measures if m.kind == "catch_point"] == ["later"]


def test_spelling_is_character_by_character() -> None:
    """Whatever comes, and however often: as long as before, and no other than one by one."""
    text = "I\u2019M so `TIRED\x00\n\u0130\u03a3 \U0001f600 " + "".join(map(chr, range(1, 9000, 2)))
    for _ in range(2):
        assert one_spelling(text) == "".join(map(_one_character, text))
