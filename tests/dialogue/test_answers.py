"""Answers as people give them aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.answers import Choice, choice, how_far, number

TEN = {
    "six": 6, "Six.": 6, "6": 6, "about a six": 6, "um, maybe like a five?": 5, "sixish": 6, "I'd say a solid seven": 7,
    "six or seven": 6.5, "Seven, eight.": 7.5, "six, maybe seven": 6.5, "somewhere between six and seven": 6.5,
    "from six to eight": 7, "6-7": 6.5,
    "no, wait, four": 4, "Six. No, wait, four.": 4, "three, actually five": 5, "seven, I mean six": 6,
    "not a six, a seven": 7, "I said six, but it's more like four": 4, "eight. Or rather nine": 9,
    "seven and a half": 7.5, "six point five": 6.5, "6.5": 6.5, "6 1/2": 6.5,
    "nine out of ten": 9, "9/10": 9, "a three out of ten": 3,
    "It was an eight, and now it's a four": 4, "eight yesterday, five now": 5, "from eight down to five": 5,
    "five. It was a nine this morning": 5,
    "zero": 0, "not at all": 0, "nothing": 0, "ten": 10, "the highest": 10, "half": 5, "in the middle": 5,
    "For.": 4, "Too.": 2, "Severn.": 7, "Aight.": 8,
    "One of those days. Maybe a three.": 3, "seven, because five people came": 7, "not quite a six": 6,
}  # fmt: skip

NO_TEN = (
    "", "I don't know", "eleven", "minus three", "-3", "twelve out of ten", "two or eight, I can't tell", "a hundred",
    "four people were there", "it's hard to say", "for her", "six million",
)  # fmt: skip

HUNDRED = {
    "eighty-five": 85, "eighty five percent": 85, "85%": 85, "a hundred": 100, "one hundred": 100, "100": 100,
    "about ninety": 90, "twenty to thirty": 25, "between twenty and sixty": 40, "completely": 100, "fifty-fifty": 50,
    "ninety, no, seventy": 70, "seven": 7, "nineteen": 19,
}  # fmt: skip

YES = (
    "yes", "Yeah.", "yep", "sure", "of course", "I did", "I think I did", "I think so", "uh-huh", "Mm-hmm.",
    "I guess so", "No, yeah.", "no, wait, yes", "I did, actually", "Yes, I tried it once.", "please", "Okay, yes.",
    "It helped.", "Well, I suppose.", "Yes, and it wasn't bad.",
)  # fmt: skip
PARTLY = (
    "kind of", "Sort of, yeah.", "a bit", "partly", "yes and no", "almost", "I tried", "not quite", "more or less",
    "Yes, but only a little.", "half of it", "in a way",
)  # fmt: skip
NO = (
    "no", "not really", "Nope.", "nah", "not yet", "I forgot", "I haven't", "I did not do it", "It did not help.",
    "of course not", "I don't think so", "I don't think I did", "Yeah, no.", "I guess not", "not this week",
    "yes, no wait, no", "I'd rather not", "never",
)  # fmt: skip
NEITHER = (
    "",
    "maybe",
    "I don't know",
    "the bus was late",
    "I'm not sure",
    "hard to say",
    "not so sure",
    "notice the know-how",
)

SENSES = (Choice("look", ("look", "eyes", "see")), Choice("listen", ("listen", "ears", "sounds around me")))
CHOSEN = {
    "look": "look", "I'd rather look.": "look", "let me see": "look", "Sounds around me, please": "listen",
    "look. No, wait, listen": "listen", "not look, listen": "listen", "I don't want to look, so ears": "listen",
    "the second one": "listen", "the first": "look", "either": "look", "you choose": "look", "listening": "listen",
}  # fmt: skip
OPEN = ("", "look or listen", "the bus was late", "I don't know", "looking-glass house")


@pytest.mark.parametrize("said", TEN)
def test_a_number_up_to_ten(said: str) -> None:
    """The middle of two, the last word of a correction, and what is meant now."""
    assert number(said, low=0, high=10) == TEN[said]


@pytest.mark.parametrize("said", NO_TEN)
def test_no_number_up_to_ten(said: str) -> None:
    """Beyond the range, of something else, or nobody knows which: it is asked again, and never guessed."""
    assert number(said, low=0, high=10) is None


@pytest.mark.parametrize("said", HUNDRED)
def test_a_number_up_to_a_hundred(said: str) -> None:
    """As they are spoken, and as a recogniser writes them."""
    assert number(said, low=0, high=100) == HUNDRED[said]


def test_yes_partly_no() -> None:
    """As people say it: every one of these lines is read as it was meant."""
    wrong = {line: far for line in YES if (far := how_far(line)) != "yes"}
    wrong |= {line: far for line in PARTLY if (far := how_far(line)) != "partly"}
    wrong |= {line: far for line in NO if (far := how_far(line)) != "no"}
    wrong |= {line: far for line in NEITHER if (far := how_far(line)) is not None}
    assert wrong == {}


def test_a_choice() -> None:
    """By its words, by its place, by a word heard a little wrong; open where both are named."""
    assert {said: choice(said, choices=SENSES) for said in CHOSEN} == CHOSEN
    assert {said: choice(said, choices=SENSES) for said in OPEN} == dict.fromkeys(OPEN)


@given(st.text(max_size=60))
def test_any_text_at_all(said: str) -> None:
    """Nothing that can be said or written breaks the reading, and a number lies in its range."""
    found = number(said, low=0, high=10)
    assert found is None or 0 <= found <= 10
    assert how_far(said) in (None, "yes", "partly", "no")
    assert choice(said, choices=SENSES) in (None, "look", "listen")
