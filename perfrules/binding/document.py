"""A form as a document (``perfrules/form/1``), and back."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from perfrules.binding.implied import completed
from perfrules.binding.money import AMOUNT_FIELDS, MONEY_FIELDS, is_total
from perfrules.binding.parser import CellParser
from perfrules.binding.sheet import Sheet, SheetCell, sheet_cell
from perfrules.binding.weights import money_in_points, rows_in_points
from perfrules.findings import Code, Findings, Where
from perfrules.model.form import Budget, Form, MoneyRow, Number, Reviewed, Row
from perfrules.model.vocabulary import Vocabulary

SCHEMA = "perfrules/form/1"


def to_document(form: Form) -> dict[str, Any]:
    """Return a form as the document that ``schemas/form.schema.json`` describes."""
    return {
        "schema": SCHEMA,
        "source": form.source,
        **({"sheet": form.sheet} if form.sheet else {}),
        "title": form.title,
        "kind": form.kind,
        "fiscal_year": form.fiscal_year,
        "unit": form.unit,
        **({"head": dict(form.head)} if form.head else {}),
        "budget": _budget_document(form.budget) if form.budget else None,
        **({"goals": dict(form.goals)} if form.goals else {}),
        "indicators": [_row_document(row) for row in form.rows],
        "claimed_total": form.claimed_total.text,
        "claimed_grade": form.claimed_grade,
        "notes": list(form.notes),
        **({"inputs": dict(form.inputs)} if form.inputs else {}),
        "findings": [{"code": finding.code} for finding in form.findings],
    }


def _budget_document(budget: Budget) -> dict[str, Any]:
    return {"unit": budget.unit, "rows": [_money_document(row) for row in budget.rows]}


def _money_document(row: MoneyRow) -> dict[str, Any]:
    amounts = {field: getattr(row, field).text for field in MONEY_FIELDS}
    return {"label": row.label, **amounts, "where": str(row.where), "cells": dict(row.cells)}


def _row_document(row: Row) -> dict[str, Any]:
    return {
        "level1": row.level1,
        "level2": row.level2,
        "name": row.name,
        "target": row.target.text,
        "actual": row.actual.text,
        "weight": row.weight.text,
        "claimed": row.claimed.text,
        "reason": row.reason,
        **({"method": row.method} if row.method else {}),
        **({"nature": row.nature} if row.nature else {}),
        **({"part": True} if row.part else {}),
        **({"reviewed": _reviewed_document(row.reviewed)} if row.reviewed else {}),
        **({"inputs": dict(row.inputs)} if row.inputs else {}),
        "where": str(row.where),
        "cells": dict(row.cells),
    }


def _reviewed_document(reviewed: Reviewed) -> dict[str, Any]:
    return {
        "actual": reviewed.actual.text,
        "points": reviewed.points.text,
        "deviation": reviewed.deviation.text,
        "remark": reviewed.remark,
    }


def from_document(document: Mapping[str, Any], source: str, vocabulary: Vocabulary) -> Form:
    """
    Bind a form document.

    Args:
        document: plain data that the schema has passed; all numbers are text.
        source: the document's name, for places.
        vocabulary: the words of quantities.

    Returns:
        the form; the same texts give the same quantities as those of a grid.
    """
    year = document.get("fiscal_year")
    parser = CellParser(Sheet(source=source), vocabulary, int(year) if year else None)
    rows = _rows_of(document["indicators"], parser)
    budget = document.get("budget")
    money = _budget_of(budget, parser) if budget else None
    total = _number_of(document.get("claimed_total"), "claimed_total", "$", parser)
    _report_missing(document, parser)
    return Form(
        source=source,
        title=document.get("title"),
        kind=document.get("kind"),
        fiscal_year=parser.fiscal_year,
        unit=document.get("unit"),
        budget=money,
        rows=rows,
        claimed_total=total,
        claimed_grade=document.get("claimed_grade"),
        notes=tuple(document.get("notes") or ()),
        head=_texts_of(document.get("head")),
        goals=_texts_of(document.get("goals")),
        texts=_said(document),
        cells={name: f"$.{name}" for name in ("claimed_total", "claimed_grade", "fiscal_year")},
        findings=Findings(parser.findings),
        inputs=_inputs(document),
    )


def _rows_of(documents: Sequence[Mapping[str, Any]], parser: CellParser) -> tuple[Row, ...]:
    rows = rows_in_points(
        tuple(
            _row_of(row, f"$.indicators[{index}]", parser) for index, row in enumerate(documents)
        ),
        parser,
    )
    if not any(row.weight.text for row in rows):
        parser.report(Code.NO_WEIGHT_COLUMN, None)
    return rows


def _report_missing(document: Mapping[str, Any], parser: CellParser) -> None:
    if not document.get("budget"):
        parser.report(Code.NO_MONEY_BLOCK, None)
    if document.get("fiscal_year") is None:
        parser.report(Code.NO_FISCAL_YEAR, None)
    if not document.get("unit"):
        parser.report(Code.UNIT_BLANK, sheet_cell("", "$.unit"))


def _number_of(
    text: str | None, field: str, path: str, parser: CellParser, row: str = ""
) -> Number:
    cell = sheet_cell(text or "", f"{path}.{field}")
    number = parser.number(cell) if text is not None else Number()
    parser.report_unread({field: number}, {field: cell}, row)
    return number


def _row_of(document: Mapping[str, Any], path: str, parser: CellParser) -> Row:
    name = document["name"]

    def cell(field: str) -> SheetCell:
        return sheet_cell(document.get(field) or "", f"{path}.{field}")

    fields = ("name", "target", "actual", "weight", "claimed", "reason")
    row = Row(
        level1=document.get("level1") or "",
        level2=document.get("level2") or "",
        name=name,
        target=parser.read_quantity("target", cell("target"), name),
        actual=parser.read_quantity("actual", cell("actual"), name),
        weight=_number_of(document.get("weight"), "weight", path, parser, name),
        claimed=_number_of(document.get("claimed"), "claimed", path, parser, name),
        reason=document.get("reason"),
        where=Where(source=parser.sheet.source, spot=path),
        cells={field: f"{path}.{field}" for field in fields},
        method=document.get("method"),
        nature=document.get("nature"),
        applies=parser.applies(cell("target"), cell("actual")),
        part=str(document.get("part")).lower() == "true",
        inputs=_inputs(document),
        reviewed=_reviewed_of(document.get("reviewed"), f"{path}.reviewed", name, parser),
    )
    return completed(row, parser)


def _reviewed_of(
    document: Mapping[str, Any] | None, path: str, name: str, parser: CellParser
) -> Reviewed | None:
    if document is None:
        return None
    actual = sheet_cell(document.get("actual") or "", f"{path}.actual")
    return Reviewed(
        actual=parser.read_quantity("reviewed_actual", actual, name),
        points=_number_of(document.get("points"), "points", path, parser, name),
        deviation=_number_of(document.get("deviation"), "deviation", path, parser, name),
        remark=document.get("remark"),
    )


def _texts_of(document: Mapping[str, Any] | None) -> dict[str, str]:
    return {name: str(value or "") for name, value in (document or {}).items()}


def _said(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the texts above the indicators, as a grid has them: labels and their values."""
    pairs = {**_texts_of(document.get("head")), **_texts_of(document.get("goals"))}
    return tuple(filter(None, (text for pair in pairs.items() for text in pair)))


