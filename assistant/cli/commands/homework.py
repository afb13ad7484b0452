"""`between homework`."""

from typing import Annotated

import typer

from assistant.cli.options import Json

commands = typer.Typer()
homework = typer.Typer(
    help="What you have set out to try between two sessions: note it, say how it went, let it go.",
    rich_markup_mode=None,
)
commands.add_typer(homework, name="homework", invoke_without_command=True)

Which = Annotated[
    str | None, typer.Argument(metavar="[NUMBER]", help="Its number in the list; not needed where there is one.")
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help='Another night than tonight: "yesterday".')]
Smallest = Annotated[str | None, typer.Option(help="Its smallest version, the one for a bad day.")]
Until = Annotated[str | None, typer.Option(metavar="DAY", help='Your next session: "thursday", "26 november".')]
Matters = Annotated[str | None, typer.Option(help="What it is good for, among what matters to you.")]


@homework.callback(invoke_without_command=True)
def show(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also those that are ended.")] = False,
    json: Json = False,
) -> None:
    if context.invoked_subcommand is None:
        list_(every=every, json=json)


@homework.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Also those that are ended.")] = False,
    json: Json = False,
) -> None:
    """What is noted, and how it has gone. The same as `between homework`."""
    from assistant.cli import homework as room

    room.show(also_ended=every, as_json=json)


@homework.command()
def add(
    what: Annotated[list[str] | None, typer.Argument(help='Such as "say no once this week".')] = None,
    smallest: Smallest = None,
    until: Until = None,
    matters: Matters = None,
) -> None:
    """Note a homework."""
    from assistant.cli import homework as room

    room.add(" ".join(what or ()), about=room.About(smallest, until, matters))


@homework.command()
def change(
    which: Which = None,
    what: Annotated[str | None, typer.Option(help="Other words for it.")] = None,
    smallest: Smallest = None,
    until: Until = None,
    matters: Matters = None,
) -> None:
    """Put it another way, make it smaller, or give it another day."""
    from assistant.cli import homework as room

    room.change(which, what=what, about=room.About(smallest, until, matters))


@homework.command()
def done(which: Which = None, on: On = None) -> None:
    """It happened."""
    from assistant.cli import homework as room

    room.say(which, "yes", on=on)


@homework.command()
def partly(which: Which = None, on: On = None) -> None:
    """A part of it happened; that counts."""
    from assistant.cli import homework as room

    room.say(which, "partly", on=on)


@homework.command("no")
def not_done(which: Which = None, on: On = None) -> None:
    """It did not happen; that is a good answer too."""
    from assistant.cli import homework as room

    room.say(which, "no", on=on)


@homework.command()
def noticed(which: Which = None, on: On = None) -> None:
    """You only noticed it afterwards; that counts."""
    from assistant.cli import homework as room

    room.say(which, "late", on=on)


@homework.command()
def end(which: Which = None) -> None:
    """Let it go: nobody asks about it any more. How it went stays."""
    from assistant.cli import homework as room

    room.end(which)
