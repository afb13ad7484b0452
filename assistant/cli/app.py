"""The commands. Each imports what it needs when it runs, so that `between --help` is there at once."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import when
from assistant.cli.commands import (
    ask,
    backup,
    calm,
    export,
    find,
    guides,
    homework,
    importing,
    locking,
    look_back,
    remind,
    safety_plan,
    sql,
)
from assistant.cli.options import Json

app = typer.Typer(
    name="between",
    help="A voice-first journal for the days between. Everything stays on this machine.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
models = typer.Typer(help="The speech models: which are here, fetch one, use one.", rich_markup_mode=None)
tagger = typer.Typer(help="What hears feelings and doings in your words: how it does.", rich_markup_mode=None)
for room in (
    ask,
    backup,
    calm,
    export,
    find,
    guides,
    homework,
    importing,
    locking,
    look_back,
    remind,
    safety_plan,
    sql,
):
    app.add_typer(room.commands)
app.add_typer(models, name="models", invoke_without_command=True)
app.add_typer(tagger, name="tagger", no_args_is_help=True)


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Which version this is.")] = False,
) -> None:
    if version:
        from assistant import __version__
        from assistant.cli import terminal

        terminal.answer(f"between {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        talk()


@app.command()
def talk() -> None:
    """An evening: speak, be asked, stop. Enter ends a turn, Ctrl-C ends the evening; both keep what was said."""
    from assistant.cli import evening

    evening.talk()


@app.command("type")
def type_() -> None:
    """The same by keyboard, or from stdin."""
    from assistant.cli import typed

    typed.type_()


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Recordings, or folders of them.")],
    at: Annotated[
        str | None,
        typer.Option(help='When it was said: "2026-11-20 22:30", "yesterday 22:30"; otherwise the file\'s own time.'),
    ] = None,
) -> None:
    """Keep reflections that were recorded elsewhere."""
    from assistant.cli import adding

    adding.add(files, at=at)


@app.command()
def show(
    what: Annotated[
        str | None,
        typer.Argument(help='`last`, an entry\'s number, or nights such as "last tuesday", 2026-11-20 or "in March".'),
    ] = None,
    n: Annotated[int | None, typer.Option("-n", help="The newest N entries.", min=1)] = None,
    on: when.On = None,
    since: when.From = None,
    until: when.To = None,
    last: when.Last = None,
    json: Json = False,
) -> None:
    """Read entries, with what was heard in them."""
    from assistant.cli import reading

    nights = partial(when.nights, on=on, since=since, until=until, last=last)
    reading.show(what, nights=nights, newest=n, as_json=json)


@app.command()
def play(
    what: Annotated[str, typer.Argument(help="`last`, an entry such as 12, or its third sentence: 12.3")] = "last",
) -> None:
    """Hear an entry, or one sentence of it, again."""
    from assistant.cli import reading

    reading.play(what)


@app.command()
def retranscribe(
    what: Annotated[str, typer.Argument(help="`pending`, `all`, or an entry's number.")] = "pending",
) -> None:
    """Make words again from the sound, with the model in use. Earlier words stay as a version."""
    from assistant.cli import adding

    adding.retranscribe(what)


@app.command()
def correct(
    what: Annotated[str, typer.Argument(metavar="[ENTRY]", help="`last`, or an entry's number.")] = "last",
    json: Annotated[
        bool, typer.Option("--json", help="What you said before, as JSON on stdout; asks nothing.")
    ] = False,
) -> None:
    """Go through what was heard in an entry, and say what is right, wrong or missing. Your word stays."""
    from assistant.cli import correcting

    correcting.correct(what, as_json=json)


@app.command()
def retag(
    what: Annotated[str, typer.Argument(metavar="[ENTRY]", help="`all`, `last`, or an entry's number.")] = "all",
) -> None:
    """Read entries again that another version of the tagger read, or none. What you corrected stays."""
    from assistant.cli import tagging

    tagging.retag(what)


@app.command()
def tag(
    file: Annotated[Path | None, typer.Argument(help="A text; without one, or with `-`, stdin.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Lines of {"id", "text"} in, a line of labels each out.')
    ] = False,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="With --jsonl: also words, scores, places and rules.")
    ] = False,
) -> None:
    """Say what is heard in a text. Nothing is kept, and no journal is needed."""
    from assistant.cli import tagging

    tagging.tag(file, jsonl=jsonl, evidence=evidence)


@tagger.command("report")
def tagger_report(json: Json = False) -> None:
    """How the tagger did, by what you corrected."""
    from assistant.cli import tagging

    tagging.report(as_json=json)


@app.command()
def doctor(json: Json = False) -> None:
    """Ask every part how it is, and say what to do."""
    from assistant.cli import checkup

    checkup.doctor(as_json=json)


@app.command()
def demo(
    quiet: Annotated[bool, typer.Option("--quiet", help="Without sound.")] = False,
) -> None:
    """Three evenings of one person in a minute, with no microphone and no network, in a temporary home."""
    from assistant.cli import demo as show_of_it

    show_of_it.demo(quiet=quiet)


@app.command("prove-offline")
def prove_offline() -> None:
    """Run the demo where there is no network, watch every call to one, and say what was seen."""
    from assistant.cli import checkup

    checkup.prove_offline()


@models.callback(invoke_without_command=True)
def list_models(context: typer.Context, json: Json = False) -> None:
    """Which speech models are here, and which can be fetched."""
    if context.invoked_subcommand is None:
        from assistant.cli import speech_models

        speech_models.show(as_json=json)


@models.command("list")
def models_list(json: Json = False) -> None:
    """The same as `between models`."""
    from assistant.cli import speech_models

    speech_models.show(as_json=json)


@models.command("pull")
def pull_model(name: Annotated[str, typer.Argument(help="Such as base.en.")]) -> None:
    """Fetch a model. This is the only command that uses the network."""
    from assistant.cli import speech_models

    speech_models.pull(name)


@models.command("use")
def use_model(name: Annotated[str, typer.Argument(help="Such as base.en.")]) -> None:
    """Use this model from now on."""
    from assistant.cli import speech_models

    speech_models.use(name)