def _inputs(document: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in (document.get("inputs") or {}).items()}


def _budget_of(document: Mapping[str, Any], parser: CellParser) -> Budget:
    words = parser.vocabulary.headers.money
    made = [
        _money_row_of(row, document.get("unit"), f"$.budget.rows[{index}]", parser)
        for index, row in enumerate(document["rows"])
    ]
    totals = [row for row in made if is_total(row, words)]
    total = totals[0] if totals else None
    unit = document.get("unit")
    return Budget(
        unit=unit,
        factor=words.units.get(unit or "", Fraction(1)),
        rows=tuple(made),
        total=total,
        where=Where(source=parser.sheet.source, spot="$.budget"),
    )


def _money_row_of(
    document: Mapping[str, Any], unit: str | None, path: str, parser: CellParser
) -> MoneyRow:
    label = document["label"]
    cells = {
        field: sheet_cell(document.get(field) or "", f"{path}.{field}") for field in MONEY_FIELDS
    }
    numbers = {
        field: _number_of(document.get(field), field, path, parser, label)
        for field in MONEY_FIELDS
        if field not in AMOUNT_FIELDS
    }
    known = unit if unit in parser.vocabulary.headers.money.units else None
    amounts = {
        field: parser.read_amount(field, cells[field], known, label)
        for field in AMOUNT_FIELDS
        if document.get(field) is not None
    }
    parser.report_unread(amounts, cells, label)
    numbers = {**dict.fromkeys(AMOUNT_FIELDS, Number()), **amounts, **numbers}
    return money_in_points(
        MoneyRow(
            label=label,
            **numbers,
            where=Where(source=parser.sheet.source, spot=path),
            cells={field: f"{path}.{field}" for field in _columns_of(document)},
        )
    )


def _columns_of(document: Mapping[str, Any]) -> list[str]:
    """Return the amounts that a line of money has a column for: those that are there at all."""
    there = document.get("cells") or document
    return [field for field in MONEY_FIELDS if field in there]
