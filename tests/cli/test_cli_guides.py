"""`between guides`: which there are, which are one's own, and what is wrong with one."""

import json
import re
from pathlib import Path

import pytest
from command_line import ROOT, between, home, house

from assistant.adapters import guide_files
from assistant.journal import night_of
from assistant.practice import GuideRun

MINE = (ROOT / "docs" / "guides.md").read_text("utf-8").split("```toml\n")[1].split("```")[0]


def own(name: str, text: str) -> Path:
    folder = home().root / "guides"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder / f"{name}.toml"


def test_all_of_them() -> None:
    """Ten practices and more, each with what it is for and how long it takes."""
    told = between("guides")
    assert told.code == 0
    names = re.findall(r"^([a-z-]+) · about \d", told.out, re.MULTILINE)
    assert {"bedtime-reflection", "five-senses", "paced-breathing", "thought-record", "worry-parking"} < set(names)
    assert len(names) >= 10


def test_as_json() -> None:
    """With its source, how it is asked for aloud, and where it was left."""
    now = house().clock.now()
    house().practices.keep_run(GuideRun("a" * 32, "thought-record", 1, now, night_of(now), "belief"))
    guides = {guide["name"]: guide for guide in json.loads(between("guides", "--json").out)}
    assert all(guide["source"] and guide["called"] for guide in guides.values())
    assert guides["thought-record"]["left_at"] == "belief"
    assert guides["five-senses"]["left_at"] is None
    assert "Left at “belief”" in between("guides").out


def test_one_of_my_own() -> None:
    """The one that the manual shows; one of the name of ours takes its place."""
    own("three-words", MINE)
    ours = MINE.replace("three-words", "five-senses").replace('"three words", "my three words"', '"five senses"')
    own("five-senses", ours.replace("Three words", "Five senses").replace("minutes = 2", "minutes = 9"))
    told = between("guides")
    assert "three-words · about 2 minutes" in told.out
    assert re.findall(r"five-senses · about (\d+)", told.out) == ["9"]
    assert told.err.splitlines()[1:] == []


def test_a_slip_in_one_of_my_own() -> None:
    """It is told with its line and the right word; the others are there."""
    path = own("three-words", MINE.replace('go = "another_day"', 'go = "other_day"'))
    told = between("guides")
    assert told.code == 0
    assert "three-words" not in told.out
    line = 1 + next(n for n, text in enumerate(path.read_text("utf-8").splitlines()) if "other_day" in text)
    assert f'{path}, line {line}: there is no step "other_day" to go to; did you mean "another_day"?' in told.err
    assert "thought-record" in told.out


def test_a_slip_in_the_one_that_is_asked_for() -> None:
    """What is wrong in it is told there, too, and not only that there is no such guide."""
    path = own("three-words", MINE.replace('go = "another_day"', 'go = "other_day"'))
    told = between("guide", "three-words")
    assert told.code == 2
    assert "I know no guide “three-words”." in told.err
    assert f"{path}, line " in told.err
    assert 'did you mean "another_day"?' in told.err


def test_my_own_asked_for_in_words_of_another() -> None:
    """Ours stays, and it is told what to change."""
    own("three-words", MINE.replace("my three words", "paced breathing"))
    told = between("guides")
    assert "three-words" not in told.out
    assert "both called “paced breathing”" in told.err.replace("\n", " ")


def test_a_name_that_none_has() -> None:
    """The nearest is named, before a microphone is opened."""
    told = between("guide", "thougt", "record")
    assert told.code == 2
    assert told.err == "I know no guide “thougt record”.\nDid you mean `between guide thought-record`?\n"
    assert "`between guides` lists them." in between("guide", "quux").err


@pytest.mark.parametrize("name", [(), ("",), (" ",)])
def test_no_name_at_all(name: tuple[str, ...]) -> None:
    """Whoever does not know them by heart is told where they are listed, and no evening begins."""
    told = between("guide", *name)
    assert (told.code, "`between guides` lists them." in told.err, "Usage" in told.err) == (2, True, False)


def test_the_guide_of_the_manual(tmp_path: Path) -> None:
    """It is right as it stands there."""
    (tmp_path / "three-words.toml").write_text(MINE, "utf-8")
    assert guide_files.load(tmp_path / "three-words.toml").minutes == 2
