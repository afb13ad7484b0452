"""Which speech model listens tonight, and which one to offer where there is none. Pure: the facts come in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

KEEPS_UP = 0.4
"""Seconds of work for a second of speech that still leave room for the answer to come soon."""

MOST_CORES = 8
"""More threads than these make a Whisper no faster."""

SHARE_OF_MEMORY = 0.5
"""The rest of the machine belongs to the person."""

MEGABYTES_A_MINUTE = 150
"""At 20 Mbit a second, an ordinary line."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A row of `models/manifest.toml`, whose head says what each figure is and where it comes from."""

    name: str
    repo: str
    """On the hub; empty for what the program brings along."""
    languages: Literal["en", "many"]
    parameters_m: int
    about_mb: int
    memory_mb: int
    core_seconds: float
    licence: str
    offer: bool = True
    """False for what nobody is offered, but may name."""
    synthetic_only: bool = False
    """Understands our own synthetic voice and no person's."""

    @property
    def minutes(self) -> int:
        """To fetch over an ordinary line, at least 1."""
        return max(1, round(self.about_mb / MEGABYTES_A_MINUTE))


@dataclass(frozen=True, slots=True)
class Present:
    """A model's folder on this machine."""

    name: str
    folder: Path
    size_bytes: int
    fault: str = ""
    """What is wrong with it, as the rest of a sentence (`model.bin is missing`); empty when it is whole."""


@dataclass(frozen=True, slots=True)
class Machine:
    memory_gb: float
    cores: int
    cuda: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """`name` is None where no model can listen: an ordinary state. `reason` is a sentence for the person."""

    name: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    model: KnownModel
    reason: str


def fits(model: KnownModel, machine: Machine) -> bool:
    """Whether it keeps up with a person who talks, and leaves them their machine."""
    in_memory = model.memory_mb <= machine.memory_gb * 1000 * SHARE_OF_MEMORY
    in_time = machine.cuda or model.core_seconds / min(machine.cores, MOST_CORES) <= KEEPS_UP
    return in_memory and in_time


def for_language(
    language: str, *, known: Iterable[KnownModel], present: Iterable[Present]
) -> tuple[tuple[KnownModel, ...], tuple[Present, ...]]:
    """What is left of both for a person who speaks `language`, such as `fr`, which English models hear as nonsense."""
    known = tuple(known)
    deaf = {m.name for m in known if language != "en" and m.languages == "en" and not m.synthetic_only}
    return tuple(m for m in known if m.name not in deaf), tuple(p for p in present if p.name not in deaf)


def recommend(known: Iterable[KnownModel], *, machine: Machine) -> Offer:
    """The model to offer where there is none: the best that keeps up, the smallest where none does."""
    offered = sorted((m for m in known if m.offer and not m.synthetic_only), key=_goodness)
    fitting = [m for m in offered if fits(m, machine)]
    best = fitting[-1] if fitting else offered[0]
    word = "fits this machine" if fitting else "is the smallest there is, and may be slow here"
    size = f"about {best.about_mb} MB, {_minutes(best.minutes)} on an ordinary line"
    return Offer(best, f"{best.name} {word}: {size}.")


def choose(
    present: Sequence[Present],
    *,
    use: str,
    machine: Machine,
    known: Sequence[KnownModel],
    synthetic: bool = False,
) -> Choice:
    """`use` is the name in the settings, or empty. `synthetic`: the talk is our own voice's, as in the demo."""
    whole = [p.name for p in present if not p.fault]
    for_machines = {m.name for m in known if m.synthetic_only}
    if synthetic:
        return _for_our_own_voice([n for n in whole if n in for_machines])
    ready = [n for n in whole if n not in for_machines]
    if use in ready:
        return Choice(use, f"{use} is the one in your settings.")
    sorry = _why_not(use, present=present, known=known)
    best = _best(ready, of_name={m.name: m for m in known}, machine=machine)
    if best is not None:
        return Choice(best.name, f"{sorry} {best.reason}".strip())
    broken = next((p for p in present if p.fault and p.name not in for_machines), None)
    told = sorry or (_broken(broken, known=known) if broken else "")
    wanted = use in {m.name for m in known if m.repo}
    offer = use if wanted else recommend(known, machine=machine).model.name
    fetch = "" if "models pull" in told else f"`between models pull {offer}` fetches {'it' if wanted else 'one'}."
    return Choice(None, " ".join(filter(None, ["No speech model can listen yet.", told, fetch])))


def _for_our_own_voice(names: Sequence[str]) -> Choice:
    if not names:
        return Choice(None, "The small speech model that comes with the program is not here.")
    return Choice(names[0], f"{names[0]} understands the program's own voice.")


def _best(ready: Sequence[str], *, of_name: dict[str, KnownModel], machine: Machine) -> Choice | None:
    if not ready:
        return None
    if len(ready) == 1:
        return Choice(ready[0], f"{ready[0]} is the one on this machine.")
    ours = sorted((of_name[n] for n in ready if n in of_name), key=_goodness)
    if not ours:
        return Choice(sorted(ready)[0], "`between models use NAME` says which one to use.")
    fitting = [m for m in ours if fits(m, machine)]
    if not fitting:
        return Choice(ours[0].name, f"{ours[0].name} is the lightest one here.")
    return Choice(fitting[-1].name, f"{fitting[-1].name} is the best one here that keeps up with you.")


def _why_not(use: str, *, present: Sequence[Present], known: Sequence[KnownModel]) -> str:
    """Why the model of the settings is not used; empty where none is set."""
    if not use:
        return ""
    if use in {m.name for m in known if m.synthetic_only}:
        return f"{use} only understands the program's own voice, so it is not used for yours."
    found = next((p for p in present if p.name == use), None)
    if found is not None:
        return _broken(found, known=known)
    if use in {m.name for m in known}:
        return f"{use} is in your settings but not on this machine."
    return f"{use} is in your settings, but no model of that name is here for your language."


def _broken(model: Present, *, known: Sequence[KnownModel]) -> str:
    told = f"{model.name} cannot be used: {model.fault}."
    fetchable = model.name in {m.name for m in known if m.repo}
    return f"{told} `between models pull {model.name}` puts it right." if fetchable else told


def _goodness(model: KnownModel) -> tuple[int, bool]:
    """At the same size the English one hears English better."""
    return model.parameters_m, model.languages == "en"


def _minutes(count: int) -> str:
    return "about a minute" if count == 1 else f"about {count} minutes"
