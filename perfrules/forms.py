"""Forms in and out: from files, bytes, streams and plain data; and into other formats."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

from perfrules import binding, documents, resources
from perfrules.documents.python_data import scalar_text
from perfrules.findings import Code, Finding, Findings, NoSuchRow, UnreadableForm, Where

if TYPE_CHECKING:
    from perfrules.model.document import Node
    from perfrules.model.form import Form
    from perfrules.readers import SourceFile

Origin = str | os.PathLike[str] | bytes | BinaryIO
"""Where a form is read from: a path, the bytes of a file, or a binary stream."""

PLACE_FIELDS = ("where", "cells")
UNWRITTEN = ("source", "sheet", "findings")
"""What belongs to a file, not to the form in it."""


def read_forms(origin: Origin, *, source: str = "") -> tuple[Form, ...]:
    """
    Read all forms of a file, in its order: a workbook, document or page may hold several.

    The kind of file is sniffed from its content. What was noticed or repaired is in each form's
    findings; sheets without a form are reported in those of the first.

    Args:
        origin: a path, the bytes of a file, or a binary stream.
        source: what to call the file in findings; by default its path.

    Raises:
        UnreadableForm: no form can be read from it; the findings say why and where.
        MissingExtra: a package for this kind of file is not installed.
    """
    from perfrules import readers

    return _bound(readers.opened(origin, source))


def read_form(origin: Origin, sheet: str | int | None = None, *, source: str = "") -> Form:
    """
    Read the one form of a file, or that of one sheet.

    Args:
        origin: a path, the bytes of a file, or a binary stream.
        sheet: the form to take: the name of its sheet (`Form.sheet`), or its number,
            counted from 1.
        source: what to call the file in findings; by default its path.

    Raises:
        UnreadableForm: no form can be read from it, or it holds several and *sheet* names
            none of them; the findings say why and where.
        MissingExtra: a package for this kind of file is not installed.
    """
    forms = read_forms(origin, source=source)
    numbered = {str(number): form for number, form in enumerate(forms, start=1)}
    named = {**numbered, **{form.sheet: form for form in forms if form.sheet}}
    if sheet is None and len(forms) == 1:
        return forms[0]
    if str(sheet) in named:
        return named[str(sheet)]
    raise UnreadableForm((_not_one(forms[0].source, numbered, sheet),))


def _not_one(source: str, forms: Mapping[str, Form], sheet: str | int | None) -> Finding:
    """Report that none of several forms is named, or one that is not there."""
    where = Where(source=source)
    if sheet is None:
        sheets = ", ".join(form.sheet or number for number, form in forms.items())
        params = {"count": str(len(forms)), "sheets": sheets}
        return Finding(code=Code.SEVERAL_FORMS, where=where, params=params)
    sheets = ", ".join(f"{number} {form.sheet}".rstrip() for number, form in forms.items())
    params = {"sheet": str(sheet), "sheets": sheets}
    return Finding(code=Code.NO_SUCH_SHEET, where=where, params=params)


def form_from(document: Mapping[str, Any], source: str = "document") -> Form:
    """
    Bind a form that a program holds as plain data (``schemas/form.schema.json``).

    Args:
        document: mappings and sequences of texts as the form prints them, numbers (int, float,
            Decimal, Fraction), dates and ``None``; a float is the shortest text of its value.
        source: what to call it in findings.

    Raises:
        UnreadableForm: the data does not fit the schema; places are paths
            (``$.indicators[0].actual``).
    """
    return _from_tree(documents.tree_of(source, document, error=UnreadableForm))


def _bound(file: SourceFile) -> tuple[Form, ...]:
    from perfrules import readers

    if file.kind is readers.FileKind.DOCUMENT:
        return (_from_tree(documents.compose(file.source, file.text, error=UnreadableForm)),)
    return binding.bind_all(readers.grids(file), resources.vocabulary())


def _from_tree(tree: Node) -> Form:
    if faults := documents.validate(tree, resources.schema("form")):
        raise UnreadableForm(faults)
    content: Any = documents.texts(tree)
    return binding.from_document(content, tree.where.source, resources.vocabulary())


def with_inputs(form: Form, answers: Mapping[str, Any]) -> Form:
    """
    Return a form with answers to what a spec asks and no column says.

    Args:
        form: from `read_form` or `form_from`.
        answers: name → label or number; ``ROW:name`` is about one row.

    Raises:
        NoSuchRow: no row has this name.
        TypeError: an answer is not a text, a number or a date.
    """
    whole = dict(form.inputs)
    rows = list(form.rows)
    for name, value in answers.items():
        label, _, asked = name.rpartition(":")
        answer = _answer_text(name, value)
        if not label:
            whole[name] = answer
            continue
        fitting = [index for index, row in enumerate(rows) if row.name == label]
        if not fitting:
            raise NoSuchRow(label, tuple(row.name for row in rows))
        for index in fitting:
            rows[index] = replace(rows[index], inputs={**rows[index].inputs, asked: answer})
    return replace(form, rows=tuple(rows), inputs=whole)


def _answer_text(name: str, value: Any) -> str:
    text = scalar_text(value)
    if text is None:
        raise TypeError(f"{name}: an answer is a text, a number or a date, not {value!r:.60}")
    return text


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
        for name in PLACE_FIELDS:
            row.pop(name, None)
    return document


def write_form(form: Form, kind: str) -> tuple[bytes, Findings]:
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
    from perfrules import readers, writers
    from perfrules.documents.differences import differences

    document = clean_document(form)
    data = writers.form_bytes(kind, document, binding.layout(form, resources.vocabulary()))
    try:
        (again,) = _bound(readers.opened(data, f"{form.source}.{kind}"))
    except UnreadableForm as error:
        return data, error.findings
    changes = differences(document, _without_more(document, clean_document(again)))
    where = Where(source=form.source)
    return data, Findings(
        Finding(
            code=Code.NOT_CARRIED,
            where=where,
            params={"path": change.path, "text": change.one, "other": change.two},
        )
        for change in changes
    )


def _without_more(document: dict[str, Any], again: dict[str, Any]) -> dict[str, Any]:
    """Leave out the labels that a table needs and the document has in fields of their own."""
    head = document.get("head") or {}
    kept = {label: text for label, text in (again.get("head") or {}).items() if label in head}
    return {**again, "head": kept} if kept else {k: v for k, v in again.items() if k != "head"}
