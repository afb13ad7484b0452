"""Wishes in talk: understood where they stand alone, left alone where they are told."""

import re
from itertools import pairwise
from math import inf
from pathlib import Path

import pytest
from spoken_lines import heard, lines, right, understood

from assistant.adapters import guide_files
from assistant.adapters.spoken_commands_file import load
from assistant.dialogue.guides import find
from assistant.dialogue.phrases import Phrase, phrases, without
from assistant.dialogue.spoken_commands import plain, wish
from assistant.errors import UsageError
from assistant.journal import Transcript, Utterance, Word
from assistant.wiring import data_folder

GUIDES = [guide_files.load(path) for path in guide_files.files(data_folder("prompts") / "guides")]
TITLES = [guide.title for guide in GUIDES]
COMMANDS = load(data_folder("prompts") / "spoken_commands.toml", guides=TITLES)
LINES = ("spoken_lines.tsv", "spoken_lines_more.tsv", "spoken_lines_unseen.tsv")
STRIKES = ("strike_that", "strike_sentence", "strike_minute")


def spoken(line: str) -> Transcript:
    return Transcript(heard(line), "faster-whisper", "tiny")


def one(line: str) -> Phrase:
    (phrase,) = phrases(heard(line))
    return phrase


@pytest.mark.parametrize("name", LINES)
def test_lines(name: str) -> None:
    """At least 97 in 100 lines are understood as their speaker meant them, and about half of them are stories."""
    judged = [(expected, line, understood(line, commands=COMMANDS)) for expected, line in lines(name)]
    wrong = [row for row in judged if not right(row[0], row[2])]
    stories = sum(expected == "story" for expected, *_ in judged)
    assert len(wrong) <= 0.03 * len(judged), wrong
    assert 0.4 <= stories / len(judged) <= 0.6


@pytest.mark.parametrize("name", LINES)
def test_never_struck_by_mistake(name: str) -> None:
    """No line strikes that was not meant to, and each that strikes strikes as much as was meant."""
    for expected, line in lines(name):
        got = understood(line, commands=COMMANDS)
        assert not got.startswith(STRIKES) or got == expected, line
        assert expected in STRIKES or not any(kind in got for kind in STRIKES), line


def test_a_strike_in_a_story_with_no_pause() -> None:
    """Whatever stands around "strike that" without a pause makes a story of it."""
    for before, after in (("I told them to", ""), ("", "from the list"), ("and", "and the rest"), ("we strike", "")):
        assert understood(f"{before} strike that {after}".strip(), commands=COMMANDS) == "story"


def test_a_strike_wants_a_clear_pause() -> None:
    """A strike between two short pauses is left alone; other wishes need less."""
    assert understood("I was there. [0.7] Strike that. [0.7] And then", commands=COMMANDS) == "story"
    assert understood("I was there. [0.9] Strike that. [0.9] And then", commands=COMMANDS) == "strike_that"
    assert understood("I was there. [0.7] Louder, please. [0.7] And then", commands=COMMANDS) == "louder"


def test_not_while_the_talk_goes_on() -> None:
    """The last words of a stretch that was cut in the middle of talk are no wish yet."""
    said = heard("I was there. [1.2] Strike that")
    assert wish(phrases(said, quiet_s=0.1)[-1], commands=COMMANDS) is None
    assert wish(phrases(said, quiet_s=1.0)[-1], commands=COMMANDS) is not None
    assert phrases(said)[-1].after_s == inf


def test_everything_is_understood_in_some_way() -> None:
    """Each kind of wish has a line that asks for it."""
    asked = {expected.partition(":")[0] for expected, _ in lines("spoken_lines.tsv")} - {"story"}
    assert asked == {rule.kind for rule in COMMANDS.rules}


