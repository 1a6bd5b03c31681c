"""The front door: joins the rooms. Reads a form, finds its spec, scores, reviews, explains."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from perfrules import binding, documents, engine, readers, resources, review, writers
from perfrules.findings import (
    Code,
    Finding,
    Findings,
    NoSuchRow,
    UnreadableForm,
    Where,
)
from perfrules.library import (
    ChosenSpec,
    SpecOrName,
    current_library,
    default_library,
)
from perfrules.model.messages import Lang

if TYPE_CHECKING:
    from perfrules.documents import Node
    from perfrules.model.card import Scorecard
    from perfrules.model.explanation import Explanation
    from perfrules.model.form import Form
    from perfrules.model.messages import Messages
    from perfrules.model.second_opinion import SecondOpinion
    from perfrules.model.spec import Spec
    from perfrules.model.workshop import Comparison, WhatIf
    from perfrules.speclib.catalog import Entry


def specs() -> tuple[Entry, ...]:
    """
    Return the specs of the default library, by id and revision: the head of each.

    They are those of this library and of installed packages that offer some through the
    entry-point group ``perfrules.specs`` (data only: their code is not imported). Folders of
    your own belong in a `Library`.

    Raises:
        InvalidSpec: two specs have one id and revision.
    """
    return default_library().specs


def load_spec(name: SpecOrName, year: int | str | None = None) -> Spec:
    """
    Load a spec of the default library, or from a file.

    The default library is a snapshot: it does not see what changes on disk before `refresh`.
    A file that you name is looked at each time, with everything that it extends: where one
    of them has changed, the default library is refreshed.

    Args:
        name: ``id@2023`` (its newest revision), ``id@2023.1`` or a file.
        year: the year or revision, where *name* is an id without one.

    Raises:
        NoSuchSpec: there is none of this name.
        InvalidSpec: it does not pass its checks; everything that is wrong is listed.
    """
    library = default_library()
    if isinstance(name, str | os.PathLike) and year is None and library.is_file(os.fspath(name)):
        library = current_library()
    return library.load(name, year)


def spec_from(document: str | Mapping[str, Any], source: str = "spec") -> Spec:
    """
    Build a spec that a program holds; it may extend a spec of the default library.

    Args:
        document: the text of a YAML or JSON document, or plain data.
        source: what to call it in findings.

    Raises:
        InvalidSpec: it does not pass its checks; everything that is wrong is listed.
    """
    return default_library().spec_from(document, source)


def resolve_spec(spec: SpecOrName) -> dict[str, Any]:
    """
    Return a spec with its amendments applied, as plain data; it has the same digest.

    Raises:
        NoSuchSpec: there is none of this name.
        InvalidSpec: it does not pass its checks.
    """
    from perfrules.speclib import load

    return load.flat(load_spec(spec).source)


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
    return _bound(readers.opened(path))


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
    raise UnreadableForm((finding,))


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


def form_from(document: Mapping[str, Any], source: str = "document") -> Form:
    """
    Bind a form that a program holds as plain data (``schemas/form.schema.json``).

    Args:
        document: mappings and sequences of texts as the form prints them, numbers (int, float,
            Decimal, Fraction), dates and ``None``; a float is the shortest text of its value.
        source: what to call it in findings.

    Raises:
        UnreadableForm: the data does not fit the schema.
    """
    return _from_tree(documents.tree_of(source, document, error=UnreadableForm))


def _bound(file: readers.SourceFile) -> tuple[Form, ...]:
    if file.kind is readers.FileKind.DOCUMENT:
        return (_from_document(file.source, file.text),)
    return binding.bind_all(readers.grids(file), resources.vocabulary())


def _from_document(source: str, text: str) -> Form:
    return _from_tree(documents.compose(source, text, error=UnreadableForm))


def _from_tree(tree: Node) -> Form:
    if faults := documents.check(tree, resources.schema("form")):
        raise UnreadableForm(faults)
    content: Any = documents.texts(tree)
    return binding.from_document(content, tree.where.source, resources.vocabulary())


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
        return data, error.findings
    changed = tuple(_changed(document, _without_more(document, clean_document(again))))
    where = Where(source=form.source)
    found = (Finding(code=Code.NOT_CARRIED, where=where, params=params) for params in changed)
    return data, Findings(found)


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


def choose_spec(form: Form) -> ChosenSpec:
    """
    Return the spec of the default library that a form's year, kind, place or notes speak for.

    Raises:
        NoSuchSpec: none fits, or several of different names do.
    """
    return default_library().choose(form)


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
        spec: from `load_spec` or `choose_spec`.
        chosen_by: why it is this spec; stands on the scorecard.

    Returns:
        lines, totals, grade and findings; the same for ever for the same form, digest of the
        spec, language version and digest of the vocabulary.
    """
    card = engine.score(form, spec)
    checked = review.run_checks(card, review.Stage.SCORE, resources.review_words)
    noticed = Findings((*form.findings, *card.findings, *checked))
    return replace(
        card,
        findings=noticed.once().heard(spec.policy),
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
    more = review.run_checks(card, review.Stage.REVIEW, resources.review_words)
    found = Findings(review.in_doubt((*card.findings, *more)))
    policy = card.spec.policy
    return replace(card, findings=found.once().heard(policy).worst_first(policy))


def precheck_card(card: Scorecard) -> Scorecard:
    """
    Return a scorecard with what can be said before anything was done, worst first.

    Args:
        card: from `score`, mostly of a table of targets without actuals.

    Returns:
        its findings about weights, sections, directions, units and targets that nobody can
        measure; what speaks of actuals, claims and money is left out.
    """
    known, policy = resources.review_words(), card.spec.policy
    before = (one for one in card.findings if review.is_about_the_plan(one.code, known))
    more = review.run_checks(card, review.Stage.PRECHECK, resources.review_words)
    found = Findings((*before, *more))
    return replace(card, findings=found.once().heard(policy).worst_first(policy))


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
    found = Findings(opinion.findings).once().heard(rules.policy)
    return replace(opinion, findings=found.worst_first(rules.policy))


def review_batch(cards: Sequence[Scorecard]) -> Findings:
    """Return what several forms show together: copies, one name with two meanings."""
    return Findings(review.check_batch(cards, resources.review_words()))


def compare(form: Form, one: SpecOrName, two: SpecOrName) -> Comparison:
    """
    Score a form by two specs, and split the difference by amendment where one extends the other.

    Raises:
        NoSuchSpec: there is none of a name.
        InvalidSpec: one of them does not pass its checks.
    """
    from perfrules.speclib.stages import stages
    from perfrules.workshop.compare import compared, split

    old, new = load_spec(one), load_spec(two)
    first, second = score(form, old), score(form, new)
    taken = [
        (step.name, step.amendment, engine.score(form, step.spec) if step.spec else None)
        for step in stages(old, new) or ()
    ]
    return compared(first, second, split(first, taken))


def what_if(card: Scorecard) -> WhatIf:
    """Return what earns full marks for each line, and the cheapest ways to the next grade."""
    from perfrules.engine.inverse import Inverse, ways
    from perfrules.model.workshop import WhatIf

    turned = Inverse(card)
    full = tuple((line, turned.full(line)) for line in card.lines)
    return WhatIf(card=card, full=full, ways=ways(card, turned))


def explain(card: Scorecard, lang: Lang | str = Lang.ZH) -> tuple[Explanation, ...]:
    """
    Explain each line of a scorecard in one paragraph that a clerk could paste.

    Args:
        card: from `score`.
        lang: ``zh`` or ``en``.
    """
    from perfrules.explain import explain as explained

    return explained(card, messages(), Lang(lang))


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
    from perfrules.model.card import Scorecard

    lang = Lang(lang)
    if isinstance(result, Scorecard):
        return writers.scorecard_document(result, explain(result, lang), messages(), lang)
    document = binding.to_document(result)
    found = writers.findings_document(messages().policy.judged(result.findings), messages(), lang)
    return {**document, "findings": found}
