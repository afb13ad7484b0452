"""The knobs: one TOML file to one frozen value."""

import difflib
import os
import re
import tomllib
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import time
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from assistant.dialogue.letting_go import FORMS, keep_of
from assistant.dialogue.patience import TurnTaking
from assistant.errors import AssistantError, UsageError
from assistant.journal import NIGHT_TURNS_AT
from assistant.ports import Home


@dataclass(frozen=True, slots=True)
class EveningSettings:
    questions: int = 3
    """At most so many in one evening; 0 only listens."""
    night_turns_at: time = NIGHT_TURNS_AT
    greeting: bool = True
    looks_back: bool = True
    """Whether it says now and then that something is kept of the same night a year or some months ago."""
    threads: bool = True
    """Whether an evening may open with one thing of an earlier night."""
    homework: bool = True
    """Whether an evening may ask once about homework."""


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    device: str = ""
    """Name (or a part of it) or number, as `between doctor` lists them; empty for the system's own choice."""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    speak: bool = True
    name: str = ""
    """An engine's voice; empty for the first English one."""
    words_per_minute: int = 170
    volume: float = 0.6
    """0 to 1; at 1 it is loud for a bedroom."""


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    model: str = ""
    """Name as `between models` lists it; empty for the best one that is here."""
    language: str = "en"
    device: str = ""
    """`cpu` leaves a graphics card alone; empty takes one where CTranslate2 can use it."""
    offer: bool = True
    """Whether to offer a model where none is here."""
    vocabulary: tuple[str, ...] = ()
    """Names and words of the person's own, offered to the recogniser."""


@dataclass(frozen=True, slots=True)
class SafetySettings:
    country: str = ""
    """Two letters, such as `GB`; empty to go by the system's time zone."""


@dataclass(frozen=True, slots=True)
class RecordingsSettings:
    keep: str = "for ever"
    """How long sound stays once its words are made and read: a time such as `90 days`, `for ever` or `never`."""


@dataclass(frozen=True, slots=True)
class Settings:
    evening: EveningSettings = field(default_factory=EveningSettings)
    microphone: DeviceSettings = field(default_factory=DeviceSettings)
    loudspeaker: DeviceSettings = field(default_factory=DeviceSettings)
    voice: VoiceSettings = field(default_factory=VoiceSettings)
    speech: SpeechSettings = field(default_factory=SpeechSettings)
    turn_taking: TurnTaking = field(default_factory=TurnTaking)
    safety: SafetySettings = field(default_factory=SafetySettings)
    recordings: RecordingsSettings = field(default_factory=RecordingsSettings)


_RANGES: dict[str, tuple[float, float]] = {
    "evening.questions": (0, 10),
    "voice.words_per_minute": (80, 400),
    "voice.volume": (0, 1),
    "turn_taking.done_after_s": (1, 120),
    "turn_taking.brisk_done_after_s": (1, 120),
    "turn_taking.sure_at": (-20, 20),
    "turn_taking.brisk_sure_at": (-20, 20),
    "turn_taking.open_done_after_s": (1, 120),
    "turn_taking.no_words_done_after_s": (1, 120),
    "turn_taking.nudge_after_s": (2, 600),
    "turn_taking.nudged_done_after_s": (1, 600),
    "turn_taking.longest_turn_s": (60, 86400),
    "turn_taking.murmur_done_after_s": (1, 120),
    "turn_taking.gone_after_s": (5, 3600),
    "turn_taking.voice_on": (0, 1),
    "turn_taking.voice_on_again": (0, 1),
    "turn_taking.voice_off_again": (0, 1),
    "turn_taking.voice_off": (0, 1),
    "turn_taking.murmur": (0, 1),
    "turn_taking.floor_over_s": (1, 120),
    "turn_taking.quietest_floor_db": (-120, 0),
}


def range_of(key: str) -> tuple[float, float]:
    """From the least to the most that a number may be; `key` such as `voice.volume`."""
    return _RANGES.get(key, (0, float("inf")))


def home() -> Home:
    """The folder of a person's data; it need not exist yet."""
    if named := os.environ.get("BETWEEN_HOME"):
        return Home(Path(named).expanduser().absolute())
    from platformdirs import user_data_path

    return Home(user_data_path("between", appauthor=False))


def settings_file() -> Path:
    """With BETWEEN_HOME everything lies in that one folder; otherwise where the system keeps settings."""
    if os.environ.get("BETWEEN_HOME"):
        return home().root / "settings.toml"
    from platformdirs import user_config_path

    return user_config_path("between", appauthor=False) / "settings.toml"


