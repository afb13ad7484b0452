"""`between guides` and `between guide`."""

from collections.abc import Iterator, Mapping

import typer
from rich.markup import escape

from assistant import wiring
from assistant.cli import letting_go, notices, speech_models, terminal
from assistant.cli.screen import Screen
from assistant.dialogue.follow_ups import is_late
from assistant.dialogue.guides import Guide
from assistant.errors import ExitCode
from assistant.ports import Keys
from assistant.session.answering import Answering
from assistant.session.conversation import Conversation
from assistant.session.events import Ended, Event
from assistant.session.guided import guided
from assistant.session.guiding import Guidance
from assistant.session.keeping import Keeper
from assistant.session.parts import Talking
from assistant.wiring import House
from assistant.wiring import guides as known


def show(*, as_json: bool) -> None:
    house = wiring.house("between guides")
    found, left = known.guides(house), _left_at(house)
    if as_json:
        terminal.as_json([_plain(guide, left) for guide in found])
    else:
        for guide in found:
            _show(guide, left)
        terminal.note("`between guide NAME` leads you through one. In an evening: “guide me through …”.")
    notices.tell(house)


def _left_at(house: House) -> Mapping[str, str]:
    """The step at which each was left that did not come to its end."""
    return {run.guide: run.at for run in house.practices.runs(open_only=True)}


def _plain(guide: Guide, left: Mapping[str, str]) -> dict[str, object]:
    return {
        "name": guide.name,
        "title": guide.title,
        "about": guide.about,
        "minutes": guide.minutes,
        "called": guide.called,
        "tool": guide.tool,
        "source": guide.source,
        "left_at": left.get(guide.name),
    }


def _show(guide: Guide, left: Mapping[str, str]) -> None:
    terminal.page(f"[bold]{escape(guide.name)}[/bold] [dim]· about {_minutes(guide.minutes)}[/dim]")
    terminal.page(escape(guide.about), indent=2)
    if guide.name in left:
        terminal.page(f"[dim]Left at “{left[guide.name].replace('_', ' ')}”; it can go on there.[/dim]", indent=2)


def _minutes(minutes: float) -> str:
    return "1 minute" if minutes == 1 else f"{minutes:g} minutes"


def lead(asked: str) -> None:
    guide = known.named(wiring.guest("between guide"), asked)
    house = speech_models.offered(wiring.house("between guide"))
    with house.alone(), house.quiet_libraries(), house.keyboard() as keys:
        terminal.note("Enter ends an answer, Ctrl-C ends the guide. What you said is kept either way.")
        interrupted = _led(guide, house=house, keys=keys)
        letting_go.let_go(house)
        notices.tell(house)
    if interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)


def _led(guide: Guide, *, house: House, keys: Keys) -> bool:
    """Whether ^C ended it."""
    screen, interrupted = Screen(dark=is_late(house.clock.now().local.time())), False
    try:
        with terminal.still(), house.microphone() as microphone:
            for event in _events(guide, house=house, talking=house.talking(microphone, keys=keys)):
                screen.show(event)
                if isinstance(event, Ended):
                    interrupted = event.interrupted
    finally:
        house.close()
    return interrupted


def _events(guide: Guide, *, house: House, talking: Talking) -> Iterator[Event]:
    keeping, says, manners = house.keeping(), house.says(), house.manners()
    keeper = Keeper(keeping, manners)
    guidance = Guidance(
        talk=Conversation(keeping, talking=talking, says=says, manners=manners, keeper=keeper),
        answering=Answering(keeping, keeper=keeper, says=says, manners=manners),
        keeping=keeping,
        manners=manners,
        phrases=known.phrases(),
        tone=known.tone(house),
    )
    return guided(guide, guidance=guidance, keeper=keeper, says=says)
