"""Web pages: their tables, and the headings and paragraphs between them."""

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from perfrules.findings import Code
from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import decoded, refused
from perfrules.readers.limits import check_size, check_tags, limited
from perfrules.readers.merged_cells import GridRow, SpanningCell, spanned_rows

BLOCK_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "caption", "li", "div")
"""Elements that end a line of text."""
TEXT_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "caption")
"""Elements outside tables whose text is kept: titles and notes are in them."""
SILENT_TAGS = ("script", "style", "noscript", "template", "head")
MOST_SPANNED = 1_000
"""Rows or columns that a cell covers."""

LONGEST_TAG = 4_000
"""Characters of a tag without the values of its attributes."""

_SCRIPT_ELEMENT = re.compile(r"<(script|style)\b[^<]*+(?:<(?!/\1)[^<]*+)*+", re.IGNORECASE)
"""A script or style up to its end, or to that of the page."""
_LONG_TAG = re.compile(f"<[a-z][^<]{{{LONGEST_TAG},}}", re.IGNORECASE)
_ATTRIBUTE_VALUE = re.compile(r"""\s[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*')""")
_LINE_ENDS = re.compile("[\r\n]+")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPAN_DIGITS = re.compile(r"\s*([0-9]{1,6})\s*")


def read_html(source: str, data: bytes) -> Grid:
    """
    Read a web page as one grid: headings, paragraphs and tables in the order of the page.

    The bytes are decoded here, whatever the page declares: UTF-8, else GB18030. Rows of a
    table inside another belong to that one only.

    Raises:
        UnreadableForm: no table in it, or too large.
    """
    text = _SCRIPT_ELEMENT.sub("", _DECLARATION.sub("", decoded(source, data)))
    check_tags(source, text.count("<"))
    longest = max(map(len, _long_tags(text)), default=0)
    if longest > LONGEST_TAG:
        raise refused(
            Code.FILE_TOO_LARGE, source, size=str(longest), limit=str(LONGEST_TAG), what="tag"
        )
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        page = lxml.html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError):
        raise refused(Code.DAMAGED_FILE, source) from None
    rows = list(_page_rows(source, page))
    if not any(len(row) > 1 for row in rows):
        raise refused(Code.EMPTY_FILE, source)
    return limited(source, Grid(source=source, rows=tuple(rows)))


def _long_tags(text: str) -> Iterator[str]:
    """Yield tags that may be too long, their values left out; they cost by their square."""
    for found in _LONG_TAG.finditer(text):
        yield _ATTRIBUTE_VALUE.sub(" a", found[0]).partition(">")[0]


def _page_rows(source: str, page: lxml.html.HtmlElement) -> Iterator[GridRow]:
    tables = said = cells = 0
    for element in page.iter():
        if element.tag == "table":
            tables += 1
            rows = [_spanning_cells(row) for row in _own_table_rows(element)]
            lines = spanned_rows(source, f"T{tables}", rows)
            cells += sum(map(len, lines))
            check_size(source, 0, 0, cells)
            yield from lines
        elif element.tag in TEXT_TAGS and not _is_within(element, ("table", *SILENT_TAGS)):
            said += 1
            if text := _element_text(element):
                yield (Cell(text, f"P{said}"),)


def _own_table_rows(table: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _spanning_cells(row: lxml.html.HtmlElement) -> Iterator[SpanningCell]:
    for cell in row:
        if cell.tag in ("td", "th"):
            yield SpanningCell(
                _element_text(cell), _cell_span(cell, "rowspan"), _cell_span(cell, "colspan")
            )


def _cell_span(cell: lxml.html.HtmlElement, name: str) -> int:
    """Return how far a cell reaches; anything but a number means one."""
    match = _SPAN_DIGITS.match(cell.get(name, "1"))
    return min(int(match[1]), MOST_SPANNED) if match else 1


def _is_within(element: lxml.html.HtmlElement, tags: tuple[str, ...]) -> bool:
    return any(True for _ in element.iterancestors(*tags))


def _element_text(element: lxml.html.HtmlElement) -> str:
    """Return the text of an element without that of tables in it; lines stay lines."""
    lines = "".join(_element_texts(element)).replace("\xa0", " ").split("\n")
    return "\n".join(filter(None, map(str.strip, lines)))


def _element_texts(element: lxml.html.HtmlElement) -> Iterator[str]:
    yield _folded_line_ends(element.text)
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in (*SILENT_TAGS, "table"):
            yield from _element_texts(child)
            if child.tag in BLOCK_TAGS:
                yield "\n"
        yield _folded_line_ends(child.tail)


def _folded_line_ends(text: str | None) -> str:
    """Line ends of the source are spaces to a reader."""
    first, *more = _LINE_ENDS.split(text or "")
    if not more:
        return first
    middle = filter(None, map(str.strip, more[:-1]))
    return " ".join([first.rstrip(), *middle, more[-1].lstrip()])
