"""`between safety-plan`: shown, written by keyboard, read aloud."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.markup import escape

from assistant import wiring
from assistant.cli import notices, terminal
from assistant.dialogue import safety
from assistant.dialogue.safety_plan import SECTIONS, PlanTexts, Section, aloud, renewed
from assistant.dialogue.sentences import Sentence
from assistant.errors import AssistantError, ExitCode, PartMissing, UsageError
from assistant.practice import PlanLine
from assistant.session.parts import Says
from assistant.wiring import House

EMPTY_IT = "-"


def show(*, as_json: bool) -> None:
    guest = wiring.guest("between safety-plan")
    says = guest.says()
    whom = _whom(says, guest)
    locked = guest.home.keys.exists()
    if locked and not as_json:  # whoever can't think of the passphrase now has this at least
        _page_whom(whom)
    with _all_the_same(() if locked or as_json else whom):
        house = guest.open()
        plan = house.practices.safety_plan()
    if as_json:
        sections = {section: [line.text for line in plan if line.section == section] for section in SECTIONS}
        terminal.as_json({"plan": sections, "whom_to_reach": whom})
    elif plan:
        _page(plan, texts=says.safety.plan)
    else:
        terminal.answer("No plan of yours is written yet.")
        terminal.note("In a calm hour, `between safety-plan write` writes one with you.")
    if not locked and not as_json:
        _page_whom(whom)
    notices.tell(house)


@contextmanager
def _all_the_same(whom: Sequence[str]) -> Iterator[None]:
    """They can be reached where the plan can't: the disk is broken, or the passphrase not to be found."""
    try:
        yield
    except (AssistantError, KeyboardInterrupt):
        if whom:
            _page_whom(whom)
        raise


def read() -> None:
    guest = wiring.guest("between safety-plan read")
    says = guest.says()
    whom = _whom(says, guest)
    with _all_the_same(whom):
        house = guest.open()
        plan = house.practices.safety_plan()
    for_voice = aloud(plan, texts=says.safety.plan, whom=whom)
    if house.voice is None:
        for sentence in for_voice:
            terminal.page(escape(sentence.text))
        terminal.note("It is shown only: your settings ask for no voice.")
        return
    terminal.note("Any key stops it.")
    try:
        with house.quiet_libraries(), house.keyboard() as keys:
            _speak(for_voice, house=house, stop=lambda: keys.pressed() is not None)
    finally:
        house.close()
    notices.tell(house)


def _speak(sentences: Sequence[Sentence], *, house: House, stop: Callable[[], bool]) -> None:
    """Shown in every case: a voice or a loudspeaker that fails costs the sound, and never the plan."""
    loudspeaker, speaking = house.loudspeaker(), True
    for sentence in sentences:
        terminal.page(escape(sentence.text))
        if not speaking or house.voice is None:
            continue
        try:
            speaking = loudspeaker.play(house.voice.speak(sentence.spoken), stop=stop)
        except PartMissing as e:
            speaking = False
            terminal.fault(f"{e.message} The plan is shown here.", e.hint)


def write() -> None:
    """Each part is kept as soon as it is written; ^D and ^C end, and what was there for the others stays."""
    house = wiring.house("between safety-plan write")
    if not terminal.at_the_keyboard():
        raise UsageError("A plan is written at a terminal, part by part.", "Type `between safety-plan write` there.")
    texts = house.says().safety.plan
    terminal.note("There are seven parts, and each may stay empty. An empty line goes on to the next.")
    terminal.note(f"Where something stands already, an empty line keeps it, and {EMPTY_IT} empties it. Ctrl-D ends.")
    ended_by = ""
    for section in SECTIONS:
        ended_by = _write_part(section, texts=texts, house=house)
        if ended_by:
            break
    terminal.page()
    if house.practices.safety_plan():
        terminal.answer(
            "Your plan is kept. `between safety-plan` shows it, and “my plan” in an evening reads it to you."
        )
    else:
        terminal.answer("Nothing is written yet. It can wait for another hour.")
    notices.tell(house)
    if ended_by == "interrupt":
        raise typer.Exit(ExitCode.INTERRUPTED)


def _write_part(section: Section, *, texts: PlanTexts, house: House) -> str:
    """What ended the writing, if anything did."""
    plan = house.practices.safety_plan()
    terminal.page()
    terminal.page(f"[bold]{escape(texts.parts[section].heading)}[/bold]")
    terminal.note(texts.parts[section].question)
    for line in (line.text for line in plan if line.section == section):
        terminal.page(escape(line), indent=2)
    said, ended_by = _typed()
    if said == [EMPTY_IT]:
        house.practices.write_safety_plan([line for line in plan if line.section != section])
    elif said:
        house.practices.write_safety_plan(renewed(plan, by=[PlanLine(section, line) for line in said]))
    return ended_by


def _typed() -> tuple[list[str], str]:
    lines: list[str] = []
    while True:
        line, ended_by = terminal.typed_line("> ")
        if line.strip():
            lines.append(line.strip())
        if ended_by != "enter":
            return lines, ended_by
        if not line.strip():
            return lines, ""


def _page(plan: Sequence[PlanLine], *, texts: PlanTexts) -> None:
    for section in SECTIONS:
        lines = [line.text for line in plan if line.section == section]
        if lines:
            terminal.page(f"[bold]{escape(texts.parts[section].heading)}[/bold]")
            for line in lines:
                terminal.page(escape(line), indent=2)
            terminal.page()


def _page_whom(whom: Sequence[str]) -> None:
    terminal.page("\n".join(map(escape, whom)))


def _whom(says: Says, house: House) -> tuple[str, ...]:
    return safety.whom(texts=says.safety, here=safety.Here(says.country, house.tonight()))
