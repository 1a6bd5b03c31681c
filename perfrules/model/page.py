"""A document for people, before it is laid out: headings, texts, tables, quotes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; 1 is the title, 2 a part, 3 a section."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a *warning* is to be seen."""

    text: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a clause, and where they stand."""

    text: str
    place: str


Block = Heading | Text | Table | Points | Quote


@dataclass(frozen=True, slots=True)
class Page:
    """A document."""

    title: str
    blocks: tuple[Block, ...]
