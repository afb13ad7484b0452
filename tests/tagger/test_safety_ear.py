"""How what the rules found and what the ear hears are put together."""

import pytest

from assistant.adapters.tagger import Tagger
from assistant.adapters.tagger.danger_model import LONG_TALK, SHORT, UNLIKE, DangerModel, Window, spans
from assistant.adapters.tagger.normal import one_spelling
from assistant.adapters.tagger.pipeline import build
from assistant.adapters.tagger.safety import TOGETHER, Danger
from assistant.journal import SafetyLevel
from tagger.conftest import FOLDER

CLEAR = 1.0
FAR = CLEAR - UNLIKE - 0.1
NEAR = CLEAR - UNLIKE + 0.1
PHRASE = Danger("concern", 0, 4, "rule:passive.concern")


@pytest.fixture
def ear() -> DangerModel:
    """Its weights are not looked at: what it hears is given."""
    return DangerModel(None, None, {"crisis": CLEAR, "concern": CLEAR}, "1")  # type: ignore[arg-type]


def sounding(*, crisis: float, concern: float) -> list[Window]:
    """A talk of which the last window sounds like this, and nothing else like danger."""
    quiet: dict[SafetyLevel, float] = {"crisis": -9.0, "concern": -9.0}
    return [*[Window(0, 4, quiet)] * LONG_TALK, Window(5, 9, {"crisis": crisis, "concern": concern})]


@pytest.mark.parametrize(
    ("crisis", "concern", "level", "made_by"),
    [
        (NEAR, NEAR, "crisis", f"{TOGETHER}tool.fixed"),
        (FAR, NEAR, "concern", f"{TOGETHER}tool.fixed"),
        (FAR, FAR, "concern", f"{TOGETHER}tool.fixed"),
        (CLEAR, CLEAR, "crisis", f"{TOGETHER}tool.fixed"),
    ],
)
def test_a_combination_stands_where_the_talk_sounds_like_it(
    crisis: float, concern: float, level: str | None, made_by: str | None, ear: DangerModel
) -> None:
    """Everyday words that meet by chance make no crisis; but it is asked."""
    by_rules = Danger("crisis", 0, 4, f"{TOGETHER}tool.fixed")
    said = ear.weigh(by_rules, sounding(crisis=crisis, concern=concern))
    assert (said and said.level, said and said.made_by) == (level, made_by)


@pytest.mark.parametrize(("concern", "heard"), [(NEAR, True), (FAR, False)])
def test_a_concern_of_words_by_chance_is_none(concern: float, ear: DangerModel, *, heard: bool) -> None:
    """Nothing grave was said, and nothing sounds like it."""
    by_rules = Danger("concern", 0, 4, f"{TOGETHER}low")
    said = ear.weigh(by_rules, sounding(crisis=FAR, concern=concern))
    assert said == (by_rules if heard else None)


def test_in_a_few_words_a_combination_stands(ear: DangerModel) -> None:
    """By chance words meet in longer talk."""
    by_rules = Danger("crisis", 0, 4, f"{TOGETHER}tool.fixed")
    assert ear.weigh(by_rules, sounding(crisis=FAR, concern=FAR)[-2:]) == by_rules


@pytest.mark.parametrize("level", ["crisis", "concern"])
def test_a_phrase_stands_whatever_it_sounds_like(level: str, ear: DangerModel) -> None:
    """A score alone never silences plain words of danger."""
    by_rules = Danger(level, 0, 4, "rule:suicide.crisis")  # type: ignore[arg-type]
    assert ear.weigh(by_rules, sounding(crisis=FAR, concern=FAR)) == by_rules


def test_what_sounds_like_a_crisis_is_graver_than_a_concern_by_rule(ear: DangerModel) -> None:
    """The gravest is said, where other words sound like it."""
    said = ear.weigh(PHRASE, sounding(crisis=CLEAR, concern=CLEAR))
    assert said == Danger("crisis", 5, 9, "model:1")


def test_a_concern_by_rule_is_no_crisis_by_ear(ear: DangerModel) -> None:
    """What is denied, past or another's sounds like a crisis, and the rules know better."""
    denied = Danger("concern", 3, 7, "rule:suicide.crisis")
    assert ear.weigh(denied, sounding(crisis=CLEAR, concern=CLEAR)) == denied


def test_a_short_sentence_beside_a_long_one_is_shown_too(ear: DangerModel) -> None:
    """It was not heard alone, so nobody knows that it is not the one that says it."""
    long, pair = (Window(0, end, {"crisis": how, "concern": how}) for end, how in ((6, CLEAR), (9, CLEAR + 1)))
    assert ear.weigh(None, [long, pair]) == Danger("crisis", 0, 9, "model:1")


def test_of_two_sentences_the_louder_one_is_shown(ear: DangerModel) -> None:
    """Where each was heard alone."""
    quiet, loud = (Window(a, b, {"crisis": s, "concern": s}) for a, b, s in ((0, 4, -9.0), (5, 9, CLEAR)))
    pair = Window(0, 9, {"crisis": CLEAR + 1, "concern": CLEAR + 1})
    assert ear.weigh(None, [quiet, loud, pair]) == Danger("crisis", 5, 9, "model:1")


def test_no_words_sound_like_nothing(ear: DangerModel) -> None:
    """An empty talk."""
    assert ear.weigh(None, []) is None


def heard_in(text: str) -> list[str]:
    doc = build(FOLDER, steps=("clauses",))(one_spelling(text))
    return [doc.text[a:b] for a, b in spans(doc.user_data["talk"])]


def test_a_short_sentence_is_heard_with_its_neighbour() -> None:
    """Alone it sounds like anything."""
    whole = "It rained. I walked all the way home along the river. Then tea."
    assert all(len(piece.split()) >= SHORT for piece in heard_in(whole))
    assert any(piece.startswith("it rained") for piece in heard_in(whole))
    assert heard_in("I am here.") == []


@pytest.mark.parametrize(
    "text",
    [
        "So tired. No more. Not again. Not one more night. It ends here.",
        "We walked all the way home along the river that night. All done. So tired.",
        "Enough. All done. I have put everything in order for the people who come after.",
    ],
)
def test_short_sentences_side_by_side_are_all_heard(text: str) -> None:
    """Who is at the end of their strength speaks in few words."""
    pieces = heard_in(text)
    for sentence in one_spelling(text).split(". "):
        assert any(sentence.rstrip(".") in piece for piece in pieces), sentence


@pytest.mark.parametrize("text", ["I keep asking what's the point", "it's hopeless", "So tired. What is the point"])
def test_the_end_of_the_talk_ends_its_sentence(text: str, tagger: Tagger) -> None:
    """A recogniser sets no full stop where someone falls silent."""
    assert tagger.read([text]).safety == tagger.read([text + "."]).safety == "concern"