def data_folder(name: str) -> Path:
    """`models` or `prompts`: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent / name


def load(path: Path) -> Settings:
    """The defaults where there is no file; raises UsageError naming the place of the first fault."""
    try:
        text = path.read_text("utf-8-sig")  # some editors begin a file with a mark
    except (FileNotFoundError, NotADirectoryError):  # of a home that is no folder the house tells more
        return Settings()
    except OSError as e:
        raise UsageError(
            f"The settings file {path} can't be read ({e.strerror}).", "Give it back to your user, or move it away."
        ) from e
    except UnicodeDecodeError as e:
        raise UsageError(f"The settings file {path} is no text in UTF-8.", "Save it as UTF-8, or move it away.") from e
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise UsageError(f"The settings file {path} has a slip in it: {e}.", "Mend that line, or move it away.") from e
    settings: Settings = _read(Settings, table, _Place(path, ""))
    return settings


def set_value(path: Path, *, section: str, key: str, value: str | bool | int | float) -> None:
    """Writes one knob and leaves every other line and comment as it is; raises AssistantError where it can't."""
    import tomlkit

    document = tomlkit.parse(path.read_text("utf-8-sig")) if path.exists() else tomlkit.document()
    table = document.setdefault(section, tomlkit.table())
    table[key] = value
    try:
        _write(path, tomlkit.dumps(document))
    except OSError as e:
        raise AssistantError(
            f"The settings file {path} can't be written ({e.strerror}).", "It was left as it is. Is there room?"
        ) from e


def _write(path: Path, text: str) -> None:
    """All of it or nothing; a file that is a link to elsewhere stays one."""
    path = path.resolve()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


@dataclass(frozen=True, slots=True)
class _Place:
    file: Path
    key: str

    def of(self, key: str) -> "_Place":
        return _Place(self.file, f"{self.key}.{key}" if self.key else key)

    def fault(self, what: str, hint: str) -> UsageError:
        return UsageError(f"In the settings file {self.file}: `{self.key}` {what}.", hint)


def _read(cls: type[Any], table: dict[str, Any], place: _Place) -> Any:
    hints = get_type_hints(cls)
    known = [f.name for f in fields(cls)]
    values: dict[str, Any] = {}
    for key, value in table.items():
        here = place.of(key)
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
            raise here.fault("is not a setting", f"Did you mean `{place.of(near[0]).key}`?")
        values[key] = _value(hints[key], value, here)
    return cls(**values)


def _value(kind: Any, value: Any, place: _Place) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, dict):
            raise place.fault("is a section", f"Write it as [{place.key}] with its settings below.")
        return _read(kind, value, place)
    if kind == tuple[str, ...]:
        if not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise place.fault("is a list of words", f'Write it like {place.key.split(".")[-1]} = ["Dana", "Aoife"].')
        return tuple(value)
    if kind is time:
        return _hour(value, place)
    if get_origin(kind) is Literal:
        return _one_of(get_args(kind), value, place)
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text in quotes"}
        raise place.fault(f"wants {words[kind]}", "Mend that line.")
    low, high = range_of(place.key)
    if kind in (int, float) and not low <= value <= high:
        limit = f"from {low:g} to {high:g}" if high < float("inf") else "zero or more"
        raise place.fault(f"is out of range, it goes {limit}", "Mend that line.")
    if place.key == "safety.country" and not re.fullmatch("([A-Za-z]{2})?", value):
        raise place.fault("is a country in two letters", 'Write it like country = "GB".')
    if place.key == "speech.device" and value not in ("", "cpu"):
        raise place.fault('is "cpu" or empty', "Mend that line.")
    if place.key == "recordings.keep":
        return _keep(value, place)
    return value


def _one_of(known: tuple[str, ...], value: Any, place: _Place) -> str:
    if value not in known:
        near = difflib.get_close_matches(str(value), known, n=1, cutoff=0.0)[0]
        raise place.fault(f"is one of {', '.join(known)}", f'Did you mean "{near}"?')
    return str(value)


def _keep(value: str, place: _Place) -> str:
    try:
        return str(keep_of(value))
    except ValueError as e:
        raise place.fault(f"is {FORMS}", 'Write it like keep = "90 days".') from e


def _hour(value: Any, place: _Place) -> time:
    try:
        hour = value if isinstance(value, time) else time.fromisoformat(value)
    except (TypeError, ValueError):
        hour = None
    if hour is None or hour.tzinfo is not None:
        raise place.fault("is an hour of the day", 'Write it like "05:00".')
    return hour
