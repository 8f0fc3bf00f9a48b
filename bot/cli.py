"""`teachback`: run the bot, try it in a local Slack, migrate its database, or see what it lacks."""

import asyncio
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.settings import Settings, SettingsError
from storage.discovery import PlugError

logger = logging.getLogger(__name__)

app = typer.Typer(
    help="Teachback runs peer learning in a company's Slack.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
import_app = typer.Typer(help="Bring in what others keep.", no_args_is_help=True)
app.add_typer(import_app, name="import")


# What a command needs is imported when it runs: help and a wrong setting are told at once.


@app.command()
def run() -> None:
    """Run the bot against a real workspace."""
    settings = _settings()
    from bot import features
    from bot.clock import MovableClock
    from bot.service import CannotStart, Service

    try:
        features.check()
        asyncio.run(Service(settings, MovableClock()).run_forever())
    except CannotStart as why:
        _give_up(str(why), 1)
    except (SettingsError, PlugError):
        raise
    except Exception:  # whatever it was: it is in the log, and a person gets no traceback
        logger.exception("Teachback stopped because of an error that it did not expect.")
        raise typer.Exit(1) from None


@app.command()
def demo(
    reset: Annotated[bool, typer.Option("--reset", help="Start over with a fresh workspace.")] = False,
    port: Annotated[int, typer.Option(help="Where the local Slack's page is served.")] = 8080,
) -> None:
    """Try the bot in a local Slack: no account and no tokens needed."""
    logs.set_up("WARNING", "plain")
    from bot import features
    from bot.demo.run import run_demo

    features.check()
    asyncio.run(run_demo(typer.echo, reset=reset, port=port))


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema (the bot does this by itself when it starts)."""
    settings = _settings()
    from storage import migrate as migrations

    migrations.migrate(settings.database_url)
    typer.echo(f"The database is at revision {migrations.current(settings.database_url)}.")


@app.command()
def doctor(
    show_features: Annotated[
        bool, typer.Option("--features", help="Print what each activity plugs in where, and nothing else.")
    ] = False,
) -> None:
    """Look at tokens, permissions, channels, database and clock, and say what to mend."""
    if show_features:
        _print_features()
        return
    settings = _settings()
    from bot import features
    from bot.commands.doctor import examine

    features.check()

    async def print_findings() -> bool:
        well = True
        async for finding in examine(settings, datetime.now(UTC)):
            typer.echo(str(finding))
            well = well and finding.mark != "✗"
        return well

    if not asyncio.run(print_findings()):
        raise typer.Exit(1)


@app.command()
def export(
    folder: Annotated[
        Path, typer.Argument(file_okay=False, help="Where the files go; made if it is not there.")
    ],
) -> None:
    """Write every activity and the log of them as CSV files; who asked without a name stays nameless."""
    settings = _settings()
    from bot.commands.export import export as write

    lines = write(settings.database_url, folder, typer.echo)
    typer.echo(f"{lines:,} lines are in {folder}, as things were a moment ago.")


@import_app.command()
def people(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Columns: id or email, team, role.")
    ],
) -> None:
    """Bring in teams and roles from a CSV; a file with anything wrong in it is refused whole."""
    settings = _settings()
    from bot.commands.import_people import bring_in
    from learning.core.errors import LearningError

    try:
        asyncio.run(bring_in(settings, file, typer.echo))
    except LearningError as why:
        _give_up(f"{why.sentence}\nNothing was changed.", 1)


def main() -> None:
    """The command's entry: whatever goes wrong is told in a sentence, never as a traceback."""
    try:
        app()
    except (SettingsError, PlugError) as wrong:
        _give_up(str(wrong), 2)
    except Exception as error:  # whatever it was: a person gets a sentence, the log its traceback
        logger.debug("The command failed.", exc_info=True)
        _give_up(f"That did not work ({type(error).__name__}): {logs.one_line(error)}", 1)


def _print_features() -> None:
    """One line for each thing that is plugged in: the activity, the socket, the name."""
    from bot import features

    features.check()
    for line in features.table():
        typer.echo(line)


def _settings() -> Settings:
    settings = Settings.load()
    secrets = (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret)
    logs.set_up(
        settings.log_level, settings.log_format, [each.get_secret_value() for each in secrets if each]
    )
    return settings


def _give_up(sentence: str, status: int) -> None:
    typer.echo(sentence, err=True)
    sys.exit(status)
