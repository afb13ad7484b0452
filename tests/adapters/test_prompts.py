"""What Between says: the files in `prompts/`, and what is told about a wrong one."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.prompts import MOST_WORDS, TARGETS, load_phrases, load_questions, load_safety
from assistant.dialogue.follow_ups import Question, Tonight, choose
from assistant.dialogue.sentences import Phrases
from assistant.errors import UsageError
from assistant.journal import BEHAVIOURS, EMOTIONS, THEMES, Asked, Evidence, Moment, Reading, Tag

PROMPTS = Path(__file__).parents[2] / "prompts"
BANK = load_questions([PROMPTS / "questions"])
NIGHT = date(2026, 11, 22)


HEARD_OR_MADE_UP = ("asking", "demo", "private_names", "spoken_commands")
"""Words that Between hears, and not what it says; tests/dialogue/test_guide_walks.py holds the guides."""


def spoken_texts() -> list[str]:
    """Every sentence that Between says, slots and all; not the words to listen for, names and sources."""
    found: list[str] = []
    own = (path for path in PROMPTS.glob("*.toml") if path.stem not in HEARD_OR_MADE_UP)
    for path in [*own, *PROMPTS.glob("questions/*.toml"), *PROMPTS.glob("safety/**/*.toml")]:
        text = re.sub(r"^(words|now|zones|source|name) = (\[[^\]]*\]|.*$)", "", path.read_text("utf-8"), flags=re.M)
        found += re.findall(r'"([^"\n]*[ ][^"\n]*)"', text)
    return found


def test_enough_questions() -> None:
    """At least 120, and so many that a whole fortnight of evenings without words has new ones."""
    general = Counter(q.kind for q in BANK if q.answers_to == "general")
    assert len(BANK) >= 120
    assert general["open"] >= 28
    assert general["settling"] >= 14


def test_every_label_is_answered() -> None:
    """Two open questions to each feeling and each thing done, one to whatever else can be heard, at any hour."""
    late = Counter(q.answers_to for q in BANK if q.kind == "open" and q.late)
    twice = {t for t in TARGETS if t.startswith("emotion:") or t.endswith(":done") or t == "person"}
    assert [t for t in TARGETS if late[t] < (2 if t in twice else 1)] == []


HURTING = re.compile(
    r"""\b(should|shouldn't|must|ought|great\sjob|good\sjob|well\sdone|amazing|awesome|wonderful|fantastic|brilliant
    |congratulations|proud\sof\syou|keep\sit\sup|at\sleast|cheer\sup|stay\spositive|everything\shappens|look\son\sthe
    |fail(ed|ure)?|lazy|excuse|streak|in\sa\srow|symptoms?|disorder|diagnos\w+|depress\w+|trauma\w*|toxic|trigger\w*
    |commit\w*\ssuicide|committed|successful|attempt\w*)\b|!""",
    re.IGNORECASE | re.VERBOSE,
)
ADVICE = re.compile(r"\b(have to|need to|try to|have you tried|have you considered|you could|how about|don't)\b", re.I)


def test_every_sentence_can_be_said_to_a_hurt_person() -> None:
    """No blame, grade, cheer, diagnosis or wounding word in anything that is said, and nothing long."""
    texts = spoken_texts()
    assert len(texts) > len(BANK)
    assert [text for text in texts if HURTING.search(text)] == []
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?:]) ", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS] == []


def test_every_question_is_one_short_plain_question() -> None:
    """No advice in the clothes of a question, at most 16 words, one question mark, no why at night."""
    assert [q.id for q in BANK if ADVICE.search(q.text)] == []
    assert [q.id for q in BANK if len(q.text.split()) > 16] == []
    assert [q.id for q in BANK if not re.fullmatch(r"[A-Z][A-Za-z ,'{}]+\?", q.text)] == []
    assert [q.id for q in BANK if re.search(r",? and (what|how|who|when|where)\b", q.text)] == []
    assert [q.id for q in BANK if q.asks_why and q.late] == []


def test_no_question_is_there_twice() -> None:
    """Not in other words' clothes: the same text under two ids would come twice in a fortnight."""
    assert [text for text, n in Counter(q.text for q in BANK).items() if n > 1] == []


def test_phrases_of_an_evening() -> None:
    """Each has at least one way to be said, and the greeting several."""
    phrases = load_phrases(PROMPTS / "evening.toml")
    assert len(phrases.greeting) >= 3
    ends = {"brake_turn": "?", "brake_offer": "?"}
    for field in fields(Phrases):
        assert all(text.endswith(ends.get(field.name, ".")) for text in getattr(phrases, field.name))
    assert phrases.left_out[0].format(count=2) == "I left something out that was not speech (2 in all)."


WHISPER = 'whisper = ["I can hear you, but not the words. I keep the sound."]'


def tags_of(target: str) -> Tag | None:
    kind, _, rest = target.partition(":")
    label, _, status = rest.partition(":")
    evidence = Evidence(0, 0, 1, "x")
    match kind:
        case "emotion" | "theme" | "behaviour":
            return Tag(kind, label, status, 1.0, evidence, "rule:test")
        case "person":
            return Tag("person", "mother", "", 1.0, evidence, "rule:test")
    return None


