"""The demo's evenings: a made-up person, a clock that stands at their nights, the brought model, a home of its own."""

import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.audio import SAMPLE_RATE
from assistant.ports import Home, Keys
from assistant.session.parts import Talking
from assistant.settings import Settings
from assistant.wiring import House, data_folder

if TYPE_CHECKING:
    from assistant.adapters.offline_proof import Proof


@dataclass(frozen=True, slots=True)
class StagedEvening:
    """One evening of the demo: what is said, and when."""

    days_ago: int
    at: time
    turns: tuple[str, ...]


def evenings() -> tuple[StagedEvening, ...]:
    """`prompts/demo.toml`."""
    script = tomllib.loads((data_folder("prompts") / "demo.toml").read_text("utf-8"))
    return tuple(
        StagedEvening(e["days_ago"], time.fromisoformat(e["at"]), tuple(e["turns"])) for e in script["evening"]
    )


def house(root: Path, evening: StagedEvening) -> House:
    """A home of its own, the brought model, and a clock that stands at that evening."""
    from assistant.adapters.clock import moment_of
    from assistant.adapters.staged import StagedClock

    day = date.today() - timedelta(days=evening.days_ago)
    clock = StagedClock(moment_of(datetime.combine(day, evening.at).astimezone()))
    return House(
        Home(root), Settings(), root / "settings.toml", command="between demo", synthetic=True, clock=clock
    ).open()


def talking(made: House, evening: StagedEvening, *, keys: Keys, quiet: bool) -> Talking:
    """A synthetic person at the microphone; the real loudspeaker where there is one and it is wanted."""
    from assistant.adapters import synthetic_person
    from assistant.adapters.devices.conversion import at_rate
    from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker

    spoken = [synthetic_person.speak(turn) for turn in evening.turns]
    turns = [at_rate(sound.samples, rate_hz=sound.rate_hz, wanted_hz=SAMPLE_RATE) for sound in spoken]
    loudspeaker = SilentLoudspeaker() if quiet or not made.has_loudspeaker else made.loudspeaker()
    return Talking(PlayedMicrophone(turns), loudspeaker, made.voice, keys)


def prove_offline() -> "Proof":
    """A whole demo without a network, watched; its own output goes nowhere."""
    from assistant.adapters.offline_proof import prove

    return prove([sys.executable, "-m", "assistant", "demo", "--quiet"], stdout=subprocess.DEVNULL)
