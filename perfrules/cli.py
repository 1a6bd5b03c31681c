"""The command line: score, read, explain, spec."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TextIO

import click
from click.shell_completion import CompletionItem, get_completion_class

from perfrules import __version__, api, writers
from perfrules.findings import (
    Finding,
    InputError,
    MissingExtra,
    NoSuchSpec,
    PerfRulesError,
    Severity,
    Where,
    graded,
)
from perfrules.model.card import Scorecard
from perfrules.model.messages import Lang
from perfrules.model.spec import Spec
from perfrules.speclib import library

SCORED, WITH_ERRORS, NOT_SCORED = 0, 1, 2
"""Exit statuses."""

NARROW = 120
"""Terminal cells where no terminal tells its width."""
WIDEST = 160
"""Terminal cells that a table uses at most."""

NO_SPEC = "PR314"
NO_EXTRA = "PR108"
NO_ROW = "PR315"


def default_lang() -> Lang:
    """Return the language of the locale; Chinese when in doubt."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((value for name in names if (value := os.environ.get(name))), "")
    return Lang.EN if locale.lower().startswith("en") else Lang.ZH


class _Language(click.ParamType[Lang]):
    name = "zh|en"

    def convert(self, value: Any, param: Any, ctx: Any) -> Lang:
        try:
            return Lang(value)
        except ValueError:
            self.fail(f"{value!r}: zh, en", param, ctx)

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:  # noqa: ARG002
        return [CompletionItem(lang.value) for lang in Lang]


class _SpecName(click.ParamType[str]):
    name = "ID@YEAR|FILE"

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:  # noqa: ARG002
        names = [entry.name for entry in api.specs() if entry.name.startswith(incomplete)]
        files = [CompletionItem(incomplete, type="file")]
        return [CompletionItem(name) for name in names] or files


_lang = click.option(
    "--lang",
    type=_Language(),
    default=default_lang,
    show_default="locale, else zh",
    help="Language of the output 输出语言.",
)
_spec = click.option(
    "--spec",
    "spec_name",
    type=_SpecName(),
    help="Rules to score by 评分规则: ID@YEAR or a YAML file; else chosen by year, kind, place.",
)
_format = click.option(
    "--format",
    "layout",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Layout of the output 输出格式.",
)
_forms = click.argument("forms", nargs=-1, required=True, metavar="FORM…", type=click.Path())
_form = click.argument("form", type=click.Path())


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version")
def main() -> None:
    """Score budget-performance self-evaluation forms (预算绩效自评表) by rules kept as data."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@_forms
@_spec
@_format
@_lang
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too 有提醒也返回1.")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="Write to a file 写入文件.")
def score(
    forms: Sequence[str],
    spec_name: str | None,
    layout: str,
    lang: Lang,
    strict: bool,
    output: str | None,
) -> None:
    """
    Score forms 评分.

    Exit status: 0 scored; 1 scored, and an error stands (with --strict also a warning);
    2 not scored.
    """
    status = SCORED
    try:
        with _written(output) as write:
            for path in _with_progress(forms):
                text, one = _scored(path, spec_name, layout, lang, strict)
                write(text)
                status = max(status, one)
    except OSError as error:
        click.echo(f"{error.filename or output}: {error.strerror}", err=True)
        sys.exit(NOT_SCORED)
    sys.exit(status)


def _scored(
    path: str, spec_name: str | None, layout: str, lang: Lang, strict: bool
) -> tuple[str, int]:
    try:
        card = _card(path, spec_name)
    except PerfRulesError as error:
        return _failed(path, error, layout, lang), NOT_SCORED
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    status = WITH_ERRORS if any(f.severity in bad for f in card.findings) else SCORED
    if layout == "json":
        return _json(api.as_document(card, lang)), status
    return writers.scorecard_table(card, api.messages(), lang, _room()), status


def _card(path: str, spec_name: str | None) -> Scorecard:
    form = api.read_form(path)
    spec, why = _named_spec(spec_name) if spec_name else api.choose_spec(form)
    return api.score(form, spec, chosen_by=why)


def _named_spec(name: str) -> tuple[Spec, str]:
    """Load a spec by its name, or from a file if the name is no ``id@year``."""
    path = _path_of(name)
    return api.load_spec_file(path), "named" if path != Path(name) else f"file:{name}"


def _path_of(name: str) -> Path:
    """Return the file of a spec of the library, or the file that *name* is."""
    is_id = "@" in name and not Path(name).exists()
    return library.find(name).path if is_id else Path(name)


def _failed(path: str, error: PerfRulesError, layout: str, lang: Lang) -> str:
    """Tell why a file is not scored: as a JSON line, or on the error stream."""
    findings = _findings_of(path, error)
    if layout == "json":
        return _json(writers.failure_document(path, findings, api.messages(), lang))
    for finding in findings:
        click.echo(_sentence(finding, lang), err=True)
    return ""


def _findings_of(path: str, error: PerfRulesError) -> tuple[Finding, ...]:
    """Return an error as findings."""
    match error:
        case InputError(findings=findings):
            return graded(findings, api.messages().severities)
        case NoSuchSpec(wanted=wanted, known=known):
            code, params = NO_SPEC, {"wanted": wanted, "known": ", ".join(known)}
        case MissingExtra(extra=extra, package=package):
            code, params = NO_EXTRA, {"extra": extra, "package": package}
        case _:
            raise error
    finding = Finding(code=code, where=Where(source=path), params=params)
    return graded((finding,), api.messages().severities)


def _sentence(finding: Finding, lang: Lang) -> str:
    told = f"{api.message(finding, lang)} {api.hint(finding, lang)}".rstrip()
    return f"{finding.where}: {finding.code} {told}"


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False) + "\n"


def _room() -> int:
    return min(shutil.get_terminal_size((NARROW, 0)).columns, WIDEST)


def _with_progress(forms: Sequence[str]) -> Iterator[str]:
    """Yield the forms, with a bar on the error stream if a person is looking."""
    if len(forms) < 2 or not sys.stderr.isatty():
        yield from forms
        return
    with click.progressbar(forms, file=sys.stderr) as bar:
        yield from bar


@contextmanager
def _written(output: str | None) -> Iterator[Callable[[str], None]]:
    """Yield how to write; a file appears whole, or not at all."""
    if output is None:
        yield lambda text: click.echo(text, nl=False)
        return
    target = Path(output).absolute()
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8") as stream:
            yield lambda text: _put(stream, text)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _put(stream: TextIO, text: str) -> None:
    stream.write(text)


@main.command()
@_form
@_format
@_lang
def read(form: str, layout: str, lang: Lang) -> None:
    """Show what was understood of a form 读表, before any rule is applied."""
    try:
        found = api.read_form(form)
    except PerfRulesError as error:
        click.echo(_failed(form, error, layout, lang), nl=False)
        sys.exit(NOT_SCORED)
    if layout == "json":
        click.echo(json.dumps(api.as_document(found, lang), ensure_ascii=False, indent=1))
    else:
        click.echo(writers.form_table(found, api.messages(), lang, _room()), nl=False)
    bad = any(finding.severity is Severity.ERROR for finding in found.findings)
    sys.exit(WITH_ERRORS if bad else SCORED)


@main.command()
@_form
@_spec
@_lang
@click.option("--row", "name", help="Only the indicator of this name 只解释这一行.")
def explain(form: str, spec_name: str | None, lang: Lang, name: str | None) -> None:
    """Explain every line of a form's score 逐行解释, one paragraph each."""
    try:
        card = _card(form, spec_name)
    except PerfRulesError as error:
        _failed(form, error, "table", lang)
        sys.exit(NOT_SCORED)
    told = api.explain(card, lang)
    chosen = [one for one in told if name is None or name in (one.line.name, one.line.id)]
    if not chosen:
        _no_row(form, str(name), [one.line.name for one in told], lang)
        sys.exit(NOT_SCORED)
    click.echo("\n\n".join(one.text for one in chosen))


