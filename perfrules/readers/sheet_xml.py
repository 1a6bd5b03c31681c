"""What a sheet stores in its cells: styles, formulas, errors; and how far it reaches."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.parsers import expat

from perfrules.readers.limits import MOST_COLUMNS, check_size, check_tags

Place = tuple[int, int]
"""Row and column, counted from 0."""
ERROR_TYPE = "e"
TEXT_TYPE = "str"
SHARED_TYPE = "s"

MOST_SHEET_TAGS = 3_100_000
"""Tags of a sheet; a million formatted but empty rows are common."""

CELL_PARTS = ("v", "f", "is")
"""Tags in a cell: its value, its formula, a text of its own."""
TEXT_PARTS = ("t", "r", "rPr", "rPh")
"""Tags in a text of a cell's own."""
MOST_LOCAL_NAMES = 100
"""Tags whose name is remembered."""

_CELL = re.compile(
    rb"""
    <c\ r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?:\ s="([0-9]{1,6})")?(?:\ t="([a-zA-Z]{1,10})")?
    (?:
        \ ?/> |
        >(?:<f(?:\ [^<>]*)?(?:(\ ?/>)|>([^<]*)</f>))?
        (?:<v>([^<]*)</v>|(<v\ ?/>)|<is><t(?:\ [^<>]*)?>([^<]*)</t></is>)?</c>
    )
    """,
    re.VERBOSE,
)
"""A cell as most programs write it."""
_ROWS = re.compile(rb"(?:<row [^<>]*>|</row>|\s)*+")
_HIDDEN = re.compile(rb'<(?:row|col) [^<>]*hidden="(?:1|true)"[^<>]*>')
_ATTRIBUTE = re.compile(rb'\b(r|min|max)="([0-9]{1,7})"')
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class StoredCell:
    """
    One filled cell as its part has it.

    Attributes:
        style: index of its cell style.
        value: the text of its value; of a shared text only an index.
        kind: what the value is, in the words of the format: `ERROR_TYPE` (``#REF!``),
            `TEXT_TYPE` of a formula (which may be empty), `SHARED_TYPE` (its value is the
            index of a text), and others.
        formula: its own text, without ``=``; ``None`` if it has no formula.
    """

    style: int
    value: str
    kind: str
    formula: str | None


def stored_cells(source: str, part: bytes) -> Mapping[Place, StoredCell]:
    """
    Return the filled cells of a sheet.

    calamine lays out every cell up to the farthest one, and takes the whole process down
    where memory is too small for them: a sheet is measured here before it may see it. The
    part is read tag by tag, so that nothing but filled cells is kept.

    Raises:
        UnreadableForm: more rows, columns or cells than the limits.
        ValueError, ExpatError: the sheet is damaged.
    """
    check_tags(source, part.count(b"<"), MOST_SHEET_TAGS)
    check_tags(source, part.count(b"mergeCell "))  # which calamine keeps
    found = _SheetScan(source)
    if not found.plainly(part):
        found.tag_by_tag(part)
    return found.cells


def hidden_places(part: bytes) -> tuple[set[int], set[int]]:
    """Return the rows and the columns of a sheet that are hidden, counted from 0."""
    rows, columns = set[int](), set[int]()
    if b"hidden=" not in part:
        return rows, columns
    for tag in _HIDDEN.findall(part):
        named = dict(_ATTRIBUTE.findall(tag))
        if tag.startswith(b"<row") and b"r" in named:
            rows.add(int(named[b"r"]) - 1)
        elif b"min" in named and b"max" in named:
            columns |= set(range(int(named[b"min"]) - 1, min(int(named[b"max"]), MOST_COLUMNS)))
    return rows, columns


class _SheetScan:
    """Takes the cells of a sheet; keeps the filled ones."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.cells: dict[Place, StoredCell] = {}
        self.height = self.width = 0
        self.row = self.column = -1
        self.cell: Mapping[str, str] = {}
        self.texts: dict[str, str] = {}
        self.part = ""
        """the part of the cell whose text is being read; texts outside are nothing"""

    def plainly(self, part: bytes) -> bool:
        """
        Take a sheet that is written as most programs write it; else nothing, and return false.

        What is left without such cells must be nothing but rows, so that none is overlooked.
        """
        body = part[part.find(b"<sheetData>") + len(b"<sheetData>") : part.rfind(b"</sheetData>")]
        if not _ROWS.fullmatch(_CELL.sub(b"", body)):
            return False
        for match in _CELL.finditer(body):
            letters_, row, style, kind, shared, formula, value, blank, text = match.groups()
            said = text if value is None else value
            formula = b"" if shared else formula
            if said is not None or blank or formula is not None:
                self._keep_cell(
                    (int(row) - 1, column_number(letters_.decode())),
                    style=int(style or 0),
                    value=_unescaped(said or b""),
                    kind=(kind or b"").decode(),
                    formula=None if formula is None else _unescaped(formula),
                )
        return True

    def tag_by_tag(self, part: bytes) -> None:
        """Take a sheet however it is written."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.begin
        parser.CharacterDataHandler = self.say
        parser.Parse(part, True)
        self.keep()

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag; one without a reference follows the last one."""
        name = _LOCAL_NAMES[tag]
        if name == "c":
            self.keep()
            self._move(attributes.get("r"))
            self.cell = attributes
        elif name in CELL_PARTS:
            self.part = name
            self.texts.setdefault(name, "")
        elif name == "row":
            self.keep()
            self.row = int(attributes.get("r", self.row + 2)) - 1
            self.column = -1
        elif name not in TEXT_PARTS:
            self.part = ""

    def say(self, text: str) -> None:
        """Take a text."""
        if self.part:
            self.texts[self.part] += text

    def _move(self, reference: str | None) -> None:
        """Go to the cell; one without a reference follows the last one."""
        if reference is None:
            self.column += 1
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise ValueError(reference)
        self.row, self.column = int(match[2]) - 1, column_number(match[1])

    def keep(self) -> None:
        """Keep the last cell, if it is filled."""
        if not self.texts:
            return
        formula = self.texts.get("f")
        self._keep_cell(
            (self.row, self.column),
            style=int(self.cell.get("s", "0")),
            value=(self.texts.get("v") or self.texts.get("is", "")).strip(),
            kind=self.cell.get("t", ""),
            formula=None if formula is None else formula.strip(),
        )
        self.texts, self.part = {}, ""

    def _keep_cell(
        self, place: Place, *, style: int, value: str, kind: str, formula: str | None
    ) -> None:
        row, column = place
        if row >= self.height or column >= self.width:
            self.height = max(self.height, row + 1)
            self.width = max(self.width, column + 1)
            check_size(self.source, self.height, self.width, self.height * self.width)
        self.cells[place] = StoredCell(style, value, kind, formula)


def _unescaped(text: bytes) -> str:
    shown = text.decode("utf-8").strip()
    return html.unescape(shown) if "&" in shown else shown


class _LocalNames(dict[str, str]):
    """Tag → its name without the prefix of its namespace."""

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition(":")[2]
        if len(self) < MOST_LOCAL_NAMES:
            self[tag] = name
        return name


_LOCAL_NAMES = _LocalNames()


def column_letters(column: int) -> str:
    """
    Return the name of a column counted from 0.

    >>> [column_letters(column) for column in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@lru_cache(maxsize=MOST_COLUMNS)
def column_number(name: str) -> int:
    """
    Return the number of a column, counted from 0.

    >>> column_number("A"), column_number("AA")
    (0, 26)
    """
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
