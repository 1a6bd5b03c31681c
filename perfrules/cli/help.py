"""Help and usage errors in the reader's language: the words of our commands, and those of click."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from types import ModuleType
from typing import Any

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

from perfrules.model.messages import Lang
from perfrules.resources.prepared import content

LANGUAGE_VARIABLE = "PERFRULES_LANG"
"""The environment variable that names the language."""
FOLDERS = "PERFRULES_SPECS"
"""The environment variable that names folders of specs."""
FORMAT_ENDINGS = ".yaml, .yml, .json, .xlsx, .html, .md, .csv, .tsv"
"""Endings of the files that `convert` writes."""

_LANG = "--lang"
_WORDS: tuple[ModuleType, ...] = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.types,
)
"""The modules of click that ask gettext for their words."""
_TOKEN = re.compile(r"[!-~]+|\s+|.")
"""A word of ASCII, a gap, or one character of a script without gaps."""
_CLOSING = "，。、；：！？）】》”’"
"""Signs that do not begin a line."""


def default_lang() -> Lang:
    """Return the language of the command line, else of the environment; Chinese when in doubt."""
    context = click.get_current_context(silent=True)
    said = context.find_root().params.get("lang") if context else None
    return said or _environment_lang()


def _environment_lang() -> Lang:
    names = (LANGUAGE_VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((value for name in names if (value := os.environ.get(name))), "")
    return Lang.EN if locale.lower().startswith("en") else Lang.ZH


def asked_lang(arguments: Sequence[str]) -> Lang:
    """Return the language that the arguments ask for, before any of them is parsed."""
    pairs = pairwise((*arguments, ""))
    said = [two if one == _LANG else one.partition("=")[2] for one, two in pairs if _names(one)]
    known = [lang for lang in Lang if said and said[-1] == lang]
    return known[0] if known else _environment_lang()


def _names(argument: str) -> bool:
    return argument == _LANG or argument.startswith(f"{_LANG}=")


class SpokenGroup(click.Group):
    """A group of commands whose help and usage errors are in the reader's language."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        """Run the command line."""
        arguments = list(sys.argv[1:] if args is None else args)
        lang, words = asked_lang(arguments), content("messages/help")
        _explain(self, "main", words, lang)
        with _spoken(words["click"] if lang is Lang.ZH else {}):
            return super().main(arguments, *rest, **options)


def _explain(command: click.Command, name: str, words: Mapping[str, Any], lang: Lang) -> None:
    """Give a command, its options and its own commands their sentences."""
    command.help = words["commands"][name][lang]
    command.short_help = _first_sentence(command.help)
    command.context_class = _SpokenContext
    command.options_metavar = words["metavars"]["options"][lang]
    for option in command.params:
        if isinstance(option, click.Option):
            option.help = _option_help(name, option, words["options"], lang)
    if hasattr(command, "_help_option"):  # kept by click, in the language of its first use
        command._help_option = None
    if isinstance(command, click.Group):
        command.subcommand_metavar = words["metavars"]["command"][lang]
        for own_name, own in command.commands.items():
            _explain(own, own_name, words, lang)


def _option_help(
    command: str, option: click.Option, words: Mapping[str, Any], lang: Lang
) -> str | None:
    texts = words.get(f"{command}.{option.name}") or words[str(option.name)]
    values = {"default": option.default, "folders": FOLDERS, "language": LANGUAGE_VARIABLE}
    sentence: str = texts[lang]
    return sentence.format(**values, formats=FORMAT_ENDINGS)


def _first_sentence(text: str) -> str:
    """Return the sentence that lists of commands show."""
    return re.split(r"(?<=。)|(?<=\.)\s", text, maxsplit=1)[0].rstrip("。.")


@contextmanager
def _spoken(words: Mapping[str, str]) -> Iterator[None]:
    """
    Let click speak other words than its own while a command runs.

    Click asks gettext, whose language belongs to the whole process; so its modules are given
    another function to ask, and get their own back.
    """

    def one(text: str) -> str:
        return words.get(text, text)

    def counted(single: str, several: str, count: int) -> str:
        return one(single if count == 1 else several)

    own = [
        (module, name, getattr(module, name), new)
        for module in _WORDS
        for name, new in (("_", one), ("ngettext", counted))
        if hasattr(module, name)
    ]
    for module, name, _, new in own:
        setattr(module, name, new)
    try:
        yield
    finally:
        for module, name, old, _ in own:
            setattr(module, name, old)


class _SpokenFormatter(click.HelpFormatter):
    """Lays help out by terminal cells: a Chinese character has two, and lines may end anywhere."""

    def write_heading(self, heading: str) -> None:
        """Write the name of a section."""
        colon = ":" if heading.isascii() else "："
        self.write(f"{' ' * self.current_indent}{heading}{colon}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        margin = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            lines = wrapped(paragraph, self.width - self.current_indent)
            self.write("\n" * bool(number) + "".join(f"{margin}{line}\n" for line in lines))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write names and what they are, side by side where the names are short."""
        shown, margin = list(rows), " " * self.current_indent
        column = min(max((_cells(name) for name, _ in shown), default=0), col_max) + col_spacing
        for name, text in shown:
            lines = wrapped(text, max(self.width - self.current_indent - column, 20))
            begins_below = _cells(name) > column - col_spacing
            first = "" if begins_below else (lines or [""])[0]
            self.write(f"{margin}{name}{' ' * (column - _cells(name))}{first}".rstrip() + "\n")
            for line in lines if begins_below else lines[1:]:
                self.write(f"{margin}{' ' * column}{line}\n")


class _SpokenContext(click.Context):
    formatter_class = _SpokenFormatter


def wrapped(text: str, room: int) -> list[str]:
    """
    Return a text in lines of at most *room* terminal cells.

    >>> wrapped("给自评表评分。Score forms.", 16)
    ['给自评表评分。', 'Score forms.']
    """
    kept = 0 if text.isascii() else 2  # for a sign that does not begin a line
    lines = [""]
    for token in _TOKEN.findall(text):
        is_full = _cells(lines[-1] + token) > room - kept and token not in _CLOSING
        if is_full and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += token if lines[-1] else token.lstrip()
    return [line.rstrip() for line in lines if line.strip()]


def _cells(text: str) -> int:
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # only where a text is not ASCII

    return max(0, wcswidth(text))
