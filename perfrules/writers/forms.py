"""A form as a file: a document in YAML or JSON, or a table in one of several formats."""

import csv
import html
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from perfrules.findings import MissingExtra
from perfrules.model.grid import Cell, Grid
from perfrules.writers.formats import FORMATS
from perfrules.writers.json import escaped_json, json_text
from perfrules.writers.markdown import escaped
from perfrules.writers.plain import safe_line

GridLine = tuple[Cell, ...]
WIDTHS = (12, 14, 30, 16, 16, 8, 8, 24)
"""Widths of the columns of a workbook, in letters."""
SHEET = "Sheet1"


def yaml_document(document: Mapping[str, Any]) -> str:
    """
    Return a form document as YAML that every reader understands alike.

    Texts are written as JSON writes them, which YAML reads too; a row is a line.
    """
    lines = ["# yaml-language-server: $schema=form.schema.json"]
    for name, value in document.items():
        lines += _yaml_entry(name, value)
    return "\n".join(lines) + "\n"


def _yaml_entry(name: str, value: Any, indent: str = "") -> Iterator[str]:
    if isinstance(value, Mapping) and any(isinstance(inner, list) for inner in value.values()):
        yield f"{indent}{name}:"
        for key, inner in value.items():
            yield from _yaml_entry(key, inner, indent + "  ")
    elif isinstance(value, list) and value:
        yield f"{indent}{name}:"
        yield from (f"{indent}  - {_yaml_flow(item)}" for item in value)
    else:
        yield f"{indent}{name}: {_yaml_flow(value)}"


def _yaml_flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_yaml_flow(inner)}" for key, inner in value.items()) + "}"
    return escaped_json(json.dumps(value, ensure_ascii=False))


def json_document(document: Mapping[str, Any]) -> str:
    """Return a form document as JSON."""
    return json_text(document)


# -- tables ----------------------------------------------------------------------------------


def _own_texts(line: GridLine, above: GridLine | None) -> Iterator[str]:
    """Yield the texts of a line; of a merged area only its first cell has one."""
    covered = {cell.spot for cell in above} if above else set[str]()
    for cell in line:
        yield "" if cell.spot in covered else safe_line(cell.text)
        covered.add(cell.spot)


def _line_texts(grid: Grid) -> Iterator[list[str]]:
    above: GridLine | None = None
    for line in grid.rows:
        yield list(_own_texts(line, above))
        above = line


def _safe_lines(text: str) -> str:
    """Return a text of several lines without what acts on its reader."""
    return "\n".join(map(safe_line, text.split("\n")))


def tsv(grid: Grid) -> str:
    """Return a grid as tab-separated text."""
    return "".join("\t".join(texts) + "\n" for texts in _line_texts(grid))


def comma_separated(grid: Grid) -> str:
    """Return a grid as comma-separated values, with the mark by which Excel knows UTF-8."""
    stream = io.StringIO()
    csv.writer(stream).writerows(_line_texts(grid))
    return "\ufeff" + stream.getvalue()


def markdown_table(grid: Grid) -> str:
    """Return a grid as a table of Markdown; the first line is its head."""
    lines = [_row_with_bars(texts) for texts in _line_texts(grid)]
    rule = f"|{' --- |' * len(grid.rows[0])}"
    return "\n".join([lines[0], rule, *lines[1:]]) + "\n"


def _row_with_bars(texts: Sequence[str]) -> str:
    return f"| {' | '.join(map(escaped, texts))} |"


def html_table(grid: Grid) -> str:
    """Return a grid as a web page of its own, with merged cells."""
    rows = []
    for top, line in enumerate(grid.rows):
        cells = [_html_cell(grid, area) for area in _grid_areas(grid) if area[0] == top]
        rows.append(f"<tr>{''.join(cells)}</tr>" if line else "<tr></tr>")
    style = "table{border-collapse:collapse}td{border:1px solid;padding:.2em .5em}"
    head = f'<!doctype html><html lang="zh"><meta charset="utf-8"><style>{style}</style>'
    return f"{head}<table>\n" + "\n".join(rows) + "\n</table></html>\n"


GridArea = tuple[int, int, int, int]


def _grid_areas(grid: Grid) -> list[GridArea]:
    """Return the areas of cells: first row and column, last row and column."""
    found: dict[str, GridArea] = {}
    for row, line in enumerate(grid.rows):
        for column, cell in enumerate(line):
            top, left, _, _ = found.get(cell.spot, (row, column, row, column))
            found[cell.spot] = (top, left, row, column)
    return list(found.values())


def _html_cell(grid: Grid, area: GridArea) -> str:
    top, left, bottom, right = area
    spans = {"rowspan": bottom - top + 1, "colspan": right - left + 1}
    told = "".join(f' {name}="{size}"' for name, size in spans.items() if size > 1)
    text = html.escape(_safe_lines(grid.rows[top][left].text)).replace("\n", "<br>")
    return f"<td{told}>{text}</td>"


def workbook(grid: Grid) -> bytes:
    """
    Return a grid as an Excel workbook; every cell is text, so that nothing is a formula.

    Raises:
        MissingExtra: the package that writes workbooks is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra("excel", error.name or "") from None
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        look = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for top, left, bottom, right in _grid_areas(grid):
            text = _safe_lines(grid.rows[top][left].text)
            if (top, left) != (bottom, right):
                sheet.merge_range(top, left, bottom, right, "", look)
            sheet.write_string(top, left, text, look)
    return stream.getvalue()


TABLES: Mapping[str, Callable[[Grid], str]] = {
    "html": html_table,
    "md": markdown_table,
    "csv": comma_separated,
    "tsv": tsv,
}
"""Formats of text that hold a table, by their ending."""
DOCUMENTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "yaml": yaml_document,
    "yml": yaml_document,
    "json": json_document,
}
"""Formats that hold the form document."""


def form_bytes(kind: str, document: Mapping[str, Any], grid: Grid) -> bytes:
    """
    Return a form in one of `formats.FORMATS`.

    Args:
        kind: the format.
        document: the form document, without places and findings.
        grid: the form laid out as a table.

    Raises:
        ValueError: another format.
    """
    if kind not in FORMATS:
        raise ValueError(f"no format {kind!r}; a form is written as {', '.join(FORMATS)}")
    if kind in DOCUMENTS:
        return DOCUMENTS[kind](document).encode()
    return workbook(grid) if kind == "xlsx" else TABLES[kind](grid).encode()
