"""One TOML file to one frozen value: every slip is one sentence with its place, and what to do."""

import os
from datetime import time
from pathlib import Path

import pytest

from assistant import settings
from assistant.errors import AssistantError, ExitCode, UsageError
from assistant.settings import Settings


def _load(tmp_path: Path, text: str | bytes) -> Settings:
    file = tmp_path / "settings.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return settings.load(file)


def _fault(tmp_path: Path, text: str | bytes) -> UsageError:
    with pytest.raises(UsageError) as caught:
        _load(tmp_path, text)
    assert caught.value.exit_code is ExitCode.USAGE
    assert str(tmp_path / "settings.toml") in caught.value.message
    assert caught.value.hint
    return caught.value


def test_no_file(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "settings.toml") == Settings()


def test_an_empty_file(tmp_path: Path) -> None:
    assert _load(tmp_path, "") == Settings()


def test_every_kind_of_value(tmp_path: Path) -> None:
    """A number without a point is a number, an hour may be TOML's own or a text."""
    loaded = _load(
        tmp_path,
        """
        [evening]
        questions = 1
        greeting = false
        night_turns_at = "04:30"
        [voice]
        volume = 1
        [speech]
        vocabulary = ["Dana", "Aoife"]
        [turn_taking]
        done_after_s = 7
        profile = "brisk"
        [safety]
        country = "GB"
        """,
    )
    assert (loaded.evening.questions, loaded.evening.greeting) == (1, False)
    assert loaded.evening.night_turns_at == time(4, 30)
    assert (loaded.voice.volume, loaded.turn_taking.done_after_s) == (1.0, 7.0)
    assert loaded.turn_taking.profile == "brisk"
    assert loaded.speech.vocabulary == ("Dana", "Aoife")
    assert loaded.safety.country == "GB"
    assert loaded.microphone == Settings().microphone
    assert _load(tmp_path, "[evening]\nnight_turns_at = 03:00:00").evening.night_turns_at == time(3)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("[evning]\nquestions = 3", "`evning`", "`evening`"),
        ("[evening]\nquestion = 3", "`evening.question`", "`evening.questions`"),
        ("[voice]\nword_per_minute = 3", "`voice.word_per_minute`", "`voice.words_per_minute`"),
        ("[speech]\nvocab = []", "`speech.vocab`", "`speech.vocabulary`"),
        ("Voice = 1", "`Voice`", "`voice`"),
    ],
)
def test_a_wrong_key(tmp_path: Path, text: str, wrong: str, right: str) -> None:
    """The nearest right one is named."""
    fault = _fault(tmp_path, text)
    assert wrong in fault.message
    assert fault.hint == f"Did you mean {right}?"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[evening]\nquestions = '3'", "`evening.questions` wants a whole number"),
        ("[evening]\nquestions = 2.5", "`evening.questions` wants a whole number"),
        ("[evening]\nquestions = true", "`evening.questions` wants a whole number"),
        ("[evening]\nquestions = 11", "it goes from 0 to 10"),
        ("[evening]\nquestions = -1", "it goes from 0 to 10"),
        ("[evening]\ngreeting = 1", "wants true or false"),
        ("[evening]\ngreeting = 'yes'", "wants true or false"),
        ("[evening]\nnight_turns_at = '25:00'", "is an hour of the day"),
        ("[evening]\nnight_turns_at = 5", "is an hour of the day"),
        ("[evening]\nnight_turns_at = '05:00+02:00'", "is an hour of the day"),
        ("[evening]\nnight_turns_at = 2026-11-20", "is an hour of the day"),
        ("[voice]\nvolume = 1.5", "it goes from 0 to 1"),
        ("[voice]\nvolume = nan", "it goes from 0 to 1"),
        ("[voice]\nname = 3", "wants a text in quotes"),
        ("[turn_taking]\npause_after_s = -1", "zero or more"),
        ("[turn_taking]\nprofile = 'brsk'", "is one of unhurried, brisk"),
        ("[turn_taking]\nprofile = 2", "is one of unhurried, brisk"),
        ("[turn_taking]\nnudge_after_s = 1", "it goes from 2 to 600"),
        ("[speech]\nvocabulary = 'Dana'", "is a list of words"),
        ("[speech]\nvocabulary = [1]", "is a list of words"),
        ("[safety]\ncountry = 'Narnia'", "is a country in two letters"),
        ("[speech]\ndevice = 'gpu'", 'is "cpu" or empty'),
        ("evening = 3", "`evening` is a section"),
        ("[[evening]]\nquestions = 3", "`evening` is a section"),
    ],
)
def test_a_wrong_value(tmp_path: Path, text: str, told: str) -> None:
    """What is wanted stands in the sentence; bools are no numbers."""
    assert told in _fault(tmp_path, text).message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[evening\n", "line 1"),
        ("[evening]\nquestions = 1\nquestions = 2\n", "line 3"),
        ("[evening]\nquestions 3\n", "line 2"),
        (b"\xff\xfe[\x00", "UTF-8"),
    ],
)
def test_a_file_that_is_no_toml(tmp_path: Path, text: str | bytes, told: str) -> None:
    """The line at fault is named."""
    assert told in _fault(tmp_path, text).message


