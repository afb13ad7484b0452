"""`between doctor` and `between models`: how every part is, and what to do."""

import json
import re
import shutil
from pathlib import Path

import pytest
from command_line import between, home, house, process

PARTS = ["home", "settings", "journal", "microphone", "loudspeaker", "voice", "speech model", "tagger", "questions"]


def test_everything_absent() -> None:
    """No device, no voice, no model, no settings: each part has its line, what is missing says what to do."""
    answer = process("doctor", "--json", PATH="/nonexistent")
    checks = {check["part"]: check for check in json.loads(answer.out)}
    assert answer.code == 1
    assert [part for part in checks if part in PARTS] == PARTS
    for part in ("microphone", "loudspeaker", "speech model"):
        assert not checks[part]["well"]
        assert checks[part]["says"].endswith(".")
        assert checks[part]["do"].endswith(".")
    for part in ("home", "settings", "journal", "tagger", "questions"):
        assert checks[part]["well"], checks[part]
    assert answer.err == ""


def test_as_a_table() -> None:
    """One row a part, and the person's words nowhere."""
    between("type", stdin=b"a secret")
    answer = process("doctor")
    assert answer.code == 1
    shown = re.findall(r"^ ?[✓✗] +([a-z ]+?)  ", answer.out, re.MULTILINE)
    assert [part for part in shown if part in PARTS] == PARTS
    assert "1 entries" not in answer.out
    assert "1 entry" in answer.out
    assert "secret" not in answer.out


def test_settings_that_are_wrong() -> None:
    """The doctor is who one asks then: it says what is wrong instead of ending with it."""
    home().root.mkdir()
    (home().root / "settings.toml").write_text("[evening]\nquestion = 2\n")
    answer = between("doctor", "--json")
    (check,) = json.loads(answer.out)
    assert answer.code == 1
    assert "evening.questions" in check["do"]


def test_slips_in_guides_of_ones_own() -> None:
    """Each stands on a line of its own."""
    own = home().root / "guides"
    own.mkdir(parents=True)
    for name in ("one", "two"):
        (own / f"{name}.toml").write_text("")
    checks = {check["part"]: check for check in json.loads(process("doctor", "--json").out)}
    assert [line.split("guides/")[1][:8] for line in checks["questions"]["says"].splitlines()] == [
        "one.toml",
        "two.toml",
    ]


def test_a_damaged_model() -> None:
    broken = home().models / "base.en"
    broken.mkdir(parents=True)
    (broken / "config.json").write_text("{}")
    checks = {check["part"]: check for check in json.loads(process("doctor", "--json").out)}
    assert "model.bin is missing" in checks["speech model"]["says"]
    assert "between models pull base.en" in checks["speech model"]["says"]


def test_models() -> None:
    """What can be fetched with its size, and that the brought one is for the demo alone."""
    answer = between("models")
    assert answer.code == 0
    assert "base.en" in answer.out
    assert "148 MB" in answer.out
    assert "only the demo's own voice" in answer.out
    assert "between models pull" in answer.err


@pytest.mark.parametrize("command", [["models", "--json"], ["models", "list", "--json"]])
def test_models_as_json(command: list[str], model: Path) -> None:
    listed = {row["name"]: row for row in json.loads(between(*command).out)}
    assert listed["synthetic"]["state"]
    assert listed["whisper-nano"]["synthetic_only"]


def test_use_a_model(model: Path) -> None:
    """Written into the settings, where everything else stays as it was."""
    shutil.copytree(model, home().models / "other")
    file = home().root / "settings.toml"
    file.write_text("# mine\n[evening]\nquestions = 1  # one is enough\n")
    answer = between("models", "use", "other")
    assert answer.code == 0
    assert file.read_text().startswith("# mine\n[evening]\nquestions = 1  # one is enough\n")
    assert house().model_choice.name == "other"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["use", "base.en"], 1, "`between models pull base.en` fetches it."),
        (["use", "nope"], 1, "`between models` lists what is here."),
        (["use", ""], 1, "is not on this machine"),
        (["use", "whisper-nano"], 2, "only understands the demo's own voice"),
        (["pull", "base.eng"], 2, "Did you mean base.en?"),
        (["pull", "../../etc"], 2, "There is no speech model called"),
        (["pull", "whisper-nano"], 2, "comes with the program"),
    ],
)
def test_models_that_cannot_be(arguments: list[str], code: int, told: str) -> None:
    answer = between("models", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert told in answer.err
    assert not (home().root / "settings.toml").exists()


def test_settings_that_cannot_be_written(model: Path) -> None:
    """Said in a sentence, and the old file is whole."""
    file = home().root / "settings.toml"
    file.write_text("[evening]\nquestions = 1\n")
    (home().root / "settings.new").mkdir()
    answer = between("models", "use", "synthetic")
    assert answer.code == 1
    assert "can't be written" in answer.err
    assert file.read_text() == "[evening]\nquestions = 1\n"
