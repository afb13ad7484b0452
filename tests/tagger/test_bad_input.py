"""Odd input, and data files that are absent or wrong."""

import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from types import FrameType

import pytest

from assistant.adapters.tagger import Tagger
from assistant.adapters.tagger.rules import Hit, RuleBook
from assistant.adapters.tagger.talk import Talk
from assistant.errors import PartMissing, UsageError
from tagger.conftest import FOLDER


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["", ""],
        ["um"],
        ["Um, uh. Er."],
        [" \n\t "],
        ["..."],
        ["😀 🎉"],
        ["\x00\x01\x02"],
        ["um " * 300],
        ["er, um, uh, hmm. um."],
        ["?! ... — 🙏🏽"],
    ],
)
def test_nothing_to_tag(texts: list[str], tagger: Tagger) -> None:
    """No words, no tags, and that is told."""
    reading = tagger.read(texts)
    assert reading.tags == ()
    assert reading.untagged == "no_words"
    assert reading.safety == "none"
    assert reading.tagger == tagger.version


@pytest.mark.parametrize(
    "text",
    ["Yes.", "no", "Um, yeah.", "Right. Okay. Yeah, I suppose.", "I think, so.", "No, no, no.", "Oh god.", "Well?"],
)
def test_a_whole_answer(text: str, tagger: Tagger) -> None:
    """Words that are a filler between pauses are the answer where there are no others: nothing is found in them."""
    for said in (text, text.lower(), f"{text} um"):
        reading = tagger.read([said])
        assert (reading.tags, reading.measures, reading.safety, reading.untagged) == ((), (), "none", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [("yes.", "yes ."), ("yes. it rained.", ". it rained ."), ("right, it rained.", "it rained ."), ("um, er.", ".")],
)
def test_an_answer_beside_a_talk_is_a_filler(text: str, words: str, tagger: Tagger) -> None:
    """Only a talk that would be left without a word keeps it."""
    assert " ".join(tagger._nlp(text).user_data["talk"].words) == words


def test_an_answer_in_a_loop(tagger: Tagger) -> None:
    """No person says it as often."""
    assert tagger.read(["Yes. " * 500]).untagged == "loop"


@pytest.mark.parametrize("text", ["1" * 5_000, f"at {'9' * 5_000} minutes past {'7' * 5_000}", f"9:{'0' * 5_000}"])
def test_a_number_without_end(text: str, tagger: Tagger) -> None:
    """As a recogniser's loop or a cat on the keyboard writes it."""
    assert tagger.read([f"I waited until {text} before I answered"]).measures == ()


def test_numbers_are_words(tagger: Tagger) -> None:
    """Nothing is found in them, and nothing is wrong with them."""
    reading = tagger.read(["12 34"])
    assert (reading.tags, reading.untagged) == ((), "")


@pytest.mark.parametrize(
    "word", ["sad", "angry", "mum", "I", "so happy", "I was so angry", "thank you", "and then I", "Sarah", "calm,"]
)
def test_a_recognisers_loop(word: str, tagger: Tagger) -> None:
    """Words said 500 times in a row are the recogniser's, not the person's."""
    reading = tagger.read([f"{word} " * 500])
    assert reading.tags == ()
    assert reading.untagged == "loop"


def test_danger_in_a_loop_is_heard(tagger: Tagger) -> None:
    """A cry that is repeated stays a cry."""
    reading = tagger.read(["I want to kill myself " * 500])
    assert (reading.tags, reading.untagged, reading.safety) == ((), "loop", "crisis")


def test_words_around_a_loop_are_read(tagger: Tagger) -> None:
    """What was said before and after it still counts."""
    reading = tagger.read(["I was furious with him. " + "you you " * 60 + ". And then I apologised to her."])
    assert "anger" in reading.labels("emotion")
    assert "spoke_honestly" in reading.labels("behaviour")
    assert reading.untagged == ""