@pytest.mark.parametrize(
    "line",
    [
        "Okay, good night!",
        "okay goodnight",
        "OK. Good night.",
        "Um... goodnight.",
        "\u2019Kay, goodnight",
        "Good night…",
    ],
)
def test_as_a_recogniser_writes_it(line: str) -> None:
    """Capitals, full stops and curly apostrophes make no difference."""
    assert understood(line.replace("\u2019Kay", "Okay"), commands=COMMANDS) == "goodnight"
    assert understood("That\u2019s all.", commands=COMMANDS) == "thats_all"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("I'm falling asleep. Good night.", "goodnight"),
        ("Strike that. I don't want that in there.", "strike_that"),
        ("Wait, no, keep that.", "keep_it"),
        ("Slower, please. Sorry, I can't follow you.", "slower"),
        ("I'm falling asleep at work. Good night.", "story"),
        ("Strike that. She was right.", "story"),
        ("Stop. He said it twice.", "story"),
        ("Thank you for nothing, she said, goodnight.", "story"),
    ],
)
def test_several_sentences_in_one_breath(line: str, meant: str) -> None:
    """A wish may stand beside a word of thanks or a reason; beside anything else it is told."""
    assert understood(line, commands=COMMANDS) == meant


def test_what_was_said_of_oneself_stays() -> None:
    """ "I'm so tired. Goodnight." is a goodnight, and that they are tired is kept."""
    said = spoken("It rained. [1.0] I'm so tired. Okay, thank you, goodnight.")
    found = wish(phrases(said.utterances)[1], commands=COMMANDS)
    assert found is not None
    left = without(said, found.phrase)
    assert left is not None
    assert left.text == "It rained. I'm so tired."


def test_on_and_on() -> None:
    """Whoever goes on without a pause tells a story, however it began; and it takes no long look to see."""
    line = "My homework is to " + "call her and then " * 200
    assert understood(line, commands=COMMANDS) == "story"


def test_guides_by_their_names() -> None:
    """A title is understood with a verb, all else that a guide is called with "guide me through"; and no such word is
    a wish by itself, since many are everyday words."""
    asked = [(guide, f"Okay, let's do {guide.title}, please.") for guide in GUIDES]
    asked += [(guide, f"Guide me through {called}.") for guide in GUIDES for called in guide.called]
    for guide, line in asked:
        found = wish(one(line), commands=COMMANDS)
        assert found is not None, line
        assert (found.kind, find(GUIDES, found.what)) == ("guide", guide)
    for line in ("Breathing.", "I need boundaries.", "I want to do my homework.", "I'd like to start saying no."):
        assert understood(line, commands=COMMANDS) == "story"
    alone = load(data_folder("prompts") / "spoken_commands.toml")
    assert understood("Let's do paced breathing.", commands=alone) == "story"


def test_a_quotation() -> None:
    """What the recogniser put in quotation marks is somebody's words."""
    assert understood('"Goodnight."', commands=COMMANDS) == "story"


def test_quoting_wears_off() -> None:
    """After "she said" and a long silence a wish is a wish again."""
    assert understood("That is what she said. [5.0] Goodnight.", commands=COMMANDS) == "goodnight"


def test_typed_lines() -> None:
    """A typed wish is a line of its own."""
    found = phrases([Utterance("I met Dana."), Utterance("strike that")])
    assert [(p.text, p.before_s, p.after_s) for p in found] == [("I met Dana.", inf, inf), ("strike that", inf, inf)]
    assert wish(found[0], commands=COMMANDS) is None
    understood_wish = wish(found[1], commands=COMMANDS)
    assert understood_wish is not None
    assert understood_wish.kind == "strike_that"
    he_said = phrases([Utterance("and then he said:"), Utterance("strike that")])
    assert wish(he_said[1], commands=COMMANDS) is None


def test_phrases_are_all_that_was_said() -> None:
    """Phrases lose no word, and never overlap."""
    for _, line in lines("spoken_lines.tsv"):
        found = phrases(heard(line))
        assert " ".join(p.text for p in found) == re.sub(r"\s*\[[\d.]+\]\s*", " ", line).strip()
        assert all(a.end_s < b.start_s for a, b in pairwise(found))


def test_words_that_were_cut_inside() -> None:
    """ "mother", "-in-law" is one word in a phrase, as it is in the text."""
    words = [Word(t, s, s + 0.2, 0.9) for t, s in (("My", 1.0), ("mother", 1.2), ("-in-law.", 1.4), ("Louder.", 3.0))]
    found = phrases([Utterance("My mother-in-law. Louder.", 1.0, 3.2, tuple(words))])
    assert [p.text for p in found] == ["My mother-in-law.", "Louder."]


