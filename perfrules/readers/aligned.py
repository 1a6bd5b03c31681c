"""Text whose columns are lined up with spaces, as a printer or a terminal shows them."""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wcwidth import wcwidth

from perfrules.model.grid import Cell, Grid
from perfrules.readers.limits import check_size, limited
from perfrules.readers.spans import Line

FEWEST_CELLS = 4
"""Cells of a line that belongs to a table; prose has fewer wide gaps."""
MOST_JUDGED = 1_000
"""Lines, and characters of each, that are looked at to tell whether there are columns."""
GAP = 2
"""How wide the gap between two columns is at least."""
FEWEST_LINES = 2
"""Lines in which something stands at one place: then it stands there on purpose."""

_LINE_END = re.compile("\r\n|\r|\n")
_PIECE = re.compile(r"[^ \u3000]+(?: [^ \u3000]+)*")
"""A text with single spaces in it; two, or one as wide as a character, end it."""
_GAP = re.compile("  |\u3000")
_GAPS = re.compile("(?:  |\u3000)[ \u3000]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a line, and where it begins and ends, counted as wide as it is shown."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Column:
    """The room that pieces take, one below the other, and a bit for each line that has one."""

    start: int
    end: int
    lines: int


def is_aligned(text: str) -> bool:
    """Tell whether a text without tabs has columns: most pieces of its wide lines stand in line."""
    if "\t" in text or not _GAP.search(text):
        return False
    first = _LINE_END.split(text, MOST_JUDGED)[:MOST_JUDGED]
    cut = (pieces(line[:MOST_JUDGED]) for line in first)
    lines = [line for line in cut if len(line) >= FEWEST_CELLS]
    starts = Counter(piece.start for line in lines for piece in line)
    ends = Counter(piece.end for line in lines for piece in line)
    told = [
        max(starts[piece.start], ends[piece.end]) >= FEWEST_LINES
        for line in lines
        for piece in line
    ]
    return 2 * sum(told) > len(told)


def pieces(line: str) -> list[Piece]:
    """Return the texts of a line that wide gaps part."""
    found: list[Piece] = []
    at = done = 0
    for match in _PIECE.finditer(line):
        at += _width(line[done : match.start()])
        found.append(Piece(match[0], at, at + _width(match[0])))
        at, done = found[-1].end, match.end()
    return found


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(max(wcwidth(character), 0) for character in text)


def read_aligned(source: str, text: str) -> Grid:
    """
    Read a text with aligned columns; a cell's spot is ``line:cell``, blank ones counted.

    Raises:
        UnreadableForm: too large.
    """
    check_size(source, 0, 0, text.count("\n") + sum(1 for _ in _GAPS.finditer(text)))
    lines = [pieces(line) for line in _LINE_END.split(text.removeprefix("\ufeff"))]
    rows = tuple(row for block in _blocks(lines) for row in block)
    return limited(source, Grid(source=source, rows=rows, ruled=False))


def _blocks(lines: Sequence[Sequence[Piece]]) -> Iterator[Iterator[Line]]:
    """
    Yield the rows of lines that have their columns in common.

    A line that alone does not fit has columns of its own: a cell is longer than its room.
    """
    begun, columns = 0, tuple[Column, ...]()
    for number, line in enumerate(lines):
        joined = _joined(columns, number - begun, line)
        following = next((line for line in lines[number + 1 :] if len(line) > 1), ())
        if joined is None and _joined(columns, number - begun + 1, following) is None:
            yield _rows(begun, lines[begun:number], columns)
            begun, joined = number, _joined((), 0, line)
        columns = columns if joined is None else joined
    yield _rows(begun, lines[begun:], columns)


def _joined(
    columns: Sequence[Column], number: int, line: Sequence[Piece]
) -> tuple[Column, ...] | None:
    """Return columns with room for one line more; ``None`` where two of its pieces share one."""
    if len(line) < 2:
        return tuple(columns)
    own = (Column(piece.start, piece.end, 1 << number) for piece in line)
    made: list[Column] = []
    for column in sorted((*columns, *own), key=lambda column: column.start):
        if not made or column.start - made[-1].end >= GAP:
            made.append(column)
        elif made[-1].lines & column.lines:
            return None
        else:
            end, lines = max(made[-1].end, column.end), made[-1].lines | column.lines
            made[-1] = Column(made[-1].start, end, lines)
    return tuple(made)


def _rows(
    begun: int, lines: Sequence[Sequence[Piece]], columns: Sequence[Column]
) -> Iterator[Line]:
    starts = [column.start for column in columns]
    for number, line in enumerate(lines):
        fits = len(line) > 1 and _joined(columns, len(lines), line) is not None
        places = [bisect(starts, piece.start) - 1 if fits else n for n, piece in enumerate(line)]
        texts = dict(zip(places, (piece.text for piece in line), strict=True))
        spot = begun + number + 1
        yield tuple(
            Cell(texts.get(place, ""), f"{spot}:{place + 1}")
            for place in range(max(places, default=-1) + 1)
        )
