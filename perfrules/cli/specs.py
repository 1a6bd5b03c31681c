"""Commands on specs: list, show, check, test, diff, new, resolve, digest."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from perfrules import api, workshop, writers
from perfrules.cli.pages import PAGES, PageOutput, page_text, words_of
from perfrules.cli.shared import (
    DONE,
    FAILED,
    WITH_ERRORS,
    SpecName,
    fail,
    format_option,
    lang_option,
    refuse_inputs,
    room,
    spec_library,
    tell_failure,
    with_progress,
    written,
)
from perfrules.findings import PerfRulesError
from perfrules.model.messages import Lang
from perfrules.model.spec import Spec

_names = click.argument("names", nargs=-1, required=True, metavar="ID@YEAR|FILE…", type=SpecName())
_name = click.argument("name", type=SpecName())
_output = click.option(
    "-o", "--output", type=click.Path(dir_okay=False), help="Write to a file 写入文件."
)


@click.group()
def spec() -> None:
    """Look at rules, check them, and keep them 规则."""


@spec.command("list")
@format_option(*PAGES, "json")
@lang_option
def list_specs(layout: str, lang: Lang) -> None:
    """List the specs there are 列出规则."""
    from perfrules.explain import specs_page

    try:
        entries = spec_library().specs
    except PerfRulesError as error:
        fail("", error, layout, lang)
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
    """Show a spec as a document 显示规则: sections, rules, clauses, assumptions."""
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
@click.option("--strict", is_flag=True, help="Exit with 1 on lints too 有疑点也返回1.")
def check_spec(names: Sequence[str], layout: str, lang: Lang, strict: bool) -> None:
    """
    Check specs 检查规则: schema, formulas, spans, clauses, examples; all errors at once.

    What is allowed and yet mostly a mistake is told too (PRL01 to PRL07).
    """
    from perfrules.explain import check_page

    status, library = DONE, spec_library()
    pages = PageOutput(_print, layout, room())
    for name in names:
        try:
            checked = workshop.check_spec(name, library)
        except PerfRulesError as error:
            _print(tell_failure(name, error, layout, lang))
            status = FAILED
            continue
        loaded, found = checked.value, checked.findings
        if layout == "json":
            _print(writers.json_line(writers.check_document(loaded, found, api.messages(), lang)))
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
    help="Files of further examples 更多例子; by default ID.cases.yaml beside the spec.",
)
@format_option(*PAGES, "json")
@lang_option
def test_spec(names: Sequence[str], cases: Sequence[str], layout: str, lang: Lang) -> None:
    """
    Test specs by their examples 检验规则: which edges are touched, which mutants are caught.

    Exit status: 0 all edges touched and all mutants caught; 1 not all; 2 a spec is not sound.
    """
    from perfrules.explain import trial_page

    status, library = DONE, spec_library()
    pages = PageOutput(_print, layout, room())
    for name in with_progress(names):
        try:
            trial = workshop.try_spec(name, cases or None, library)
        except PerfRulesError as error:
            _print(tell_failure(name, error, layout, lang))
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
    """Tell what changed in meaning 两个规则含义上的不同: old and new value, with both clauses."""
    from perfrules.explain import diff_page

    try:
        found = workshop.diff_specs(one, two, spec_library())
    except PerfRulesError as error:
        fail(one, error, layout, lang)
    if layout == "json":
        text = writers.json_line(writers.diff_document(one, two, found))
    else:
        text = page_text(diff_page(one, two, found, words_of(lang)), layout, room())
    click.echo(text, nl=False)


@spec.command("new")
@click.option("--from", "base", type=SpecName(), required=True, help="The spec to extend 原规则.")
@click.option("--year", type=click.IntRange(1949, 2999), required=True, help="New year 新年度.")
@lang_option
@_output
def new_spec(base: str, year: int, lang: Lang, output: str | None) -> None:
    """Make next year's spec 建立新年度的规则: a file that extends this one, ready to edit."""
    try:
        text = workshop.new_spec(base, year, lang, spec_library())
    except PerfRulesError as error:
        fail(base, error, "table", lang)
    if output is not None and Path(output).exists():
        raise click.BadParameter(f"{output}: exists 已存在", param_hint="--output")
    with written(output, "yaml", lang) as write:
        write(text)


@spec.command("digest")
@_names
@lang_option
def digest_specs(names: Sequence[str], lang: Lang) -> None:
    """Print the digest of resolved specs 规则摘要: what a scorecard carries."""
    for loaded in _loaded_or_exit(names, lang):
        click.echo(f"{loaded.id}@{loaded.version}: {loaded.digest}")


@spec.command("resolve")
@_name
@lang_option
def resolve_spec(name: str, lang: Lang) -> None:
    """Print a spec with its amendments applied 展开规则, as JSON that is a spec of its own."""
    _print(writers.json_text(api.resolve_spec(_loaded_or_exit((name,), lang)[0])))


def _loaded_or_exit(names: Iterable[str], lang: Lang) -> list[Spec]:
    loaded, failed = [], False
    for name in names:
        try:
            loaded.append(spec_library().load(name))
        except PerfRulesError as error:
            tell_failure(name, error, "table", lang)
            failed = True
    if failed:
        sys.exit(FAILED)
    return loaded
