"""Comma-separated values and tables of Markdown."""

import csv
import io
import re
from collections.abc import Iterable
from itertools import pairwise

from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import DAMAGED, refused
from perfrules.readers.limits import LONGEST_CELL, check_size, limited
from perfrules.readers.spans import Line

FEWEST_CELLS = 4
"""Cells that most lines of a comma-separated file have; prose has fewer commas."""

_LINE_END = re.compile("\r\n|\r|\n")


def is_csv(text: str) -> bool:
    """Tell whether a text without tabs is separated by commas: most of its lines by many."""
    if "\t" in text:
        return False
    lines = [line for line in _LINE_END.split(text) if line.strip()]
    many = [line for line in lines if line.count(",") >= FEWEST_CELLS - 1]
    return len(many) * 2 > len(lines)


def is_markdown(text: str) -> bool:
    """Tell whether a text holds a table of Markdown: a rule of dashes below a line with bars."""
    lines = _LINE_END.split(text)
    return any("|" in above and _is_rule(rule) for above, rule in pairwise(lines))


def _is_rule(line: str) -> bool:
    """Tell whether a line is the rule below a header: bars and dashes alone."""
    return "|" in line and "--" in line and not line.strip(" \t|:-")


def read_csv(source: str, text: str) -> Grid:
    """
    Read comma-separated values; a cell's spot is ``line:cell``.

    Raises:
        UnreadableForm: too large, or a quoted cell does not end.
    """
    check_size(source, 1 + text.count("\n"), 0, text.count(",") + text.count("\n"))
    csv.field_size_limit(max(csv.field_size_limit(), 10 * LONGEST_CELL))
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        rows = tuple(_cells(line, reader.line_num) for line in reader)
    except csv.Error:
        raise refused(DAMAGED, source) from None
    return limited(source, Grid(source=source, rows=rows))


def read_markdown(source: str, text: str) -> Grid:
    """
    Read a text with tables of Markdown; other lines are rows of one cell.

    Raises:
        UnreadableForm: too large.
    """
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    check_size(source, len(lines), 0, len(lines) + text.count("|"))
    rows = tuple(_markdown_row(line, number) for number, line in enumerate(lines, start=1))
    return limited(source, Grid(source=source, rows=rows))


def _markdown_row(line: str, number: int) -> Line:
    if _is_rule(line):
        return ()
    if not line.lstrip().startswith("|"):
        return _cells([line.strip()], number) if line.strip() else ()
    inner = line.strip().removeprefix("|").removesuffix("|")
    texts = (text.strip().replace("\\|", "|") for text in re.split(r"(?<!\\)\|", inner))
    return _cells(texts, number)


def _cells(texts: Iterable[str], number: int) -> Line:
    return tuple(Cell(text, f"{number}:{index}") for index, text in enumerate(texts, 1))
