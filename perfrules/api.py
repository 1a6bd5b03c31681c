"""The front door: joins the rooms. Reads a form, finds its spec, scores, reviews, explains."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from perfrules import binding, documents, engine, readers, resources, review, writers
from perfrules import explain as explaining
from perfrules.findings import (
    Code,
    Finding,
    NoSuchRow,
    NoSuchSpec,
    Severity,
    UnreadableForm,
    Where,
    graded,
)
from perfrules.model.card import Scorecard
from perfrules.model.explanation import Explanation
from perfrules.model.form import Form
from perfrules.model.messages import Lang, Messages
from perfrules.model.second import SecondOpinion
from perfrules.model.spec import Spec
from perfrules.speclib import load as loading
from perfrules.speclib.load import Entry

SPEC_ENDINGS = (".yaml", ".yml")


Folder = str | os.PathLike[str]


def specs(folders: Sequence[Folder] = ()) -> tuple[Entry, ...]:
    """
    Return the specs there are, by id and revision: a head for each.

    Args:
        folders: bundles (``<place>/<name>/<year>.yaml``) beside those of this library and of
            installed packages that offer some through the entry-point group
            ``perfrules.specs`` (data only: their code is not imported).

    Raises:
        InvalidSpec: two specs have one id and revision, or a folder does not exist.
    """
    return loading.library(tuple(Path(folder) for folder in folders))


def load_spec(
    id: str,  # noqa: A002 - the field's own name
    year: int | str,
    folders: Sequence[Folder] = (),
) -> Spec:
    """
    Load a spec by name.

    Args:
        id: place and name: ``cn-gz-qiannan/department``.
        year: the fiscal year (its newest revision), or a revision: ``"2023.1"``.
        folders: bundles to look in too.

    Raises:
        NoSuchSpec: there is none of this id and year.
        InvalidSpec: it does not pass its checks.
    """
    return load_spec_file(loading.find(f"{id}@{year}", specs(folders)).path)


def locate_spec(name: str, folders: Sequence[Folder] = ()) -> Path:
    """
    Return the file of a spec.

    Args:
        name: ``id@2023``, ``id@2023.1``, or a file.
        folders: bundles to look in too.

    Raises:
        NoSuchSpec: there is none of this name.
    """
    is_file = Path(name).exists() or name.endswith(SPEC_ENDINGS)
    is_id = not is_file and ("@" in name or any(name == one.id for one in specs(folders)))
    return loading.find(name, specs(folders)).path if is_id else Path(name)


@cache
def _loaded(path: Path, changed: int) -> Spec:  # noqa: ARG001 - a changed file is loaded anew
    severities = messages().severities
    known = loading.shipped(path, severities=severities)
    return known or loading.load(path, run=engine.outcome, severities=severities)


def load_spec_file(path: str | os.PathLike[str]) -> Spec:
    """
    Load a spec file; it may extend a spec of the library or one beside it.

    Raises:
        InvalidSpec: with everything that is wrong, at ``file:line:column``.
    """
    resolved = Path(path)
    changed = resolved.stat().st_mtime_ns if resolved.exists() else 0
    return _loaded(resolved, changed)


def resolve_spec(path: str | os.PathLike[str]) -> dict[str, Any]:
    """
    Return a spec file with its amendments applied, as plain data; it has the same digest.

    Raises:
        InvalidSpec: with everything that is wrong, at ``file:line:column``.
    """
    load_spec_file(path)
    resolved: dict[str, Any] = loading.flat(Path(path))
    return resolved


def messages() -> Messages:
    """Return all sentences, in both languages."""
    return resources.messages()


def read_forms(path: str | os.PathLike[str]) -> tuple[Form, ...]:
    """
    Read all forms of a file, in its order: a workbook, document or page may hold several.

    The kind of file is told by its content. What was noticed or repaired stands in each
    form's findings; sheets without a form are told in those of the first.

    Raises:
        UnreadableForm: no form can be read from it; the findings say why and where.
        MissingExtra: a package for this kind of file is not installed.
    """
    try:
        forms = _bound(readers.opened(path))
    except UnreadableForm as error:
        raise UnreadableForm(graded(error.findings, messages().severities)) from None
    return tuple(map(_graded_form, forms))


def read_form(path: str | os.PathLike[str], sheet: str | int | None = None) -> Form:
    """
    Read the one form of a file, or that of one sheet.

    Args:
        path: the file.
        sheet: which of several forms: the name of its sheet (`Form.sheet`), or its number,
            counted from 1.

    Raises:
        UnreadableForm: no form can be read from it, or it holds several and *sheet* names
            none of them; the findings say why and where.
        MissingExtra: a package for this kind of file is not installed.
    """
    forms = read_forms(path)
    numbered = {str(number): form for number, form in enumerate(forms, start=1)}
    named = {**numbered, **{form.sheet: form for form in forms if form.sheet}}
    if sheet is None and len(forms) == 1:
        return forms[0]
    if str(sheet) in named:
        return named[str(sheet)]
    finding = _not_one(os.fspath(path), numbered, sheet)
    raise UnreadableForm(graded((finding,), messages().severities))


def _not_one(source: str, forms: Mapping[str, Form], sheet: str | int | None) -> Finding:
    """Return what is told where none of several forms is named, or one that is not there."""
    where = Where(source=source)
    if sheet is None:
        sheets = ", ".join(form.sheet or number for number, form in forms.items())
        params = {"count": str(len(forms)), "sheets": sheets}
        return Finding(code=Code.SEVERAL_FORMS, where=where, params=params)
    sheets = ", ".join(f"{number} {form.sheet}".rstrip() for number, form in forms.items())
    return Finding(
        code=Code.NO_SUCH_SHEET, where=where, params={"sheet": str(sheet), "sheets": sheets}
    )


def _graded_form(form: Form) -> Form:
    return replace(form, findings=graded(form.findings, messages().severities))


def form_from(document: Mapping[str, Any], source: str = "document") -> Form:
    """
    Bind a form that a program holds as plain data (``schemas/form.schema.json``).

    Args:
        document: texts as the form prints them; numbers may be texts or whole numbers.
        source: what to call it in findings.

    Raises:
        UnreadableForm: the data does not fit the schema.
    """
    try:
        form = _from_document(source, json.dumps(document, ensure_ascii=False))
    except UnreadableForm as error:
        raise UnreadableForm(graded(error.findings, messages().severities)) from None
    return _graded_form(form)


def _bound(file: readers.SourceFile) -> tuple[Form, ...]:
    if file.kind is readers.FileKind.DOCUMENT:
        return (_from_document(file.source, file.text),)
    return binding.bind_all(readers.grids(file), resources.vocabulary())


def _from_document(source: str, text: str) -> Form:
    tree = documents.compose(source, text, error=UnreadableForm)
    if faults := documents.check(tree, resources.schema("form")):
        raise UnreadableForm(faults)
    content: Any = documents.texts(tree)
    return binding.from_document(content, source, resources.vocabulary())


PLACES = ("where", "cells")
UNWRITTEN = ("source", "sheet", "findings")
"""What belongs to a file, not to the form in it."""


def clean_document(form: Form) -> dict[str, Any]:
    """Return a form as a document without places and findings: what a person would write."""
    whole = binding.to_document(form)
    document = {name: value for name, value in whole.items() if name not in UNWRITTEN}
    money = (document["budget"] or {"rows": []})["rows"]
    for row in money:
        for field in [name for name, text in row.items() if text is None]:
            if field not in row["cells"]:  # a column that the form does not have
                del row[field]
    for row in [*document["indicators"], *money]:
        for name in PLACES:
            row.pop(name, None)
    return document


def write_form(form: Form, kind: str) -> tuple[bytes, tuple[Finding, ...]]:
    """
    Write a form in another format, and read it back to see what was lost.

    Args:
        form: from `read_form`.
        kind: one of `writers.FORMATS`: yaml, json, xlsx, html, md, csv, tsv.

    Returns:
        the bytes of the file; a finding for each field that reading it gives otherwise.

    Raises:
        MissingExtra: a package for this format is not installed.
    """
    document = clean_document(form)
    data = writers.form_bytes(kind, document, binding.layout(form, resources.vocabulary()))
    try:
        (again,) = _bound(readers.opened(data, f"{form.source}.{kind}"))
    except UnreadableForm as error:
        return data, graded(error.findings, messages().severities)
    changed = tuple(_changed(document, _without_more(document, clean_document(again))))
    where = Where(source=form.source)
    found = (Finding(code=Code.NOT_CARRIED, where=where, params=params) for params in changed)
    return data, graded(found, messages().severities)


def _without_more(document: dict[str, Any], again: dict[str, Any]) -> dict[str, Any]:
    """Leave out the labels that a table needs and the document tells in fields of their own."""
    head = document.get("head") or {}
    kept = {label: text for label, text in (again.get("head") or {}).items() if label in head}
    return {**again, "head": kept} if kept else {k: v for k, v in again.items() if k != "head"}


def _changed(one: Any, two: Any, path: str = "$") -> Iterator[dict[str, str]]:
    """Yield the fields in which two documents differ; blank and missing are the same."""
    if isinstance(one, dict) and isinstance(two, dict):
        for name in dict.fromkeys((*one, *two)):
            yield from _changed(one.get(name), two.get(name), f"{path}.{name}")
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for index, (first, second) in enumerate(zip(one, two, strict=True)):
            yield from _changed(first, second, f"{path}[{index}]")
    elif one != two and not (_is_blank(one) and _is_blank(two)):
        yield {"path": path, "text": str(one or ""), "other": str(two or "")}


def _is_blank(value: Any) -> bool:
    return not value or (isinstance(value, dict) and all(map(_is_blank, value.values())))


def choose_spec(form: Form, folders: Sequence[Folder] = ()) -> tuple[Spec, str]:
    """
    Return the one spec that a form's year, kind, place or notes speak for.

    It is the newest of the form's year, else the newest of an earlier year (the scorecard
    says so: PR312); never one of a later year, nor one that is only used by name.

    Returns:
        the spec, and the evidence.

    Raises:
        NoSuchSpec: none fits, or several of different names do.
    """
    found = list(_fitting(form, specs(folders)))
    if len({spec.id for spec, _ in found}) != 1:
        named = (form.title, form.fiscal_year, form.kind, form.unit)
        whole = [e for e in specs(folders) if not (e.trial or e.excerpt)]
        of_its_kind = [entry for entry in whole if entry.kind == form.kind]
        known = tuple(dict.fromkeys(entry.name for entry in of_its_kind or whole))
        raise NoSuchSpec(" ".join(str(part) for part in named if part), known)
    return found[-1]


def _fitting(form: Form, entries: Sequence[Entry]) -> Iterator[tuple[Spec, str]]:
    """Yield the specs that may be chosen and that something speaks for, oldest first."""
    year = form.fiscal_year
    for entry in entries:
        if not entry.is_chosen or entry.kind != form.kind or year is None:
            continue
        if entry.fiscal_year > year:
            continue
        spec = load_spec_file(entry.path)
        reason = review.evidence(form, spec.places, spec.clauses.values())
        if reason:
            yield spec, f"year:{entry.fiscal_year} + kind:{entry.kind} + {reason}"


def with_inputs(form: Form, answers: Mapping[str, str]) -> Form:
    """
    Return a form with answers to what a spec asks and no column tells.

    Args:
        form: from `read_form`.
        answers: name → label or number; ``ROW:name`` is about one row.

    Raises:
        NoSuchRow: no row has this name.
    """
    whole = {name: value for name, value in answers.items() if ":" not in name}
    rows = list(form.rows)
    for name, value in answers.items():
        label, _, asked = name.rpartition(":")
        if not label:
            continue
        fitting = [i for i, row in enumerate(rows) if row.name == label]
        if not fitting:
            raise NoSuchRow(label, tuple(row.name for row in rows))
        for i in fitting:
            rows[i] = replace(rows[i], inputs={**rows[i].inputs, asked: value})
    return replace(form, rows=tuple(rows), inputs={**form.inputs, **whole})


def score(form: Form, spec: Spec, *, chosen_by: str = "named") -> Scorecard:
    """
    Score a form by a spec, and compare what the form claims.

    Args:
        form: from `read_form`.
        spec: from `load_spec`, `load_spec_file` or `choose_spec`.
        chosen_by: why it is this spec; stands on the scorecard.

    Returns:
        lines, totals, grade and findings; the same for ever for the same form, digest of the
        spec, language version and digest of the vocabulary.
    """
    card = engine.score(form, spec)
    # The catalogue graded what reading noticed; here the spec has the last word.
    read = (replace(finding, severity=None) for finding in form.findings)
    noticed = (*read, *card.findings, *review.review(card))
    findings = graded(noticed, spec.severities)
    return replace(
        card,
        findings=_heard(findings, spec),
        vocabulary=resources.vocabulary().digest,
        chosen_by=chosen_by,
    )


def review_card(card: Scorecard) -> Scorecard:
    """
    Return a scorecard with what a careful auditor remarks besides, worst first.

    Args:
        card: from `score`.

    Returns:
        the same scores; `findings` grown by left-overs, doubles, odd targets and directions,
        reasons that say nothing and the like. Some are heuristics by words, and say so.
    """
    more = graded(review.audit(card, resources.review_words()), card.spec.severities)
    found = review.in_doubt((*card.findings, *more))
    once = {(finding.code, finding.where, finding.row): finding for finding in reversed(found)}
    return replace(card, findings=_ordered(tuple(reversed(once.values())), card.spec))


def precheck_card(card: Scorecard) -> Scorecard:
    """
    Return a scorecard with what can be said before anything was done, worst first.

    Args:
        card: from `score`, mostly of a table of targets without actuals.

    Returns:
        its findings about weights, sections, directions, units and targets that nobody can
        measure; what speaks of actuals, claims and money is left out.
    """
    reviewed = review_card(card)
    planned = resources.review_words().planned
    kept = [finding for finding in reviewed.findings if finding.code.startswith(planned)]
    return replace(reviewed, findings=tuple(kept))


def second_opinion(
    card: Scorecard, reviewed: Form | None = None, spec: Spec | None = None
) -> SecondOpinion:
    """
    Put a review (复核) beside a form's own scores, and audit the reviewer too.

    Args:
        card: from `score`.
        reviewed: the reviewer's copy of the form; without one, the form's own columns of
            review (复核完成值, 复核得分, 偏离度, 备注) are taken.
        spec: the rules of the review, where they are others.

    Returns:
        score after review and deviation, line by line and in all; findings about the review.
    """
    known, rules = resources.review_words(), spec or card.spec
    other = score(review.as_reviewed(card.form, reviewed, known), rules)
    opinion = review.second_opinion(card, other, known)
    return replace(opinion, findings=_ordered(graded(opinion.findings, rules.severities), rules))


def review_batch(cards: Sequence[Scorecard]) -> tuple[Finding, ...]:
    """Return what several forms show together: copies, one name with two meanings."""
    return graded(review.batch(cards, resources.review_words()), messages().severities)


def _ordered(findings: tuple[Finding, ...], spec: Spec) -> tuple[Finding, ...]:
    """Return what is heard, worst first."""
    order = list(Severity)
    heard = _heard(findings, spec)
    return tuple(sorted(heard, key=lambda one: order.index(one.severity or Severity.INFO)))


def _heard(findings: tuple[Finding, ...], spec: Spec) -> tuple[Finding, ...]:
    """Leave out what the spec silences, and what was told before."""
    return tuple(found for found in _once(findings) if not spec.check(found.code).silent)


def _once(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Tell a code at a place once, whichever room noticed it first."""
    seen: set[tuple[str, Where, str | None]] = set()
    for finding in findings:
        key = (finding.code, finding.where, finding.row)
        if key not in seen:
            seen.add(key)
            yield finding


