"""Values between tabs, commas or semicolons, and tables of Markdown."""

import io
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from perfrules.findings import Code
from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import refused
from perfrules.readers.limits import LONGEST_CELL, check_size, limited
from perfrules.readers.merged_cells import GridRow

FEWEST_DELIMITED_CELLS = 4
"""Cells that most lines of a comma-separated file have; prose has fewer commas."""
SEPARATORS = {"\t": 2, ",": FEWEST_DELIMITED_CELLS, ";": FEWEST_DELIMITED_CELLS}
"""What may separate cells, and how many cells most lines have; the first that fits counts."""

LINE_END = re.compile("\r\n|\r|\n")
_QUOTED = re.compile(r"""(^|[\t\r\n])"((?:[^"\t]|"")*+)"(?=[\t\r\n]|\Z)""")
"""A whole cell in quotes, as a spreadsheet writes one that holds a line end, a comma or a quote."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
"""A mark of Markdown that is meant as text."""
_INNER_LINE_END = "\v"
"""A line end inside a cell."""


def separator(text: str) -> str | None:
    """Return what separates the cells of most lines; ``None`` where nothing does."""
    lines = [line for line in LINE_END.split(text) if line.strip()]
    for mark, fewest in SEPARATORS.items():
        many = sum(line.count(mark) >= fewest - 1 for line in lines)
        if many * 2 > len(lines):
            return mark
    return None


def is_csv(text: str) -> bool:
    """Return whether a text is separated by commas or semicolons."""
    return separator(text) in (",", ";")


def read_tabs(source: str, text: str) -> Grid:
    """
    Read lines of cells between tabs; a cell's spot is ``line:cell``.

    Raises:
        UnreadableForm: too large.
    """
    check_size(source, 0, 0, text.count("\n") + text.count("\t"))
    rows = tuple(_tabbed_rows(_QUOTED.sub(_unquoted_cell, text.removeprefix("\ufeff"))))
    return limited(source, Grid(source=source, rows=rows, ruled=False))


def _unquoted_cell(cell: re.Match[str]) -> str:
    return cell[1] + LINE_END.sub(_INNER_LINE_END, cell[2].replace('""', '"'))


def _tabbed_rows(text: str) -> Iterator[GridRow]:
    number = 1
    for line in LINE_END.split(text):
        cells = (cell.replace(_INNER_LINE_END, "\n") for cell in line.split("\t"))
        yield _delimited_cells(cells, number) if line.strip() else ()
        number += 1 + line.count(_INNER_LINE_END)


def is_markdown(text: str) -> bool:
    """Return whether a text holds a table of Markdown: a rule of dashes below a line with bars."""
    lines = LINE_END.split(text)
    return any("|" in above and _is_markdown_rule(rule) for above, rule in pairwise(lines))


def _is_markdown_rule(line: str) -> bool:
    """Return whether a line is the rule below a header: bars and dashes alone."""
    return "|" in line and "--" in line and not line.strip(" \t|:-")


def read_csv(source: str, text: str) -> Grid:
    """
    Read values between commas or semicolons; a cell's spot is ``line:cell``.

    Raises:
        UnreadableForm: too large, or a quoted cell does not end.
    """
    import csv

    mark = separator(text) or ","
    check_size(source, 1 + text.count("\n"), 0, text.count(mark) + text.count("\n"))
    csv.field_size_limit(max(csv.field_size_limit(), 10 * LONGEST_CELL))
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=mark)
    try:
        rows = tuple(_delimited_cells(line, reader.line_num) for line in reader)
    except csv.Error:
        raise refused(Code.DAMAGED_FILE, source) from None
    return limited(source, Grid(source=source, rows=rows))


def read_markdown(source: str, text: str) -> Grid:
    """
    Read a text with tables of Markdown; other lines are rows of one cell.

    Raises:
        UnreadableForm: too large.
    """
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    check_size(source, len(lines), 0, len(lines) + text.count("|"))
    rows = tuple(_markdown_row(line, number) for number, line in enumerate(lines, start=1))
    return limited(source, Grid(source=source, rows=rows))


def _markdown_row(line: str, number: int) -> GridRow:
    if _is_markdown_rule(line):
        return ()
    if not line.lstrip().startswith("|"):
        return _delimited_cells([line.strip()], number) if line.strip() else ()
    inner = line.strip().removeprefix("|").removesuffix("|")
    texts = (_ESCAPED.sub(r"\1", text.strip()) for text in re.split(r"(?<!\\)\|", inner))
    return _delimited_cells(texts, number)


def _delimited_cells(texts: Iterable[str], number: int) -> GridRow:
    return tuple(Cell(text, f"{number}:{index}") for index, text in enumerate(texts, 1))