@pytest.mark.parametrize("loop", ["my sister", "Dave", "thank you so much", "I was so angry", "the gym"])
def test_nothing_of_a_loop_is_tagged(loop: str, tagger: Tagger) -> None:
    """Neither who is named in it, nor what it would sound like; what stands around it is told of as without it."""
    before, after = "I walked home along the river. ", "And then I made some toast."
    plain, looped = tagger.read([before + after]), tagger.read([f"{before}{f'{loop} ' * 20}. {after}"])
    assert [(t.kind, t.label) for t in looped.tags] == [(t.kind, t.label) for t in plain.tags]
    assert looped.untagged == ""


@pytest.mark.parametrize(
    "words", ["I said no no no no to him", "very very very tired", "ha ha ha ha ha it was so funny"]
)
def test_a_person_may_repeat_themselves(words: str, tagger: Tagger) -> None:
    """Fewer times in a row than no person says."""
    assert tagger.read([words]).untagged == ""


OTHER_LANGUAGES = [
    "Heute war ich so müde und dann habe ich mit meiner Mutter telefoniert, das war schön",
    "Hoy estaba muy triste porque mi madre no me llama y no sé qué hacer con todo esto",
    "Je suis rentré tard du travail et ma femme était déjà au lit, alors j'ai mangé seul",
    "Dzisiaj byłem bardzo zmęczony i nie chciałem z nikim rozmawiać, ale zadzwoniłem do brata",
    "今日はとても疲れました。母に電話をして、少し泣きました。",
    "Сегодня я очень устал и поругался с братом, а потом пошёл гулять",  # noqa: RUF001
    "اليوم كنت متعبا جدا وتحدثت مع أمي قليلا ثم نمت",
    "आज मैं बहुत थक गया था और माँ से बात की",
    "Vandaag was ik zo moe en toen heb ik mijn broer gebeld, dat was fijn",
    "Oggi ero molto stanca e ho chiamato mia sorella, poi siamo andate a camminare",
    "Hoje eu estava muito cansado e liguei para o meu irmão depois do trabalho",
    "Leo nilikuwa nimechoka sana na nikampigia dada yangu simu jioni",
    "Idag var jag så trött och sedan ringde jag min bror, det var skönt",
]


@pytest.mark.parametrize("text", OTHER_LANGUAGES)
def test_another_language(text: str, tagger: Tagger) -> None:
    """No tags rather than wrong ones, and that is told."""
    reading = tagger.read([text])
    assert (reading.tags, reading.measures, reading.untagged) == ((), (), "other_language")


def test_danger_in_another_language_talk_is_heard(tagger: Tagger) -> None:
    """English words for it among others."""
    text = (
        OTHER_LANGUAGES[0] + " und dann I want to kill myself und ich weiss nicht warum das so ist und wie lange noch"
    )
    reading = tagger.read([text])
    assert (reading.untagged, reading.safety) == ("other_language", "crisis")


@pytest.mark.parametrize(
    "text",
    [
        "I dey tired well well but I tell am say I no go do am again",
        "so I said to him, yaar, chalo, I am going home now",
        "was absolutely knackered, work was mental",
        "me ma says I'm grand but I'm not grand at all",
        "Café in the morning, then a siesta, and I was so happy",
    ],
)
def test_english_of_many_places(text: str, tagger: Tagger) -> None:
    """A few words of another language make no other language."""
    assert tagger.read([text]).untagged == ""


@pytest.mark.parametrize(
    "text",
    [
        "I was so proud 😀🎉 of him",
        "I was\x00 so\x07 proud\x1b[0m",
        "I was so proud \u200b\u202e of him",
        "🙂 I was so proud",
    ],
)
def test_emoji_and_control_characters_are_no_words(text: str, tagger: Tagger) -> None:
    """What stands between the words changes nothing."""
    reading = tagger.read([text])
    assert "pride" in reading.labels("emotion")
    assert all(t.evidence.text == text[t.evidence.start : t.evidence.end] for t in reading.tags)


PIECE = "so i was angry with my sister and then i put the phone down{mark} we had pasta and it was fine{mark} "