def explain(card: Scorecard, lang: Lang | str = Lang.ZH) -> tuple[Explanation, ...]:
    """
    Explain each line of a scorecard in one paragraph that a clerk could paste.

    Args:
        card: from `score`.
        lang: ``zh`` or ``en``.
    """
    return explaining.explain(card, messages(), Lang(lang))


def message(finding: Finding, lang: Lang | str = Lang.ZH) -> str:
    """Return the sentence of a finding: what is the matter, in ``zh`` or ``en``."""
    return messages().message(finding, Lang(lang))


def hint(finding: Finding, lang: Lang | str = Lang.ZH) -> str:
    """Return what would repair a finding, in ``zh`` or ``en``."""
    return messages().hint(finding, Lang(lang))


def as_document(result: Scorecard | Form, lang: Lang | str = Lang.ZH) -> dict[str, Any]:
    """
    Return a scorecard or a form as plain data for JSON.

    Returns:
        what ``schemas/scorecard.schema.json`` or ``schemas/form.schema.json`` describes; all
        points are decimal text, sentences are in *lang*.
    """
    lang = Lang(lang)
    if isinstance(result, Scorecard):
        return writers.scorecard_document(result, explain(result, lang), messages(), lang)
    document = binding.to_document(result)
    found = writers.findings_document(result.findings, messages(), lang)
    return {**document, "findings": found}