@settings(max_examples=40, deadline=None)
@given(
    evenings=st.lists(st.lists(st.sampled_from(TARGETS), max_size=4), min_size=20, max_size=20), hour=st.integers(0, 23)
)
def test_twenty_evenings_in_a_row(evenings: list[list[str]], hour: int) -> None:
    """The real bank never runs dry at one evening a night, three questions each, and keeps every promise."""
    asked: list[Asked] = []
    for n, targets in enumerate(evenings):
        night = NIGHT + timedelta(days=n)
        moment = Moment(datetime(2026, 11, 22, tzinfo=UTC), 0, "")
        said = [Reading(tuple(filter(None, map(tags_of, targets))), "none", None, "", "test 1")]
        for left in (3, 2, 1):
            lately = [a for a in asked if (night - a.night).days < 14]
            choice = choose(BANK, readings=said, asked=lately, tonight=Tonight(night, time(hour), left), seed=str(n))
            assert choice is not None
            assert choice.question.id not in {a.question for a in lately}
            assert (choice.question.kind == "settling") is (left == 1)
            assert "{" not in choice.text
            asked.append(Asked(f"{len(asked):032x}", choice.question.id, choice.text, moment, night))


def write(folder: Path, text: str, *, name: str = "mine.toml") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


GOOD = """version = 1

[[question]]
id = "mine.one"
for = "theme:sleep"
text = "What is the night like?"

[[question]]
id = "mine.two"
for = "general"
text = "What else?"
"""


