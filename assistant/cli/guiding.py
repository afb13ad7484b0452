"""`between guides`."""

from collections.abc import Mapping

from rich.markup import escape

from assistant import wiring
from assistant.cli import notices, terminal
from assistant.dialogue.guides import Guide
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