def test_a_file_of_another_editor(tmp_path: Path) -> None:
    """Some begin with a byte order mark and end their lines in their own way."""
    assert _load(tmp_path, b"\xef\xbb\xbf[evening]\r\nquestions = 2\r\n").evening.questions == 2


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "settings.toml"
    folder.mkdir()
    with pytest.raises(UsageError, match="can't be read"):
        settings.load(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_of_somebody_else(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.touch(mode=0)
    with pytest.raises(UsageError, match="can't be read"):
        settings.load(file)


def test_write_one_value(tmp_path: Path) -> None:
    """Every other line and comment stays; the file is the person's alone, and is read back."""
    file = tmp_path / "new" / "settings.toml"
    settings.set_value(file, section="speech", key="model", value="tiny.en")
    assert settings.load(file).speech.model == "tiny.en"
    assert file.stat().st_mode & 0o777 == 0o600
    before = "# mine\n\n[evening]  # late\nquestions = 1\n\n[speech]\nmodel = 'tiny.en'   # small\nlanguage = 'en'\n"
    file.write_text(before)
    settings.set_value(file, section="speech", key="model", value="base.en")
    assert file.read_text() == before.replace("'tiny.en'", '"base.en"')
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_write_through_a_link(tmp_path: Path) -> None:
    """Who keeps their settings elsewhere keeps them there."""
    real, link = tmp_path / "dotfiles.toml", tmp_path / "settings.toml"
    real.write_text("[evening]\nquestions = 1\n")
    link.symlink_to(real)
    settings.set_value(link, section="speech", key="model", value="base.en")
    assert link.is_symlink()
    assert settings.load(real).speech.model == "base.en"


def test_write_where_it_cannot_be(tmp_path: Path) -> None:
    """A sentence, and the file is as it was."""
    file = tmp_path / "settings.toml"
    file.write_text("[evening]\nquestions = 1\n")
    (tmp_path / "settings.new").mkdir()
    with pytest.raises(AssistantError, match="can't be written"):
        settings.set_value(file, section="speech", key="model", value="base.en")
    assert file.read_text() == "[evening]\nquestions = 1\n"


def test_the_home_by_its_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With BETWEEN_HOME everything lies in one folder, which need not be absolute and need not exist."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BETWEEN_HOME", "journal")
    assert settings.home().root == tmp_path / "journal"
    assert settings.settings_file() == tmp_path / "journal" / "settings.toml"
    assert not settings.home().root.exists()


def test_the_home_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system keeps data, and settings where it keeps settings; an empty variable is none."""
    monkeypatch.setenv("BETWEEN_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert tmp_path in settings.home().root.parents
    assert tmp_path in settings.settings_file().parents
