"""The command line: commands on forms, on specs, and on the catalogue of findings."""

import gc

# A command makes lasting objects while it starts, and hardly a cycle: looking for cycles after
# every 700 new objects takes some ten milliseconds. The imports below are part of the start.
gc.set_threshold(50_000, 20, 20)

import sys
from collections.abc import Sequence

import click
from click.shell_completion import get_completion_class

from perfrules import __version__
from perfrules.cli.catalogue import finding
from perfrules.cli.forms import compare, convert, explain, precheck, read, review, score, what_if
from perfrules.cli.help import SpokenGroup, default_lang
from perfrules.cli.shared import lang_option
from perfrules.cli.specs import spec
from perfrules.model.messages import Lang


@click.group(cls=SpokenGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version")
@click.option("--specs", multiple=True, type=click.Path(file_okay=False))
@lang_option
def main(specs: Sequence[str], lang: Lang) -> None:  # noqa: ARG001 - read where they are needed
    """Print UTF-8; what help says of the commands is data (``specs/messages/help.yaml``)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@lang_option
def completion(shell: str, lang: Lang) -> None:  # noqa: ARG001 - read before parsing
    """Print the completion script of a shell."""
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(main, {}, "perfrules", "_PERFRULES_COMPLETE").source())


for command in (score, read, convert, explain, review, precheck, compare, what_if, spec, finding):
    main.add_command(command)

__all__ = ["default_lang", "main"]