def test_words_that_have_no_place_in_their_text() -> None:
    """Then the sentence is one piece, and nothing of it is lost."""
    said = Utterance("Louder, please.", 1.0, 2.0, (Word("softer", 1.0, 1.3, 0.9),))
    assert [p.text for p in phrases([said])] == ["Louder, please."]


def test_no_words() -> None:
    assert phrases([]) == ()


def test_taken_out() -> None:
    """A wish's words go, and all others stay with their times."""
    said = spoken("I met Dana. [1.0] Strike that. [1.5] It rained.")
    left = without(said, phrases(said.utterances)[1])
    assert left is not None
    assert left.text == "I met Dana. It rained."
    assert left.utterances[1] == said.utterances[2]


def test_taken_out_of_the_middle_of_a_sentence() -> None:
    """Where the recogniser heard no end of a sentence, the rest of it stays."""
    words = [
        Word(t, s, s + 0.2, 0.9) for t, s in (("So", 1.0), ("then", 1.3), ("louder", 3.0), ("we", 5.0), ("ate.", 5.3))
    ]
    said = Transcript((Utterance("So then louder we ate.", 1.0, 5.5, tuple(words)),), "faster-whisper", "tiny")
    left = without(said, phrases(said.utterances)[1])
    assert left is not None
    assert left.text == "So then we ate."
    assert [w.text for w in left.utterances[0].words] == ["So", "then", "we", "ate."]


def test_taken_out_of_typed_text() -> None:
    """Of two lines that are the same only the later goes."""
    typed = Transcript(tuple(map(Utterance, ["skip", "I met Dana.", "skip"])), "keyboard", "")
    left = without(typed, phrases(typed.utterances)[2])
    assert left is not None
    assert [u.text for u in left.utterances] == ["skip", "I met Dana."]


def test_nothing_left() -> None:
    assert without(spoken("Goodnight."), one("Goodnight.")) is None


def test_what_was_asked_for_keeps_its_capitals() -> None:
    """A homework is kept as it was said."""
    found = wish(one("Um, my homework is to call Dana O\u2019Neill on Sunday, please."), commands=COMMANDS)
    assert found is not None
    assert found.what == "to call Dana O\u2019Neill on Sunday"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[wish]]\nkind = "sing"\nsays = ["sing"]', 'line 8: I don\'t know "sing" as `kind`'),
        ('[[wish]]\nkind = "skip"\nsays = ["skip (this"]', "wants small letters"),
        ('[[wish]]\nkind = "skip"\nsays = ["Skip"]', "wants small letters"),
        ('[[wish]]\nkind = "skip"\nsays = []', "a list of texts"),
        (
            '[[wish]]\nkind = "skip"\nsays = ["skip {that}"]',
            '{that} is nothing that I can fill in here; did you mean "what"?',
        ),
        ('[[wish]]\nkind = "goodnight"\nsays = ["good night"]', '"good night" is heard as "goodnight": write that.'),
        ('[[wish]]\nkind = "skip"\nsays = ["skip"]\nsilence = -1', "`silence` is seconds, from 0 to 1.2"),
        ('[[wish]]\nkind = "skip"\nsay = ["skip"]', 'did you mean "says"?'),
    ],
)
def test_a_slip_in_the_file(tmp_path: Path, text: str, said: str) -> None:
    """A slip is told with its line and the nearest right word."""
    beside = ", ".join(f'{key} = ["please"]' for key in ("lead", "tail", "polite", "ignored", "aside", "own"))
    head = f'version = 1\nsame = {{ goodnight = ["good night"] }}\naround = {{ {beside} }}\n'
    path = tmp_path / "wishes.toml"
    path.write_text(f'{head}story = {{ after = ["said"], told = ["told it"], before = ["he said"] }}\n\n\n{text}\n')
    with pytest.raises(UsageError) as e:
        load(path)
    assert said in e.value.message


def test_plain_words() -> None:
    assert (
        plain("That is  it \u2013 for Mother-in-law\u2019s 60!", commands=COMMANDS)
        == " that's it for mother in law's sixty"
    )
