"""A document for people, before it is laid out: headings, paragraphs, tables, lists, quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from perfrules.findings import Code, Severity, Where
from perfrules.model.messages import Lang


@dataclass(frozen=True, slots=True)
class SeverityLabel:
    """How bad something is, and the word for it in the page's language."""

    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class NumberCell:
    """
    A number, or a range of numbers, in a table.

    Attributes:
        text: what people read.
        value: the one number that it means; ``None`` for a range, a dash or words.
        places: the fewest decimals that a workbook should show of it.
    """

    text: str
    value: Fraction | None = None
    places: int = 0


@dataclass(frozen=True, slots=True)
class PlaceCell:
    """A place in a file; *text* may leave out what the head of the page says."""

    text: str
    where: Where


TableCell = str | NumberCell | PlaceCell | SeverityLabel


class Align(StrEnum):
    """At which side of its column a cell is set."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class PageColumn:
    """
    A column of a table.

    Attributes:
        share: how much room the column keeps, next to the others, if a terminal is too narrow;
            0 is never cut. Only a terminal cuts.
    """

    header: str
    align: Align = Align.LEFT
    share: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is the title, 2 a part, 3 a section."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, each on a line of its own; a *warning* is to be seen."""

    lines: tuple[str, ...]
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class PageTable:
    """Rows of cells below a header; *sums* are the rows at its foot."""

    columns: tuple[PageColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    sums: tuple[tuple[TableCell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Bullet:
    """One item of a list, and the list below it."""

    text: str
    inner: tuple["Bullet", ...] = ()


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short texts."""

    items: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a clause, and the place that they are from."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """One finding: its place, its sentence, and what would repair it (or nothing)."""

    place: PlaceCell
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Fold:
    """What a terminal prints in place of all entries of a group but the first *shown*."""

    shown: int
    text: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one code; only a terminal folds them."""

    label: SeverityLabel
    code: Code
    title: str
    entries: tuple[FindingEntry, ...]
    fold: Fold | None = None


@dataclass(frozen=True, slots=True)
class FindingList:
    """Findings by code, worst first; *header* names severity, code, place, sentence and hint."""

    header: tuple[str, str, str, str, str]
    groups: tuple[FindingGroup, ...]


Block = Heading | Paragraph | PageTable | Bullets | Quote | FindingList


@dataclass(frozen=True, slots=True)
class Page:
    """A document in one language."""

    title: str
    lang: Lang
    blocks: tuple[Block, ...]


def cell_text(cell: TableCell) -> str:
    """Return what people read in a cell."""
    return cell if isinstance(cell, str) else cell.text


def joined_pages(pages: Sequence[Page]) -> Page:
    """Return several pages as one, under the title of the first."""
    first = pages[0]
    return Page(first.title, first.lang, tuple(block for page in pages for block in page.blocks))


def paragraph(*lines: str, is_warning: bool = False) -> Paragraph:
    """Return lines as a paragraph; blank ones are left out."""
    return Paragraph(tuple(filter(None, lines)), is_warning)


def bullets(*texts: str) -> Bullets:
    """Return texts as a list without lists below."""
    return Bullets(tuple(map(Bullet, texts)))


def text_columns(*headers: str) -> tuple[PageColumn, ...]:
    """Return columns of texts that share the room alike."""
    return tuple(PageColumn(header, share=1) for header in headers)
