"""What a sheet stores in its cells: styles, formulas, errors; and how far it reaches."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

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
    where memory is too small for them: a sheet is measured here before it may see it. The
    part is read tag by tag, so that nothing but filled cells is kept.

    Raises:
        UnreadableForm: more rows, columns or cells than the limits.
        ValueError, ExpatError: the sheet is damaged.
    """
    check_tags(source, part.count(b"<"), MOST_TAGS)
    check_tags(source, part.count(b"mergeCell "))  # which calamine keeps
    found = _Scan(source)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = found.begin
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.say
    parser.Parse(part, True)
    return found.cells


class _Scan:
    """Takes the tags of a sheet; keeps a cell only if something stands in it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.cells: dict[Place, Stored] = {}
        self.height = self.width = 0
        self.row = self.column = -1
        self.cell: Mapping[str, str] | None = None
        self.texts: dict[str, str] = {}
        self.part = ""

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag; one that does not say where it stands follows the last one."""
        name = _name(tag)
        if name == "c":
            self._move(attributes.get("r"))
            self.cell, self.texts, self.part = attributes, {}, ""
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 2)) - 1
            self.column = -1
        elif self.cell is not None and not self.part:
            self.part = name
            self.texts.setdefault(name, "")

    def say(self, text: str) -> None:
        """Take a text; outside the parts of a cell it is nothing."""
        if self.part:
            self.texts[self.part] += text

    def end(self, tag: str) -> None:
        """Take a closing tag."""
        name = _name(tag)
        if name == self.part:
            self.part = ""
        elif name == "c":
            if self.texts:
                self._keep()
            self.cell = None

    def _move(self, reference: str | None) -> None:
        """Go to the cell; one that does not say where it stands follows the last one."""
        if reference is None:
            self.column += 1
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise ValueError(reference)
        self.row, self.column = int(match[2]) - 1, number(match[1])

    def _keep(self) -> None:
        assert self.cell is not None
        if self.row >= self.height or self.column >= self.width:
            self.height = max(self.height, self.row + 1)
            self.width = max(self.width, self.column + 1)
            check_size(self.source, self.height, self.width, self.height * self.width)
        self.cells[self.row, self.column] = Stored(
            style=int(self.cell.get("s", "0")),
            value=self.texts.get("v") or self.texts.get("is", ""),
            kind=self.cell.get("t", ""),
            formula=self.texts.get("f"),
        )


def _name(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag


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