@pytest.mark.parametrize("mark", [".", ""])
def test_ten_thousand_words(mark: str, tagger: Tagger) -> None:
    """They are read like others, with and without full stops."""
    reading = tagger.read([PIECE.format(mark=mark) * 500])
    assert reading.untagged == ""
    assert {"anger", "sister"} <= {t.label for t in reading.tags}


def test_a_line_without_a_blank(tagger: Tagger) -> None:
    """As a cat on the keyboard leaves it: what stands around it is read, and every place stays true."""
    text = "I was angry with my sister. " + "a" * 400_000 + " And then I felt calm."
    reading = tagger.read([text])
    assert {"anger", "calm"} <= set(reading.labels("emotion"))
    assert all(text[t.evidence.start : t.evidence.end] == t.evidence.text for t in reading.tags)


@pytest.mark.parametrize("mark", [".", ""])
def test_four_times_the_words_take_four_times_the_work(
    mark: str, tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, and not timed: lines that are run in each file, and words in which patterns are searched for."""
    piece = PIECE.format(mark=mark)
    tagger.read([piece * 4])  # what is remembered from text to text is remembered now
    few, many = (_work(tagger, piece * times, monkeypatch) for times in (60, 240))
    assert min(few["searched"], few["rules.py"], few["clauses.py"]) > 60 * 21
    grew = {what: many[what] / count / 4 for what, count in few.items() if count}
    assert {what: by for what, by in grew.items() if by > 1.1} == {}


def _work(tagger: Tagger, text: str, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """A turn of a loop counts as a line, in a comprehension too."""
    work = Counter[str]()
    within = RuleBook._within

    def searching(book: RuleBook, talk: Talk, wanted: Collection[int], first: int, last: int) -> Iterator[Hit]:
        work["searched"] += len(wanted) * (last - first)
        return within(book, talk, wanted, first, last)

    def running(frame: FrameType, event: str, _: object) -> object:
        folder, _, name = frame.f_code.co_filename.rpartition("/")
        if not folder.endswith("adapters/tagger"):  # what else runs here, such as another test's leavings
            return None
        work[name] += event == "line"
        return running

    earlier = sys.gettrace()
    with monkeypatch.context() as patch:
        patch.setattr(RuleBook, "_within", searching)
        sys.settrace(running)
        try:
            tagger.read([text])
        finally:
            sys.settrace(earlier)
    return work


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """One sentence, and the entry can stay as it is."""
    with pytest.raises(PartMissing, match=r"lists\.toml") as told:
        Tagger(tmp_path)
    assert "`between retag`" in told.value.hint


@pytest.mark.parametrize("name", sorted(p.name for p in FOLDER.glob("*.toml")))
def test_each_missing_file_is_named(name: str, copy: Path) -> None:
    """Whichever of them it is."""
    (copy / name).unlink()
    with pytest.raises(PartMissing, match=name):
        Tagger(copy)


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("emotions.toml", '[joy]\nsaid = "(happy"', "cannot be read"),
        ("emotions.toml", '[joy]\nsaid = "happy)"', "cannot be read"),
        ("emotions.toml", '[joy]\nsaid = "{nobody} laughed"', "cannot be read"),
        ("emotions.toml", '[joy]\nsaid = "_ _"', "one word of its own"),
        ("emotions.toml", '[joy]\nsaying = "happy"', "unknown kind"),
        ("context.toml", '[[rule]]\nid = "a"\neffect = "maybe"', "no known effect"),
        ("lists.toml", "format = 99", "another version"),
        ("safety.toml", "not toml", "has a mistake"),
    ],
)
def test_a_mistake_is_named(name: str, line: str, said: str, copy: Path) -> None:
    """A wrong rule is answered when the file is loaded, with the file."""
    (copy / name).write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        Tagger(copy)


def test_importing_it_loads_no_spacy() -> None:
    """spaCy's second of import is paid by whoever makes a Tagger, and by nobody else."""
    code = "import sys, assistant.adapters.tagger; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
