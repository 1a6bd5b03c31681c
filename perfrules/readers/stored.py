"""What a sheet stores in its cells: styles, formulas, errors; and how far it reaches."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

from perfrules.readers.limits import MOST_COLUMNS, check_size, check_tags

Place = tuple[int, int]
"""Row and column, counted from 0."""
ERROR = "e"
TEXT = "str"
SHARED = "s"

MOST_TAGS = 3_100_000
"""Tags of a sheet; a million of formatted rows in which nothing stands are no rarity."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class Stored:
    """
    One filled cell as its part has it.

    Attributes:
        style: index of its cell style.
        value: the text of its value; of a shared text only an index.
        kind: what the value is, in the words of the format: `ERROR` (``#REF!``), `TEXT` of a
            formula (which may be empty), `SHARED` (its value is the index of a text), and others.
        formula: its own text, without ``=``; ``None`` where there is none.
    """

    style: int
    value: str
    kind: str
    formula: str | None


def scan(source: str, part: bytes) -> Mapping[Place, Stored]:
    """
    Return the filled cells of a sheet.

    calamine lays out every cell up to the farthest one, and takes the whole process down
    where memory is too small for them: a sheet is measured here before it may see it.

    Raises:
        UnreadableForm: more rows, columns or cells than the limits.
        ValueError, ElementTree.ParseError: the sheet is damaged.
    """
    check_tags(source, part.count(b"<"), MOST_TAGS)
    check_tags(source, part.count(b"mergeCell "))  # which are kept until the end
    found = _Scan(source)
    for _, element in ET.iterparse(io.BytesIO(part)):  # noqa: S314 - `checked_part` saw it
        if _name(element) == "row":
            found.take(element)
            element.clear()
    return found.cells


class _Scan:
    """Takes the rows of a sheet; keeps a cell only if something stands in it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.cells: dict[Place, Stored] = {}
        self.height = self.width = 0
        self.row = self.column = -1

    def take(self, row: ET.Element) -> None:
        """Take a row; one that does not say where it stands follows the last one."""
        self.row = int(row.get("r", self.row + 2)) - 1
        self.column = -1
        for cell in row:
            if _name(cell) == "c":
                self._move(cell.get("r"))
                if len(cell):
                    self._keep(cell)

    def _move(self, reference: str | None) -> None:
        """Go to the cell; one that does not say where it stands follows the last one."""
        if reference is None:
            self.column += 1
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise ValueError(reference)
        self.row, self.column = int(match[2]) - 1, number(match[1])

    def _keep(self, cell: ET.Element) -> None:
        texts = {_name(part): "".join(part.itertext()) for part in cell}
        if self.row >= self.height or self.column >= self.width:
            self.height = max(self.height, self.row + 1)
            self.width = max(self.width, self.column + 1)
            check_size(self.source, self.height, self.width, self.height * self.width)
        self.cells[self.row, self.column] = Stored(
            style=int(cell.get("s", "0")),
            value=texts.get("v") or texts.get("is", ""),
            kind=cell.get("t", ""),
            formula=texts.get("f"),
        )


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def letters(column: int) -> str:
    """
    Return the name of a column counted from 0.

    >>> letters(0), letters(25), letters(26), letters(701), letters(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@lru_cache(maxsize=MOST_COLUMNS)
def number(name: str) -> int:
    """
    Return the number of a column, counted from 0.

    >>> number("A"), number("AA")
    (0, 26)
    """
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
