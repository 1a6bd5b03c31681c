"""What a sheet stores in its cells: styles, formulas, errors; and how far it reaches."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

from perfrules.readers.limits import MOST_COLUMNS, check_size

Place = tuple[int, int]
"""Row and column, counted from 0."""
ERROR = "e"
TEXT = "str"

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class Stored:
    """
    One filled cell as its part has it.

    Attributes:
        style: index of its cell style.
        value: the text of its value; of a shared text only an index.
        kind: what the value is, in the words of the format: `ERROR` (``#REF!``), `TEXT` of a
            formula (which may be empty), and others.
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
    target = _Scan(source)
    parser = ET.XMLParser(target=target)  # noqa: S314 - no document type gets past `package.parts`
    parser.feed(part)
    parser.close()
    return target.cells


class _Scan:
    """Takes the parser's events; keeps a cell only if something stands in it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.cells: dict[Place, Stored] = {}
        self.height = self.width = 0
        self.row = self.column = -1
        self.attributes: Mapping[str, str] = {}
        self.texts: dict[str, str] = {}
        self.heard: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Enter an element."""
        name = tag.rpartition("}")[2]
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == "c":
            self.attributes, self.texts = attributes, {}
            self._move(attributes.get("r"))
        else:
            self.texts.setdefault(name, "")  # even an empty value counts for calamine
            self.heard = [] if name in ("f", "v", "t") else None

    def data(self, text: str) -> None:
        """Hear a piece of text."""
        if self.heard is not None:
            self.heard.append(text)

    def end(self, tag: str) -> None:
        """Leave an element."""
        name = tag.rpartition("}")[2]
        if name in ("f", "v", "t") and self.heard is not None:
            self.texts[name] += "".join(self.heard)
            self.heard = None
        elif name == "c" and self.texts:
            self._keep()

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
        if self.row >= self.height or self.column >= self.width:
            self.height = max(self.height, self.row + 1)
            self.width = max(self.width, self.column + 1)
            check_size(self.source, self.height, self.width, self.height * self.width)
        self.cells[self.row, self.column] = Stored(
            style=int(self.attributes.get("s", "0")),
            value=self.texts.get("v", "") or self.texts.get("t", ""),
            kind=self.attributes.get("t", ""),
            formula=self.texts.get("f"),
        )


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
