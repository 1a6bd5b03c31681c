"""Commands on forms: score, read, explain, compare, what-if."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

import perfrules
from perfrules import __version__, resources, scoring, writers
from perfrules.assessing import failure
from perfrules.cli.pages import PAGES, PageOutput, page_text, words_of
from perfrules.cli.shared import (
    DONE,
    FAILED,
    WITH_ERRORS,
    Answers,
    SpecName,
    assessed,
    each_form,
    fail,
    fail_with,
    format_option,
    input_option,
    judged,
    lang_option,
    misuse,
    put,
    read_forms,
    refuse_inputs,
    report_failure,
    room,
    sentence,
    sheet_option,
    spec_library,
    spec_option,
    status_of,
    written,
)
from perfrules.findings import Code, Finding, Findings, Judged, NoSuchRow, PerfRulesError
from perfrules.model.failure import Failure
from perfrules.model.messages import Lang

if TYPE_CHECKING:
    from perfrules.model.card import Scorecard
    from perfrules.model.form import Form
    from perfrules.model.page import Page
    from perfrules.model.second_opinion import SecondOpinion

_form = click.argument("form", type=click.Path())


@click.command()
@click.argument("forms", nargs=-1, required=True, metavar="FORM…", type=click.Path())
@spec_option
@input_option
@sheet_option
@format_option(*PAGES, "json")
@lang_option
@click.option("--strict", is_flag=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False))
def score(
    forms: Sequence[str],
    spec_name: str | None,
    answers: Answers,
    sheet: str | None,
    layout: str,
    lang: Lang,
    strict: bool,
    output: str | None,
) -> None:
    """Score forms; if a file holds several, all are scored."""
    refuse_inputs(output, (*forms, spec_name), lang)
    status = DONE
    with written(output, layout, lang) as write:
        pages = PageOutput(write, layout, room(output))
        for form in each_form(forms, sheet):
            card = assessed(form, spec_name, answers)
            if isinstance(card, Failure):
                write(report_failure(card, layout, lang))
                status = FAILED
                continue
            if layout == "json":
                write(writers.json_line(perfrules.card_document(card, lang)))
            else:
                from perfrules.explain import scorecard_page

                pages.page(scorecard_page(card, words_of(lang)))
            status = max(status, status_of(card.judged, strict=strict))
        pages.close()
    sys.exit(status)


def _card(
    path: str, spec_name: str | None, answers: Answers, sheet: str | None, layout: str, lang: Lang
) -> Scorecard:
    """Return the scorecard of the one form of a file; leave if there is none."""
    try:
        form = perfrules.read_form(path, sheet)
    except PerfRulesError as error:
        fail_with(error, path, layout, lang)
    card = assessed(form, spec_name, answers)
    if isinstance(card, Failure):
        fail(card, layout, lang)
    return card


def _report_unasked(findings: Iterable[Finding], lang: Lang) -> None:
    """Report answers to no question, if the output itself has no room for findings."""
    for finding in findings:
        if finding.code == Code.NOT_ASKED:
            click.echo(sentence(finding, lang), err=True)


@click.command()
@_form
@sheet_option
@format_option(*PAGES, "json")
@lang_option
def read(form: str, sheet: str | None, layout: str, lang: Lang) -> None:
    """Show what was read from a form, before any rule is applied."""
    from perfrules.explain import form_page

    try:
        found = read_forms(form, sheet)
    except PerfRulesError as error:
        fail_with(error, form, layout, lang)
    if layout == "json":
        click.echo(_form_documents(found, lang), nl=False)
    else:
        pages = PageOutput(_print, layout, room())
        for one in found:
            pages.page(form_page(one, words_of(lang)))
        pages.close()
    sys.exit(status_of(judged(finding for one in found for finding in one.findings)))


def _print(text: str) -> None:
    click.echo(text, nl=False)


def _form_documents(forms: Sequence[Form], lang: Lang) -> str:
    """Return forms as JSON: alone for people too; if there are several, one a line."""
    documents = [perfrules.form_document(form, lang) for form in forms]
    if len(documents) == 1:
        return writers.json_text(documents[0])
    return "".join(map(writers.json_line, documents))


@click.command()
@_form
@spec_option
@input_option
@sheet_option
@format_option(*PAGES)
@lang_option
@click.option("--row", "name")
def explain(
    form: str,
    spec_name: str | None,
    answers: Answers,
    sheet: str | None,
    layout: str,
    lang: Lang,
    name: str | None,
) -> None:
    """Explain the score of each line."""
    from perfrules.explain import explanation_page

    card = _card(form, spec_name, answers, sheet, layout, lang)
    _report_unasked(card.findings, lang)
    told = perfrules.explain(card, lang)
    chosen = [one for one in told if name is None or name in (one.line.name, one.line.id)]
    if not chosen:
        missing = NoSuchRow(str(name), tuple(one.line.name for one in told))
        fail_with(missing, form, "table", lang)
    page = explanation_page(card, chosen, words_of(lang))
    _print(page_text(page, layout, room()))


@click.command()
@_form
@click.option(
    "--spec",
    "names",
    type=SpecName(),
    multiple=True,
    required=True,
)
@input_option
@sheet_option
@format_option(*PAGES, "json")
@lang_option
def compare(
    form: str,
    names: Sequence[str],
    answers: Answers,
    sheet: str | None,
    layout: str,
    lang: Lang,
) -> None:
    """Score a form by two specs."""
    from perfrules.explain import comparison_page

    if len(names) != 2:
        raise misuse("usage.two_specs", lang, "--spec")
    try:
        read = perfrules.with_inputs(perfrules.read_form(form, sheet), dict(answers))
        specs = [spec_library().load(name) for name in names]
        found = perfrules.compare(read, *specs)
    except PerfRulesError as error:
        fail_with(error, form, layout, lang)
    _report_unasked(scoring.not_asked(read, *specs), lang)
    if layout == "json":
        _print(writers.json_line(writers.comparison_document(found)))
    else:
        page = comparison_page(found, words_of(lang))
        _print(page_text(page, layout, room()))


@click.command()
@click.argument("forms", nargs=-1, required=True, metavar="FORM…", type=click.Path())
@spec_option
@input_option
@sheet_option
@click.option("--reviewed", type=click.Path())
@click.option("--review-spec", type=SpecName())
@format_option(*PAGES, "json", "sarif")
@lang_option
@click.option("-o", "--output", type=click.Path(dir_okay=False))
def review(
    forms: Sequence[str],
    spec_name: str | None,
    answers: Answers,
    sheet: str | None,
    reviewed: str | None,
    review_spec: str | None,
    layout: str,
    lang: Lang,
    output: str | None,
) -> None:
    """Review forms like an auditor."""
    from perfrules.explain import review_page

    if reviewed and len(forms) > 1:
        raise misuse("usage.one_form", lang, "--reviewed")
    refuse_inputs(output, (*forms, reviewed, spec_name, review_spec), lang)

    def examined(form: Form | Failure) -> Examined | Failure:
        card = assessed(form, spec_name, answers)
        if isinstance(card, Failure):
            return card
        card = perfrules.review_card(card)
        try:
            return card, _opinion(card, reviewed, review_spec)
        except PerfRulesError as error:
            return failure(error, card.form.where())

    read = each_form(forms, sheet)
    if review_spec and not reviewed:
        read = iter(_with_review(read, lang))

    def sheet_page(card: Scorecard, opinion: SecondOpinion | None) -> Page:
        return review_page(card, words_of(lang), opinion)

    _examine(read, examined, sheet_page, layout, lang, output)


def _with_review(read: Iterable[Form | Failure], lang: Lang) -> list[Form | Failure]:
    """Read all forms first; refuse a spec for a review that none of them holds."""
    found = list(read)
    forms = [form for form in found if not isinstance(form, Failure)]
    if forms and not any(row.reviewed for form in forms for row in form.rows):
        raise misuse("usage.review_spec", lang, "--review-spec")
    return found


@click.command()
@click.argument("forms", nargs=-1, required=True, metavar="FORM…", type=click.Path())
@spec_option
@input_option
@sheet_option
@format_option(*PAGES, "json", "sarif")
@lang_option
@click.option("-o", "--output", type=click.Path(dir_okay=False))
def precheck(
    forms: Sequence[str],
    spec_name: str | None,
    answers: Answers,
    sheet: str | None,
    layout: str,
    lang: Lang,
    output: str | None,
) -> None:
    """Check targets before the year begins."""
    from perfrules.explain import precheck_page

    refuse_inputs(output, (*forms, spec_name), lang)

    def examined(form: Form | Failure) -> Examined | Failure:
        card = assessed(form, spec_name, answers)
        return card if isinstance(card, Failure) else (perfrules.precheck_card(card), None)

    def sheet_page(card: Scorecard, _: SecondOpinion | None) -> Page:
        return precheck_page(card, words_of(lang))

    _examine(each_form(forms, sheet), examined, sheet_page, layout, lang, output)


Examined: TypeAlias = "tuple[Scorecard, SecondOpinion | None]"


def _opinion(
    card: Scorecard, reviewed: str | None, review_spec: str | None
) -> SecondOpinion | None:
    """Return the second opinion, if a reviewer wrote anything."""
    if reviewed is None and not any(row.reviewed for row in card.form.rows):
        return None
    copy = perfrules.read_form(reviewed) if reviewed else None
    rules = spec_library().load(review_spec) if review_spec else None
    return perfrules.second_opinion(card, copy, rules)


def _examine(
    forms: Iterable[Form | Failure],
    examined: Callable[[Form | Failure], Examined | Failure],
    sheet_page: Callable[[Scorecard, SecondOpinion | None], Page],
    layout: str,
    lang: Lang,
    output: str | None,
) -> None:
    """Print a sheet for each form, and what shows between them; leave with the worst status."""
    from perfrules.explain import batch_page

    status, cards, found = DONE, [], list[Judged]()
    with written(output, layout, lang) as write:
        pages = PageOutput(write, layout, room(output))
        for form in forms:
            result = examined(form)
            if isinstance(result, Failure):
                write(report_failure(result, layout, lang))
                found += judged(result.findings)
                status = FAILED
                continue
            card, opinion = result
            cards.append(card)
            found += [*(opinion.judged if opinion else ()), *card.judged]
            if layout == "json":
                write(writers.json_line(_review_document(card, opinion, lang)))
            elif layout in PAGES:
                pages.page(sheet_page(card, opinion))
        between = perfrules.review_batch(cards)
        found += judged(between)
        if layout == "sarif":
            write(writers.json_line(writers.sarif(found, resources.messages(), lang, __version__)))
        elif between and layout == "json":
            write(writers.json_line(_batch_document(between, lang)))
        elif between:
            pages.page(batch_page(between, words_of(lang)))
        pages.close()
    sys.exit(max(status, status_of(found)))


def _review_document(card: Scorecard, opinion: SecondOpinion | None, lang: Lang) -> dict[str, Any]:
    document = writers.review_document(card, perfrules.card_document(card, lang))
    if opinion:
        document["second"] = writers.second_document(opinion, resources.messages(), lang)
    return document


def _batch_document(between: Findings, lang: Lang) -> dict[str, Any]:
    findings = writers.findings_document(judged(between), resources.messages(), lang)
    return {"schema": "perfrules/batch/1", "findings": findings}


@click.command()
@_form
@sheet_option
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    required=True,
)
@lang_option
def convert(form: str, sheet: str | None, output: str, lang: Lang) -> None:
    """Write a form in another format."""
    kind = Path(output).suffix.lstrip(".").lower()
    if kind not in writers.FORMATS:
        known = ", ".join(f".{name}" for name in writers.FORMATS)
        raise click.BadParameter(f"{output}: {known}", param_hint="-o")
    refuse_inputs(output, (form,), lang)
    try:
        data, lost = perfrules.write_form(perfrules.read_form(form, sheet), kind)
    except PerfRulesError as error:
        fail_with(error, form, "table", lang)
    put(output, data, lang)
    for finding in lost:
        click.echo(sentence(finding, lang), err=True)
    sys.exit(WITH_ERRORS if lost else DONE)


@click.command("what-if")
@_form
@spec_option
@input_option
@sheet_option
@format_option(*PAGES, "json")
@lang_option
def what_if(
    form: str,
    spec_name: str | None,
    answers: Answers,
    sheet: str | None,
    layout: str,
    lang: Lang,
) -> None:
    """Find what it would take to earn more."""
    from perfrules.explain import what_if_page

    card = _card(form, spec_name, answers, sheet, layout, lang)
    _report_unasked(card.findings, lang)
    found = perfrules.what_if(card)
    if layout == "json":
        _print(writers.json_line(writers.what_if_document(found)))
    else:
        page = what_if_page(found, words_of(lang))
        _print(page_text(page, layout, room()))
