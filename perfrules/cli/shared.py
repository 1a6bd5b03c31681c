"""What all commands share: options, output, and how a failure is reported."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click
from click.shell_completion import CompletionItem

import perfrules
from perfrules import resources, writers
from perfrules.assessing import failure
from perfrules.cli.help import FOLDERS, default_lang
from perfrules.findings import (
    Finding,
    Judged,
    PerfRulesError,
    Severity,
    Where,
    refusal,
)
from perfrules.library import Library
from perfrules.model.failure import Failure
from perfrules.model.messages import Lang

if TYPE_CHECKING:
    from perfrules.model.card import Scorecard
    from perfrules.model.form import Form

DONE, WITH_ERRORS, FAILED = 0, 1, 2
"""Exit statuses."""

NARROW = 120
"""Terminal cells if no terminal reports its width."""
WIDEST = 160
"""Terminal cells that a table uses at most."""

FITTING = {
    "table": ".txt",
    "json": ".json, .jsonl",
    "markdown": ".md",
    "sarif": ".sarif, .json",
    "html": ".html",
    "yaml": ".yaml",
}
"""Endings of a file for each layout."""
_SHEETS = {".xlsx", ".xlsm", ".xls", ".et", ".ods"}
_PAGES = {".docx", ".doc", ".wps", ".odt", ".rtf", ".pdf", ".pptx", ".ppt"}
BINARY = frozenset({*_SHEETS, *_PAGES, ".zip", ".png", ".jpg"})
"""Endings that promise what no layout of text is: what opens such files would call it damaged."""


class _Language(click.ParamType):  # type: ignore[type-arg] # generic from click 8.4 on
    name = "zh|en"

    def convert(self, value: Any, param: Any, ctx: Any) -> Lang:
        try:
            return Lang(value)
        except ValueError:
            self.fail(f"{value!r}: zh, en", param, ctx)

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:  # noqa: ARG002
        return [CompletionItem(lang.value) for lang in Lang]


class SpecName(click.ParamType):  # type: ignore[type-arg] # generic from click 8.4 on
    """A spec: its id and year, or a file; completed from what there is."""

    name = "ID@YEAR|FILE"

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:  # noqa: ARG002
        found = Library(folders()).specs
        names = [entry.name for entry in found if entry.name.startswith(incomplete)]
        files = [CompletionItem(incomplete, type="file")]
        return [CompletionItem(name) for name in dict.fromkeys(names)] or files


class _Answer(click.ParamType):  # type: ignore[type-arg] # generic from click 8.4 on
    name = "[ROW:]NAME=VALUE"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, str]:
        asked, sign, answer = str(value).partition("=")
        if not (asked and sign):
            self.fail(f"{value!r}: NAME=VALUE, ROW:NAME=VALUE", param, ctx)
        return asked, answer


Answers = Sequence[tuple[str, str]]

lang_option = click.option(
    "--lang",
    metavar="zh|en",
    type=_Language(),
    default=default_lang,
)
spec_option = click.option(
    "--spec",
    "spec_name",
    type=SpecName(),
)
input_option = click.option(
    "--input",
    "answers",
    type=_Answer(),
    multiple=True,
)

sheet_option = click.option(
    "--sheet",
    metavar="NAME|N",
)


def format_option(*layouts: str) -> Callable[[Any], Any]:
    """Return the option that chooses between layouts, the first by default."""
    return click.option(
        "--format",
        "layout",
        type=click.Choice(layouts),
        default=layouts[0],
    )


def folders() -> tuple[Path, ...]:
    """Return the folders of specs that the command line or the environment names."""
    context = click.get_current_context(silent=True)
    named = (context.find_root().params.get("specs") or ()) if context else ()
    listed = os.environ.get(FOLDERS, "").split(os.pathsep)
    return tuple(Path(name) for name in dict.fromkeys((*named, *filter(None, listed))))


def read_forms(path: str, sheet: str | None = None) -> tuple[Form, ...]:
    """Read all forms of a file, or the one of a sheet."""
    return perfrules.read_forms(path) if sheet is None else (perfrules.read_form(path, sheet),)


def each_form(paths: Sequence[str], sheet: str | None = None) -> Iterator[Form | Failure]:
    """Yield every form of the files, or why a file is not read."""
    for path in with_progress(paths):
        try:
            yield from read_forms(path, sheet)
        except PerfRulesError as error:
            yield failure(error, Where(source=path))


def assessed(form: Form | Failure, spec_name: str | None, answers: Answers) -> Scorecard | Failure:
    """Score a form by the spec that is named, or by the one that it speaks for."""
    if isinstance(form, Failure):
        return form
    return perfrules.assess(spec_library(), form, dict(answers), spec=spec_name)


def spec_library() -> Library:
    """Return the library of the folders that the command line or the environment names."""
    context = click.get_current_context(silent=True)
    if context is None:
        return Library(folders())
    root = context.find_root()
    if not isinstance(root.obj, Library):
        root.obj = Library(folders())
    return root.obj


def report_failure(failed: Failure, layout: str, lang: Lang) -> str:
    """Report why something is not done: as a JSON line, or on the error stream."""
    if layout == "json":
        return writers.json_line(perfrules.failure_document(failed, lang))
    for finding in failed.findings:
        click.echo(sentence(finding, lang), err=True)
    return ""


def fail(failed: Failure, layout: str, lang: Lang) -> NoReturn:
    """Report why something is not done, and exit."""
    click.echo(report_failure(failed, layout, lang), nl=False)
    sys.exit(FAILED)


def fail_with(error: PerfRulesError, name: str, layout: str, lang: Lang) -> NoReturn:
    """Report what was raised about the file or spec *name*, and exit."""
    fail(failure(error, Where(source=name)), layout, lang)


def sentence(finding: Finding, lang: Lang) -> str:
    """Return a finding as one line: place, code, sentence, hint."""
    told = f"{perfrules.message(finding, lang)} {perfrules.hint(finding, lang)}".rstrip()
    return writers.safe_line(f"{finding.where}: {finding.code} {told}")


def room(output: str | None = None) -> int:
    """Return how many terminal cells a table may use; a file or a pipe has no edge to cut at."""
    is_narrow = sys.stdout.isatty() or "COLUMNS" in os.environ
    if output or not is_narrow:
        return sys.maxsize
    import shutil  # and with it all that packs archives: only where a terminal is asked

    return min(shutil.get_terminal_size((NARROW, 0)).columns, WIDEST)


def status_of(findings: Iterable[Judged], *, strict: bool = False) -> int:
    """Return the exit status that findings ask for."""
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return WITH_ERRORS if any(judged.severity in bad for judged in findings) else DONE


def judged(findings: Iterable[Finding]) -> tuple[Judged, ...]:
    """Return findings with their severities where no spec says otherwise."""
    return resources.messages().policy.judged(findings)


def with_progress(names: Sequence[str]) -> Iterator[str]:
    """Yield names, with a bar on the error stream if a person is looking."""
    if len(names) < 2 or not sys.stderr.isatty():
        yield from names
        return
    with click.progressbar(names, file=sys.stderr) as bar:
        yield from bar


def misuse(key: str, lang: Lang, option: str, **params: object) -> click.BadParameter:
    """Return the usage error that has a sentence in the catalogue."""
    return click.BadParameter(resources.messages().say(key, lang, **params), param_hint=option)


def refuse_inputs(output: str | None, inputs: Iterable[str | None], lang: Lang) -> None:
    """Refuse to write over a file that is read: a form has mostly no second copy."""
    if output is not None and any(name and _is_same(output, name) for name in inputs):
        raise misuse("output.is_input", lang, "-o", name=output)


def _refuse_binary(output: str, layout: str, lang: Lang) -> None:
    ending = Path(output).suffix.lower()
    if ending in BINARY:
        fits = FITTING[layout]
        raise misuse("output.binary", lang, "-o", name=output, ending=ending, fits=fits)


def _is_same(one: str, two: str) -> bool:
    first, second = Path(one), Path(two)
    try:
        return first.resolve() == second.resolve() or first.samefile(second)
    except (OSError, ValueError):  # one of them does not exist, or is not the name of a file
        return False


def _unwritten(output: str, error: OSError, lang: Lang) -> NoReturn:
    """Report why a file is not written, by the name that was asked for, and exit."""
    folder, say = Path(output).parent, resources.messages().say
    if folder.exists():
        why = resources.messages().why(refusal(error), lang)
    else:
        why = say("output.no_folder", lang, name=folder)
    click.echo(say("output.failed", lang, name=output, why=why), err=True)
    sys.exit(FAILED)


def put(output: str, data: bytes, lang: Lang) -> None:
    """Write a file completely or not at all; report which."""
    target = Path(output).absolute()
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            stream.write(data)
        part.replace(target)
    except OSError as error:
        _unwritten(output, error, lang)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def written(output: str | None, layout: str, lang: Lang) -> Iterator[Callable[[str], None]]:
    """Yield a function that writes; the file appears complete or not at all."""
    if output is None:
        yield lambda text: click.echo(text, nl=False)
        return
    _refuse_binary(output, layout, lang)
    target = Path(output).absolute()
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8") as stream:
            yield lambda text: _put(stream, text)
        part.replace(target)
    except OSError as error:
        _unwritten(output, error, lang)
    finally:
        part.unlink(missing_ok=True)


def _put(stream: TextIO, text: str) -> None:
    stream.write(text)