def test_own_questions_are_merged(tmp_path: Path) -> None:
    """A person's own folder is read beside ours; without one there are just ours; hidden copies are no questions."""
    write(tmp_path / "own", GOOD)
    write(tmp_path / "own", "half a file [", name=".#mine.toml")
    both = load_questions([PROMPTS / "questions", tmp_path / "own", tmp_path / "not-there"])
    assert len(both) == len(BANK) + 2
    assert both[-2] == Question("mine.one", "What is the night like?", "theme:sleep")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('"theme:sleep"', '"theme:sleeep"', 5, 'did you mean "theme:sleep"?'),
        ('"theme:sleep"', '"behaviour:pausd:done"', 5, 'did you mean "behaviour:paused:done"?'),
        ('"theme:sleep"', '"behaviour:paused"', 5, 'did you mean "behaviour:paused:done"?'),
        ('text = "What else?"', "", 8, '"text" is missing here'),
        ('text = "What else?"', 'text = ""', 11, "not empty"),
        ('text = "What else?"', "text = 3", 11, "text in quotes"),
        ('text = "What else?"', 'txt = "What else?"', 11, 'did you mean "text"?'),
        ("What else?", "What else", 11, "one question mark at its end"),
        ("What else?", "What? And else?", 11, "one question mark at its end"),
        ("What else?", "What " + "on " * 18 + "else?", 11, "20 words"),
        ("What else?", "What about {person}?", 11, 'only for questions that are for = "person"'),
        ("What else?", "What about {peson}?", 11, 'did you mean "person"?'),
        ("What else?", "What about {?", 11, "curly bracket"),
        ("What else?", "Why that?", 11, "late = false"),
        ('"mine.two"', '"mine.one"', 9, '"mine.one" is already in use in'),
        ('"mine.two"', '"Mine two"', 9, "two words of small letters"),
        ('for = "general"', 'for = "general"\nkind = "setling"', 11, 'did you mean "settling"?'),
        ('for = "general"', 'for = "general"\nlate = "no"', 11, "true or false"),
        ("[[question]]", "[[qestion]]", 3, 'did you mean "question"?'),
        ('[[question]]\nid = "mine.one"', '[question]\nid = "mine.one"', 8, "line 8"),
        ("version = 1", "version = 2", 1, "version 2"),
        ("version = 1", "", 1, "version = 1 is missing"),
        ('"What else?"', '"What else?', 11, "line 11"),
    ],
)
def test_wrong_question_file(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    """One sentence with the file, the line and the nearest right word."""
    path = write(tmp_path / "own", GOOD.replace(old, new) if new != "[[qestion]]" else GOOD.replace(old, new, 1))
    with pytest.raises(UsageError) as fault:
        load_questions([tmp_path / "own"])
    assert str(path) in fault.value.message
    assert f"line {line}" in fault.value.message
    assert says in fault.value.message
    assert fault.value.message.count("\n") == 0
    assert fault.value.hint


def test_no_questions_at_all(tmp_path: Path) -> None:
    """A broken install is told, and not lived with in silence."""
    with pytest.raises(UsageError, match="no questions"):
        load_questions([tmp_path / "not-there"])


def test_id_taken_in_another_file(tmp_path: Path) -> None:
    """Both places are named."""
    ours, own = write(tmp_path / "a", GOOD), write(tmp_path / "b", GOOD)
    with pytest.raises(UsageError) as fault:
        load_questions([tmp_path / "a", tmp_path / "b"])
    assert fault.value.message == f'{own}, line 4: the id "mine.one" is already in use in {ours}, line 4.'


def test_file_that_is_no_text(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 get a sentence too."""
    write(tmp_path, "").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not plain text"):
        load_questions([tmp_path])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("whisper = ", "wisper = ", 'did you mean "whisper"?'),
        (WHISPER, "", '"whisper" is missing'),
        (WHISPER, "whisper = []", "a list of texts"),
        (WHISPER, "whisper = [1]", "text in quotes"),
        ("{count}", "{cuont}", 'did you mean "count"?'),
        ("Your words are kept.", "Your {count} words are kept.", "nothing that I can fill in"),
    ],
)
def test_wrong_evening_file(tmp_path: Path, old: str, new: str, says: str) -> None:
    """A sentence that the evening needs can't be missing or misspelt in silence."""
    source = (PROMPTS / "evening.toml").read_text("utf-8")
    path = write(tmp_path, source.replace(old, new, 1), name="evening.toml")
    with pytest.raises(UsageError) as fault:
        load_phrases(path)
    assert says in fault.value.message
    assert re.search(r"line \d+", fault.value.message)


def test_evening_file_gone(tmp_path: Path) -> None:
    """The file is named, and what to do."""
    with pytest.raises(UsageError, match="can't be read") as fault:
        load_phrases(tmp_path / "evening.toml")
    assert "install again" in fault.value.hint


Editor = Callable[[str, str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Editor:
    """A copy of `prompts/safety` with one place of one file changed."""

    def edit(name: str, old: str, new: str) -> Path:
        for path in (PROMPTS / "safety").rglob("*.toml"):
            copy = tmp_path / "safety" / path.relative_to(PROMPTS / "safety")
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text("utf-8")
            if copy.name == name:
                assert old in text
                text = text.replace(old, new, 1)
            copy.write_text(text, "utf-8")
        return tmp_path / "safety"

    return edit


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("crisis.toml", '    "{lines}",\n', "", "{lines} is missing from `full`"),
        ("crisis.toml", "Please call {emergency} now.", "Please call now.", "{emergency} is missing from `danger`"),
        ("concern.toml", '    "{program}",\n', "", "{program} is missing from `full`"),
        ("crisis.toml", '    "{lines}",\n', '    "Here: {lines}",\n', "{lines} is a sentence of its own"),
        ("crisis.toml", '    "{stay}",\n', '    "Yes. {stay}",\n', "{stay} is a sentence of its own"),
        ("always.toml", "stay = ", "stey = ", 'did you mean "stay"?'),
        ("concern.toml", "[self]", "[slef]", 'did you mean "self"?'),
        ("concern.toml", 'about = "self"', 'about = "sefl"', 'did you mean "self"?'),
        ("crisis.toml", "now = [", "nwo = [", 'did you mean "now"?'),
        ("always.toml", "{number} answers", "{nubmer} answers", 'did you mean "number"?'),
        ("always.toml", "reach = [", "reech = [", 'did you mean "reach"?'),
        ("gb.toml", "checked = 2026-11-22", 'checked = "today"', "a date, such as"),
        ("gb.toml", "checked = 2026-11-22", "", '"checked" is missing'),
        ("gb.toml", 'source = "NHS', 'sauce = "NHS', 'did you mean "source"?'),
        ("gb.toml", 'country = "GB"', 'country = "Britain"', "two capital letters"),
        ("gb.toml", "[[line]]", "[[lines]]", 'did you mean "line"?'),
    ],
)
def test_wrong_safety_file(edited: Editor, name: str, old: str, new: str, says: str) -> None:
    """Above all, no edit can lose the line, the emergency number or the word on what this program is."""
    with pytest.raises(UsageError) as fault:
        load_safety(edited(name, old, new))
    assert says in fault.value.message
    assert re.search(rf"{name}, line \d+", fault.value.message)


def test_own_numbers_take_the_place_of_ours(tmp_path: Path) -> None:
    """A person's file for a country replaces ours; other countries stay, and a new one is added."""
    ours = (PROMPTS / "safety/lines/gb.toml").read_text("utf-8")
    write(tmp_path, ours.replace("116 123", "000 111"), name="gb.toml")
    write(tmp_path, ours.replace('"GB"', '"XX"', 1), name="xx.toml")
    texts = load_safety(PROMPTS / "safety", own_lines=tmp_path)
    by_code = {country.code: country for country in texts.countries}
    assert by_code["GB"].lines[0].number == "000 111"
    assert {"XX", "US", "IE"} <= by_code.keys()
    assert load_safety(PROMPTS / "safety", own_lines=tmp_path / "not-there").countries


def test_labels_are_those_of_the_codebook(shared: Path) -> None:
    """Whoever adds a label adds its questions."""
    codebook = (shared / "tagging-codebook.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)`", codebook))
    assert {*EMOTIONS, *BEHAVIOURS, *THEMES} <= named