def _no_row(form: str, name: str, known: Sequence[str], lang: Lang) -> None:
    near = get_close_matches(name, known, n=3, cutoff=0.3) or [k for k in known if name in k]
    params = {"name": name, "near": ", ".join(near)}
    finding = Finding(code=NO_ROW, where=Where(source=form), params=params)
    click.echo(_sentence(finding, lang), err=True)


@main.group()
def spec() -> None:
    """Look at rules 规则."""


@spec.command("list")
def list_specs() -> None:
    """List the specs of the library 列出规则."""
    for entry in api.specs():
        click.echo(f"{entry.name}  {entry.version}  {entry.kind}  {entry.title}")


@spec.command("show")
@click.argument("name", type=_SpecName())
@_lang
def show_spec(name: str, lang: Lang) -> None:
    """Show a spec as a document 显示规则, with its clauses and assumptions."""
    loaded = _loaded_or_exit((name,), lang)[0]
    click.echo(writers.spec_text(loaded, api.messages(), lang), nl=False)


@spec.command("check")
@click.argument("names", nargs=-1, required=True, metavar="ID@YEAR|FILE…", type=_SpecName())
@_lang
def check_spec(names: Sequence[str], lang: Lang) -> None:
    """Check specs 检查规则: schema, formulas, spans, clauses, examples; all errors at once."""
    for loaded in _loaded_or_exit(names, lang):
        click.echo(
            api.messages().say(
                "spec.ok",
                lang,
                name=loaded.name,
                version=loaded.version,
                examples=len(loaded.examples),
                digest=loaded.digest,
            )
        )


@spec.command("digest")
@click.argument("names", nargs=-1, required=True, metavar="ID@YEAR|FILE…", type=_SpecName())
@_lang
def digest_specs(names: Sequence[str], lang: Lang) -> None:
    """Print the digest of resolved specs 规则摘要: what a scorecard carries."""
    for loaded in _loaded_or_exit(names, lang):
        click.echo(f"{loaded.id}@{loaded.version}: {loaded.digest}")


@spec.command("resolve")
@click.argument("name", type=_SpecName())
@_lang
def resolve_spec(name: str, lang: Lang) -> None:
    """Print a spec with its amendments applied 展开规则, as JSON that is a spec of its own."""
    _loaded_or_exit((name,), lang)
    click.echo(json.dumps(api.resolve_spec(_path_of(name)), ensure_ascii=False, indent=1))


def _loaded_or_exit(names: Iterable[str], lang: Lang) -> list[Spec]:
    loaded, failed = [], False
    for name in names:
        try:
            loaded.append(_named_spec(name)[0])
        except PerfRulesError as error:
            _failed(name, error, "table", lang)
            failed = True
    if failed:
        sys.exit(NOT_SCORED)
    return loaded


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of a shell 补全脚本: eval "$(perfrules completion bash)"."""
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(main, {}, "perfrules", "_PERFRULES_COMPLETE").source())


if __name__ == "__main__":
    main()
