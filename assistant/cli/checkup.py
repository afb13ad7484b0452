"""`between doctor` and `between prove-offline`."""

import shutil
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass

import typer

from assistant import wiring
from assistant.audio import level_db
from assistant.cli import terminal
from assistant.errors import AssistantError, ExitCode, PartMissing
from assistant.ports import Heard, Selection
from assistant.wiring import House, letting_go, staged
from assistant.wiring import locking as locks

LISTEN_S = 0.6
ROOM_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Check:
    part: str
    well: bool
    says: str
    do: str = ""


def doctor(*, as_json: bool) -> None:
    """Exit code 1 when a part is not well."""
    try:
        house = wiring.unasked("between doctor")
    except AssistantError as e:
        found = [Check("home and settings", well=False, says=e.message, do=e.hint)]
    else:
        found = [_check("log", _log, house)]
        with house.quiet_libraries() if found[0].well else nullcontext():
            found += [_check(part, ask, house) for part, ask in _PARTS.items()]
        house.close()
    if as_json:
        terminal.as_json([asdict(check) for check in found])
    else:
        terminal.table_as_grid(("", "part", "how it is"), [_row(check) for check in found])
    if not all(check.well for check in found):
        raise typer.Exit(ExitCode.FAILED)


def _check(part: str, ask: Callable[[House], str], house: House) -> Check:
    try:
        return Check(part, well=True, says=ask(house))
    except AssistantError as e:
        return Check(part, well=False, says=e.message, do=e.hint)


def _row(check: Check) -> tuple[str, str, str]:
    return "✓" if check.well else "✗", check.part, f"{check.says}\n{check.do}".strip()


def _log(house: House) -> str:
    with house.quiet_libraries():
        return f"{house.home.logs}, without your words"


def _home(house: House) -> str:
    free = shutil.disk_usage(house.home.root).free
    if free < ROOM_BYTES:
        raise AssistantError(
            f"Only {free / 1e6:.0f} MB are free where {house.home.root} lies.",
            "Make some room: an hour takes 14 MB, and 115 MB while you speak.",
        )
    return f"{house.home.root}, {free / 1e9:.0f} GB free"


def _settings(house: House) -> str:
    file = house.settings_file
    return f"{file}" if file.exists() else f"the defaults, since there is no {file}"


def _prompts(house: House) -> str:
    before = len(house.told)
    says = house.says()
    if told := house.told[before:]:
        raise AssistantError("\n".join(told))
    named = house.settings.safety.country
    if says.country is not None:
        country = f"crisis lines of {says.country.code}"
    elif named:
        country = f"no crisis lines of {named.upper()}: you can write them down, see docs/adding-a-question.md"
    else:
        country = "no crisis lines, as I don't know your country: name it in the settings as `safety.country`"
    return f"{len(says.questions)} questions, {len(says.guides)} guides, {country}"


def _journal(house: House) -> str:
    entries = house.journal.entries(Selection())
    waiting = sum(e.state == "pending" for e in entries)
    before = len(house.told)
    unfinished = len(house.spool.unfinished()) + len(house.drafts.left_behind())
    also = [f"{waiting} of them without words yet"] if waiting else []
    also += [f"{unfinished} unfinished, to be kept at the next start"] if unfinished else []
    count = "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
    return ", ".join([count, *also, *house.journal.notices(), *house.told[before:]])


def _lock(house: House) -> str:
    return locks.doctor_says(house)


def _microphone(house: House) -> str:
    loudest, until = -120.0, time.monotonic() + LISTEN_S
    with house.microphone() as microphone:
        while time.monotonic() < until:
            heard = microphone.read(0.1)
            if isinstance(heard, Heard):
                loudest = max(loudest, level_db(heard.samples))
        name = microphone.name
    if loudest <= -119:
        raise PartMissing(f"{name} gives only silence.", "Is it muted? Look in your system's sound settings.")
    return f"{name}, the room at {loudest:.0f} dB"


def _loudspeaker(house: House) -> str:
    return house.loudspeaker_name()


def _voice(house: House) -> str:
    if house.voice is None:
        return "off, by your settings"
    began = time.monotonic()
    sound = house.voice.speak("Good evening.")
    return f"ready; {sound.seconds:.1f} s of sound took it {time.monotonic() - began:.2f} s"


def _speech_model(house: House) -> str:
    choice = house.model_choice
    if choice.name is None:
        raise PartMissing(choice.reason, "Until then the sound is kept, and its words come later.")
    return choice.reason


def _tagger(house: House) -> str:
    return house.tagger().version


_PARTS: dict[str, Callable[[House], str]] = {
    "home": _home,
    "settings": _settings,
    "lock": _lock,
    "journal": _journal,
    "sound": letting_go.how_it_stands,
    "microphone": _microphone,
    "loudspeaker": _loudspeaker,
    "voice": _voice,
    "speech model": _speech_model,
    "tagger": _tagger,
    "questions": _prompts,
}


def prove_offline() -> None:
    """Exit code 1 when anything reached for a network, or when it can't be shown here."""
    proof = staged.prove_offline()
    for line in proof.told:
        terminal.answer(line)
    if not proof.holds:
        raise typer.Exit(ExitCode.FAILED)
