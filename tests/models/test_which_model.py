"""Which model listens, and which one is offered."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.whisper.models import known_models
from assistant.dialogue.which_model import Choice, Machine, Present, choose, fits, for_language, recommend

KNOWN = known_models(Path(__file__).resolve().parents[2] / "models" / "manifest.toml")
LAPTOP = Machine(memory_gb=8, cores=4)
SMALL = Machine(memory_gb=4, cores=2)
NANO = Present("whisper-nano", Path("/program/whisper-nano"), 5_000_000)


def here(*names: str, fault: str = "") -> list[Present]:
    return [NANO, *(Present(n, Path("/home/models") / n, 1, fault) for n in names)]


def chosen(*names: str, use: str = "", machine: Machine = LAPTOP) -> Choice:
    return choose(here(*names), use=use, machine=machine, known=KNOWN)


def test_no_model_is_an_ordinary_state() -> None:
    """Nothing listens, the nano least of all, and the sentence names what to fetch."""
    choice = chosen(machine=SMALL)
    assert choice.name is None
    assert "`between models pull base.en` fetches one." in choice.reason


def test_the_setting_decides() -> None:
    """Even for a model that is slow here."""
    assert chosen("tiny.en", "large-v3", use="large-v3").name == "large-v3"


def test_the_best_that_keeps_up() -> None:
    """Without a setting: better before faster, but never one that falls behind."""
    assert chosen("tiny.en", "base.en", "medium.en").name == "base.en"
    assert chosen("tiny.en", "base.en", "small.en").name == "small.en"
    assert chosen("tiny.en", "base.en", "small.en", machine=SMALL).name == "base.en"


def test_english_before_many_languages() -> None:
    """At the same size the English one is the better one."""
    assert chosen("base", "base.en").name == "base.en"


def test_none_keeps_up() -> None:
    """The lightest listens, and the reason says so."""
    choice = chosen("medium.en", "large-v3", machine=SMALL)
    assert choice.name == "medium.en"
    assert "lightest" in choice.reason


def test_the_setting_names_what_is_not_here() -> None:
    """Another one listens meanwhile, and both are told."""
    choice = chosen("tiny.en", use="small.en")
    assert choice.name == "tiny.en"
    assert choice.reason.startswith("small.en is in your settings but not on this machine.")


def test_the_setting_names_what_is_not_here_and_nothing_is() -> None:
    """The one that the person wanted is the one to fetch."""
    choice = chosen(use="small.en", machine=SMALL)
    assert choice.name is None
    assert choice.reason.endswith("`between models pull small.en` fetches it.")


def test_another_language() -> None:
    """English models neither hear it nor are offered; the others and the nano are as they were."""
    known, present = for_language("fr", known=KNOWN, present=here("small.en", "base"))
    assert [p.name for p in present] == ["whisper-nano", "base"]
    assert recommend(known, machine=LAPTOP).model.name == "small"
    choice = choose(present, use="small.en", machine=LAPTOP, known=known)
    assert choice.name == "base"
    assert "no model of that name is here for your language" in choice.reason
    assert for_language("en", known=KNOWN, present=present) == (KNOWN, present)


def test_the_setting_names_a_damaged_one() -> None:
    """What is wrong with it, and how it is put right."""
    present = [*here("base.en", fault="model.bin is missing"), *here("tiny.en")]
    choice = choose(present, use="base.en", machine=LAPTOP, known=KNOWN)
    assert choice.name == "tiny.en"
    assert "model.bin is missing" in choice.reason
    assert "`between models pull base.en` puts it right." in choice.reason


def test_only_a_damaged_one() -> None:
    """Nothing listens, and one thing to do is named, not two."""
    choice = choose(here("base.en", fault="model.bin is missing"), use="", machine=LAPTOP, known=KNOWN)
    assert choice.name is None
    assert choice.reason.count("models pull") == 1
    assert "pull base.en" in choice.reason


def test_a_persons_own_model() -> None:
    """A folder that nobody knows is used when it is named, or alone."""
    assert chosen("my-own", "tiny.en", use="my-own").name == "my-own"
    assert chosen("my-own").name == "my-own"
    assert chosen("my-own", "tiny.en").name == "tiny.en"


def test_the_nano_for_our_own_voice() -> None:
    """The demo's voice is the one that it understands."""
    assert choose(here("base.en"), use="base.en", machine=LAPTOP, known=KNOWN, synthetic=True).name == "whisper-nano"
    assert choose([], use="", machine=LAPTOP, known=KNOWN, synthetic=True).name is None


@given(
    names=st.lists(st.sampled_from([*(m.name for m in KNOWN), "my-own"]), unique=True),
    use=st.sampled_from(["", *(m.name for m in KNOWN), "my-own", "nonsense"]),
    fault=st.sampled_from(["", "model.bin is missing"]),
    machine=st.builds(Machine, memory_gb=st.floats(0.5, 64), cores=st.integers(1, 64), cuda=st.booleans()),
)
def test_the_nano_never_hears_a_person(names: list[str], use: str, fault: str, machine: Machine) -> None:
    """Whatever is here and whatever is set; and what is chosen is here, whole, with a reason."""
    present = here(*names, fault=fault)
    choice = choose(present, use=use, machine=machine, known=KNOWN)
    assert choice.name != "whisper-nano"
    assert choice.name is None or choice.name in {p.name for p in present if not p.fault}
    assert choice.reason.endswith(".")


@pytest.mark.parametrize(
    ("machine", "name"),
    [
        (Machine(memory_gb=0.7, cores=1), "tiny.en"),
        (Machine(memory_gb=2, cores=2), "base.en"),
        (Machine(memory_gb=8, cores=4), "small.en"),
        (Machine(memory_gb=64, cores=32), "small.en"),
        (Machine(memory_gb=32, cores=8, cuda=True), "large-v3-turbo"),
    ],
)
def test_what_is_offered(machine: Machine, name: str) -> None:
    """One model for each kind of machine, with its size and its time."""
    offer = recommend(KNOWN, machine=machine)
    assert offer.model.name == name
    assert f"about {offer.model.about_mb} MB" in offer.reason
    assert "minute" in offer.reason


def test_the_offer_on_a_tiny_machine_is_honest() -> None:
    """Where nothing fits, it says that it may be slow."""
    assert "may be slow" in recommend(KNOWN, machine=Machine(memory_gb=0.5, cores=1)).reason


def test_more_machine_never_fits_less() -> None:
    """A model that fits goes on fitting on a larger machine."""
    for model in KNOWN:
        if fits(model, SMALL):
            assert fits(model, LAPTOP)


def test_the_manifest() -> None:
    """Every row but the one that comes along has a repository, and names are not used twice."""
    assert len({m.name for m in KNOWN}) == len(KNOWN)
    assert [m.name for m in KNOWN if m.synthetic_only] == ["whisper-nano"]
    assert all(m.repo.count("/") == 1 for m in KNOWN if not m.synthetic_only)


def test_the_manifest_agrees_with_faster_whisper() -> None:
    """The repositories are those that faster-whisper itself would fetch."""
    from faster_whisper.utils import _MODELS

    assert {m.name: m.repo for m in KNOWN if m.repo} == {m.name: _MODELS[m.name] for m in KNOWN if m.repo}
