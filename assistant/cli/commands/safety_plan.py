"""`between safety-plan`."""

import typer

from assistant.cli.options import Json

commands = typer.Typer()
plan = typer.Typer(
    help="Your safety plan: written in a calm hour, there in a hard one, on this machine alone.",
    rich_markup_mode=None,
)
commands.add_typer(plan, name="safety-plan", invoke_without_command=True)


@plan.callback(invoke_without_command=True)
def show(context: typer.Context, json: Json = False) -> None:
    if context.invoked_subcommand is None:
        show_(json=json)


@plan.command("show")
def show_(json: Json = False) -> None:
    """Your plan, and whom to reach. The same as `between safety-plan`."""
    from assistant.cli import safety_plan

    safety_plan.show(as_json=json)


@plan.command()
def write() -> None:
    """Write it part by part, or change it. What you pass over stays as it is."""
    from assistant.cli import safety_plan

    safety_plan.write()


@plan.command()
def read() -> None:
    """Hear it read aloud. Any key stops it."""
    from assistant.cli import safety_plan

    safety_plan.read()
