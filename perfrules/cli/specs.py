"""Commands on specs: list, show, check, test, diff, new, resolve, digest."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import perfrules
from perfrules import resources, workshop, writers
from perfrules.assessing import failure
from perfrules.cli.pages import PAGES, PageOutput, page_text, words_of
from perfrules.cli.shared import (
    DONE,
    FAILED,
    WITH_ERRORS,
    SpecName,
    fail_with,
    format_option,
    lang_option,
    misuse,
    refuse_inputs,
    report_failure,
    room,
    spec_library,
    with_progress,
    written,
)
from perfrules.findings import PerfRulesError, Where
from perfrules.model.messages import Lang

if TYPE_CHECKING:
    from perfrules.model.spec import Spec

_names = click.argument("names", nargs=-1, required=True, metavar="ID@YEAR|FILE…", type=SpecName())
_name = click.argument("name", type=SpecName())
_output = click.option("-o", "--output", type=click.Path(dir_okay=False))


@click.group()
@lang_option
def spec(lang: Lang) -> None:
    """Group the commands on specs."""


@spec.command("list")
@format_option(*PAGES, "json")
@lang_option
def list_specs(layout: str, lang: Lang) -> None:
    """List the specs."""
    from perfrules.explain import specs_page

    try:
        entries = spec_library().specs
    except PerfRulesError as error:
        fail_with(error, "", layout, lang)
    if layout == "json":
        documents = [writers.spec_head_document(entry.head, str(entry.path)) for entry in entries]
        _print("".join(map(writers.json_line, documents)))
    else:
        page = specs_page([entry.head for entry in entries], words_of(lang))
        _print(page_text(page, layout, room()))


@spec.command("show")
@_name
@format_option("markdown", "html", "table")
@lang_option
@_output
def show_spec(name: str, layout: str, lang: Lang, output: str | None) -> None:
    """Show a spec as a document."""
    from perfrules.explain import spec_page

    refuse_inputs(output, (name,), lang)
    loaded = _loaded_or_exit((name,), lang)[0]
    page = spec_page(loaded, words_of(lang))
    with written(output, layout, lang) as write:
        write(page_text(page, layout, room(output)))


@spec.command("check")
@_names
@format_option(*PAGES, "json")
@lang_option
@click.option("--strict", is_flag=True)
def check_spec(names: Sequence[str], layout: str, lang: Lang, strict: bool) -> None:
    """Check specs and list all errors at once."""
    from perfrules.explain import check_page

    status, library = DONE, spec_library()
    pages = PageOutput(_print, layout, room())
    for name in names:
        try:
            checked = workshop.check_spec(name, library)
        except PerfRulesError as error:
            _print(report_failure(failure(error, Where(source=name)), layout, lang))
            status = FAILED
            continue
        loaded, found = checked.value, checked.findings
        if layout == "json":
            _print(
                writers.json_line(writers.check_document(loaded, found, resources.messages(), lang))
            )
        else:
            pages.page(check_page(loaded, found, words_of(lang)))
        if strict and found:
            status = max(status, WITH_ERRORS)
    pages.close()
    sys.exit(status)


def _print(text: str) -> None:
    click.echo(text, nl=False)


@spec.command("test")
@_names
@click.option(
    "--cases",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
)
@format_option(*PAGES, "json")
@lang_option
def test_spec(names: Sequence[str], cases: Sequence[str], layout: str, lang: Lang) -> None:
    """Test specs with their examples."""
    from perfrules.explain import trial_page

    status, library = DONE, spec_library()
    pages = PageOutput(_print, layout, room())
    for name in with_progress(names):
        try:
            trial = workshop.try_spec(name, cases or None, library)
        except PerfRulesError as error:
            _print(report_failure(failure(error, Where(source=name)), layout, lang))
            status = FAILED
            continue
        if layout == "json":
            _print(writers.json_line(writers.trial_document(trial)))
        else:
            pages.page(trial_page(trial, words_of(lang)))
        status = max(status, DONE if trial.holds else WITH_ERRORS)
    pages.close()
    sys.exit(status)


@spec.command("diff")
@click.argument("one", type=SpecName())
@click.argument("two", type=SpecName())
@format_option(*PAGES, "json")
@lang_option
def diff_specs(one: str, two: str, layout: str, lang: Lang) -> None:
    """Compare what two specs mean."""
    from perfrules.explain import diff_page

    try:
        found = workshop.diff_specs(one, two, spec_library())
    except PerfRulesError as error:
        fail_with(error, one, layout, lang)
    if layout == "json":
        text = writers.json_line(writers.diff_document(one, two, found))
    else:
        text = page_text(diff_page(one, two, found, words_of(lang)), layout, room())
    click.echo(text, nl=False)


@spec.command("new")
@click.option("--from", "base", type=SpecName(), required=True)
@click.option("--year", type=click.IntRange(1949, 2999), required=True)
@lang_option
@_output
def new_spec(base: str, year: int, lang: Lang, output: str | None) -> None:
    """Start the spec of a new year."""
    try:
        text = workshop.new_spec(base, year, lang, spec_library())
    except PerfRulesError as error:
        fail_with(error, base, "table", lang)
    if output is not None and Path(output).exists():
        raise misuse("usage.exists", lang, "-o", name=output)
    with written(output, "yaml", lang) as write:
        write(text)


@spec.command("digest")
@_names
@lang_option
def digest_specs(names: Sequence[str], lang: Lang) -> None:
    """Print the digest of each spec."""
    for loaded in _loaded_or_exit(names, lang):
        click.echo(f"{loaded.id}@{loaded.version}: {loaded.digest}")


@spec.command("resolve")
@_name
@lang_option
def resolve_spec(name: str, lang: Lang) -> None:
    """Print a spec with its amendments applied."""
    _print(writers.json_text(perfrules.resolve_spec(_loaded_or_exit((name,), lang)[0])))


def _loaded_or_exit(names: Iterable[str], lang: Lang) -> list[Spec]:
    loaded, failed = [], False
    for name in names:
        try:
            loaded.append(spec_library().load(name))
        except PerfRulesError as error:
            report_failure(failure(error, Where(source=name)), "table", lang)
            failed = True
    if failed:
        sys.exit(FAILED)
    return loaded
