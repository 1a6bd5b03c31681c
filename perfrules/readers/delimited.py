"""Values between tabs, commas or semicolons, and tables of Markdown."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import DAMAGED, refused
from perfrules.readers.limits import LONGEST_CELL, check_size, limited
from perfrules.readers.spans import Line

FEWEST_CELLS = 4
"""Cells that most lines of a comma-separated file have; prose has fewer commas."""
SEPARATORS = {"\t": 2, ",": FEWEST_CELLS, ";": FEWEST_CELLS}
"""What may stand between cells, and how many cells most lines have; the first that fits counts."""

_LINE_END = re.compile("\r\n|\r|\n")
_QUOTED = re.compile(r"""(^|[\t\r\n])"((?:[^"\t]|"")*+)"(?=[\t\r\n]|\Z)""")
"""A whole cell in quotes, as a spreadsheet writes one that holds a line end, a comma or a quote."""
_INNER = "\v"
"""A line end inside a cell."""


def separator(text: str) -> str | None:
    """Return what separates the cells of most lines; ``None`` where nothing does."""
    lines = [line for line in _LINE_END.split(text) if line.strip()]
    for mark, fewest in SEPARATORS.items():
        many = sum(line.count(mark) >= fewest - 1 for line in lines)
        if many * 2 > len(lines):
            return mark
    return None


def is_csv(text: str) -> bool:
    """Tell whether a text is separated by commas or semicolons."""
    return separator(text) in (",", ";")


def read_tabs(source: str, text: str) -> Grid:
    """
    Read lines of cells between tabs; a cell's spot is ``line:cell``.

    Raises:
        UnreadableForm: too large.
    """
    check_size(source, 0, 0, text.count("\n") + text.count("\t"))
    rows = tuple(_tabbed(_QUOTED.sub(_unquoted, text.removeprefix("\ufeff"))))
    return limited(source, Grid(source=source, rows=rows, ruled=False))


def _unquoted(cell: re.Match[str]) -> str:
    return cell[1] + _LINE_END.sub(_INNER, cell[2].replace('""', '"'))


def _tabbed(text: str) -> Iterator[Line]:
    number = 1
    for line in _LINE_END.split(text):
        cells = (cell.replace(_INNER, "\n") for cell in line.split("\t"))
        yield _cells(cells, number) if line.strip() else ()
        number += 1 + line.count(_INNER)


def is_markdown(text: str) -> bool:
    """Tell whether a text holds a table of Markdown: a rule of dashes below a line with bars."""
    lines = _LINE_END.split(text)
    return any("|" in above and _is_rule(rule) for above, rule in pairwise(lines))


def _is_rule(line: str) -> bool:
    """Tell whether a line is the rule below a header: bars and dashes alone."""
    return "|" in line and "--" in line and not line.strip(" \t|:-")


def read_csv(source: str, text: str) -> Grid:
    """
    Read values between commas or semicolons; a cell's spot is ``line:cell``.

    Raises:
        UnreadableForm: too large, or a quoted cell does not end.
    """
    mark = separator(text) or ","
    check_size(source, 1 + text.count("\n"), 0, text.count(mark) + text.count("\n"))
    csv.field_size_limit(max(csv.field_size_limit(), 10 * LONGEST_CELL))
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=mark)
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
