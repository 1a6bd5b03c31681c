"""Web pages: their tables, and the headings and paragraphs between them."""

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import decoded, refused
from perfrules.readers.kinds import DAMAGED, EMPTY
from perfrules.readers.limits import limited
from perfrules.readers.spans import Line, Spanned, laid_out

BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "caption", "li", "div")
"""Elements that end a line of text."""
SAID = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "caption")
"""Elements outside tables whose text is kept: titles and notes stand in them."""
SILENT = ("script", "style", "noscript", "template", "head")
MOST_SPAN = 1_000
"""Rows or columns that a cell covers."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DIGITS = re.compile(r"\s*([0-9]{1,6})\s*")


def read(source: str, data: bytes) -> Grid:
    """
    Read a web page as one grid: headings, paragraphs and tables in the order of the page.

    The bytes are decoded here, whatever the page declares: UTF-8, else GB18030. Rows of a
    table inside another belong to that one only.

    Raises:
        UnreadableForm: no table in it, or too large.
    """
    text = _DECLARATION.sub("", decoded(source, data))
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        page = lxml.html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError):
        raise refused(DAMAGED, source) from None
    rows = list(_rows(source, page))
    if not any(len(row) > 1 for row in rows):
        raise refused(EMPTY, source)
    return limited(source, Grid(source=source, rows=tuple(rows)))


def _rows(source: str, page: lxml.html.HtmlElement) -> Iterator[Line]:
    tables = said = 0
    for element in page.iter():
        if element.tag == "table":
            tables += 1
            yield from laid_out(source, f"T{tables}", [_cells(row) for row in _own_rows(element)])
        elif element.tag in SAID and not _is_inside(element, ("table", *SILENT)):
            said += 1
            if text := _text(element):
                yield (Cell(text, f"P{said}"),)


def _own_rows(table: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _cells(row: lxml.html.HtmlElement) -> Iterator[Spanned]:
    for cell in row:
        if cell.tag in ("td", "th"):
            yield Spanned(_text(cell), _span(cell, "rowspan"), _span(cell, "colspan"))


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    """Return how far a cell reaches; what is no number means one."""
    match = _DIGITS.match(cell.get(name, "1"))
    return min(int(match[1]), MOST_SPAN) if match else 1


def _is_inside(element: lxml.html.HtmlElement, tags: tuple[str, ...]) -> bool:
    return any(True for _ in element.iterancestors(*tags))


def _text(element: lxml.html.HtmlElement) -> str:
    """Return the text of an element without that of tables in it; lines stay lines."""
    return re.sub(
        r"[ \t\r\f\v\xa0]*\n\s*", "\n", "".join(_pieces(element)).replace("\xa0", " ")
    ).strip()


def _pieces(element: lxml.html.HtmlElement) -> Iterator[str]:
    yield _folded(element.text)
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in (*SILENT, "table"):
            yield from _pieces(child)
            if child.tag in BLOCKS:
                yield "\n"
        yield _folded(child.tail)


def _folded(text: str | None) -> str:
    """Line ends of the source are spaces to a reader."""
    return re.sub(r"\s*[\r\n]\s*", " ", text) if text else ""
