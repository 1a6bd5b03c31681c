"""PDF: the ruled tables of all pages, and the lines of text between them. To be checked by eye."""

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.psparser import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from perfrules.findings import Code, Finding, Where
from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import refused
from perfrules.readers.limits import check_size, limited
from perfrules.readers.merged_cells import GridRow

MOST_PAGES = 60
"""Pages of a file."""
MOST_OBJECTS = 30_000
"""Letters, lines and boxes of a page."""
MOST_UNPACKED_STREAMS = 64_000_000
"""Bytes that all streams of a file unpack to."""
MOST_IN_STREAM = 32_000_000
"""Bytes that one stream unpacks to."""
MOST_CONTENT = 2_000_000
"""Bytes of what draws a page."""
NEAR_EDGES = 3
"""Points (1/72 inch) within which two edges are one."""
FEWEST_REPEATED = 4
"""Filled cells from which on an equal row on the next page is a header printed again."""

_STREAM = re.compile(rb"stream\r?\n")
_TWICE_PACKED = re.compile(rb"/FlateDecode\s*/FlateDecode")
_WRAPPED_LINE = re.compile(r"\n(?![0-9])(?![A-Za-z])|(?<![0-9])(?<![A-Za-z])\n")
_NUMBER_CELL = re.compile(r"\s*[0-9]+(?:\.[0-9]+)?%?\s*")
_PDFMINER_ERRORS = (
    PSException,
    PdfminerException,
    MalformedPDFException,
    struct.error,
    zlib.error,
    AssertionError,
    AttributeError,
    LookupError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    ZeroDivisionError,
    NotImplementedError,
)
"""What the reader beneath raises on a file that is not whole."""

# It warns about odd fonts on the error stream, which is not ours to write to.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class PageBox:
    """A ruled cell: its edges in points from the left and the top, and its text."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A table of one page, or (*boxes* of one without rules) a line of text."""

    page: int
    top: float
    boxes: tuple[PageBox, ...]
    is_table: bool

    @property
    def ends(self) -> tuple[float, float]:
        """Its left and right edge."""
        return min(box.left for box in self.boxes), max(box.right for box in self.boxes)


def read_pdf(source: str, data: bytes) -> Grid:
    """
    Read a PDF as one grid: lines of text and tables in their order, pages joined.

    A cell over several columns or rows carries its text in each. A row that a page break cuts
    is put together (PR116), a header that is printed again is left out. Where text overflows
    its cell, or lies over other text, it may come out wrong: the grid says so (PR114).

    Raises:
        UnreadableForm: damaged, encrypted, too large, or pictures without text.
    """
    _check_unpacked(source, data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            blocks = list(_page_blocks(source, pdf))
    except _PDFMINER_ERRORS:
        raise refused(
            Code.ENCRYPTED if b"/Encrypt" in data else Code.DAMAGED_FILE, source
        ) from None
    if not any(block.is_table for block in blocks):
        raise refused(Code.NO_TABLE_IN_PDF, source)
    noticed: list[Finding] = [Finding(code=Code.READ_FROM_PDF, where=Where(source=source))]
    rows = list(_block_rows(source, blocks, noticed))
    return limited(source, Grid(source=source, rows=tuple(rows), findings=tuple(noticed)))


# -- limits --------------------------------------------------------------------------------


def _check_unpacked(source: str, data: bytes) -> None:
    """Measure what is packed before anything unpacks it whole."""
    if _TWICE_PACKED.search(data):
        raise refused(Code.DAMAGED_FILE, source)
    unpacked = 0
    for start in _STREAM.finditer(data):
        size = _unpacked_size(data[start.end() : start.end() + MOST_IN_STREAM])
        unpacked += size
        if size > MOST_IN_STREAM or unpacked > MOST_UNPACKED_STREAMS:
            limit = f"{MOST_UNPACKED_STREAMS} bytes"
            raise refused(
                Code.FILE_TOO_LARGE, source, size=str(unpacked), limit=limit, what="unpacked"
            )


def _unpacked_size(packed: bytes) -> int:
    try:
        return len(zlib.decompressobj().decompress(packed, MOST_IN_STREAM + 1))
    except zlib.error:
        return 0


def _check_page(source: str, page: Any) -> None:
    content = sum(len(stream.get_data()) for stream in page.page_obj.contents)
    if content > MOST_CONTENT:
        raise refused(
            Code.FILE_TOO_LARGE, source, size=str(content), limit=str(MOST_CONTENT), what="bytes"
        )
    objects = sum(map(len, page.objects.values()))
    if objects > MOST_OBJECTS:
        raise refused(
            Code.FILE_TOO_LARGE, source, size=str(objects), limit=str(MOST_OBJECTS), what="objects"
        )


# -- what a page shows -----------------------------------------------------------------------


def _page_blocks(source: str, pdf: Any) -> Iterator[PageBlock]:
    if len(pdf.pages) > MOST_PAGES:
        size = str(len(pdf.pages))
        raise refused(Code.FILE_TOO_LARGE, source, size=size, limit=str(MOST_PAGES), what="pages")
    for page in pdf.pages:
        _check_page(source, page)
        found = [*_table_blocks(page), *_text_blocks(page)]
        yield from sorted(found, key=lambda block: block.top)
        page.close()


def _ruled_tables(page: Any) -> Any:
    """Find the tables of a page; one that a page break leaves open is closed there."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends = {edge["top"] for edge in upright} | {edge["bottom"] for edge in upright}
    closed = [min(ends), max(ends)] if ends else []
    return page.find_tables({"explicit_horizontal_lines": closed})


def _table_blocks(page: Any) -> Iterator[PageBlock]:
    for table in _ruled_tables(page):
        texts = table.extract()
        boxes = tuple(
            _box(edges, _unwrapped(text or ""))
            for row, line in zip(table.rows, texts, strict=True)
            for edges, text in zip(row.cells, line, strict=True)
            if edges
        )
        if len(boxes) > 1:
            yield PageBlock(page.page_number, table.bbox[1], boxes, is_table=True)


def _box(edges: tuple[float, float, float, float], text: str) -> PageBox:
    left, top, right, bottom = edges
    return PageBox(left, top, right, bottom, text)


def _unwrapped(text: str) -> str:
    """Join lines that a narrow cell broke; not two numbers, nor two words of letters."""
    return _WRAPPED_LINE.sub("", text)


def _text_blocks(page: Any) -> Iterator[PageBlock]:
    """Yield the lines of text outside tables; one that fills its width goes on in the next."""
    tables = [table.bbox for table in _ruled_tables(page)]
    lines = [line for line in page.extract_text_lines() if not _is_in_table(line, tables)]
    right = max((line["x1"] for line in lines), default=0)
    begun: PageBox | None = None
    for line in lines:
        box = PageBox(line["x0"], line["top"], line["x1"], line["bottom"], line["text"])
        goes_on = begun and _fills_width(begun, right) and _follows_line(box, begun)
        if begun and goes_on:
            begun = PageBox(begun.left, begun.top, box.right, box.bottom, begun.text + box.text)
            continue
        if begun:
            yield PageBlock(page.page_number, begun.top, (begun,), is_table=False)
        begun = box
    if begun:
        yield PageBlock(page.page_number, begun.top, (begun,), is_table=False)


def _fills_width(line: PageBox, right: float) -> bool:
    """Return whether a line ends where the longest does, but for two letters."""
    return line.right > right - 2 * (line.bottom - line.top)


def _follows_line(line: PageBox, above: PageBox) -> bool:
    """Return whether a line is right below another, and not indented."""
    is_near = line.top - above.bottom < line.bottom - line.top
    return is_near and line.left <= above.left + NEAR_EDGES


def _is_in_table(line: Any, tables: Sequence[tuple[float, float, float, float]]) -> bool:
    middle = (line["top"] + line["bottom"]) / 2
    return any(
        top <= middle <= bottom and left - NEAR_EDGES <= line["x0"] <= right
        for left, top, right, bottom in tables
    )


# -- rows ----------------------------------------------------------------------------------


def _block_rows(
    source: str, blocks: Sequence[PageBlock], noticed: list[Finding]
) -> Iterator[GridRow]:
    """Yield the rows of all blocks; tables of one width that follow each other are one."""
    held: list[GridRow] = []
    last: PageBlock | None = None
    for index, block in enumerate(blocks):
        if not block.is_table:
            yield from held
            held, last = [], None
            yield (Cell(block.boxes[0].text, f"p{block.page}L{index + 1}"),)
            continue
        joins = last is not None and _is_same_width(last, block)
        group = [one for one in blocks if one.is_table and _is_same_width(one, block)]
        rows = _table_grid(source, block, _column_edges(box for one in group for box in one.boxes))
        held = _joined_parts(source, held, rows, noticed) if joins else [*held, *rows]
        last = block
    yield from held


def _is_same_width(one: PageBlock, two: PageBlock) -> bool:
    return all(abs(a - b) <= NEAR_EDGES for a, b in zip(one.ends, two.ends, strict=True))


def _column_edges(boxes: Iterator[PageBox]) -> list[float]:
    """Return the places of vertical rules, each once."""
    found: list[float] = []
    for edge in sorted(edge for box in boxes for edge in (box.left, box.right)):
        if not found or edge - found[-1] > NEAR_EDGES:
            found.append(edge)
    return found


def _nearest_edge(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - place))


def _table_grid(source: str, block: PageBlock, columns: Sequence[float]) -> list[GridRow]:
    tops = sorted({box.top for box in block.boxes})
    ends = [*tops[1:], max(box.bottom for box in block.boxes)]
    check_size(source, len(tops), len(columns), len(tops) * len(columns))
    empty = Cell("", "")
    rows = [[empty] * (len(columns) - 1) for _ in tops]
    for box in block.boxes:
        first, last = _nearest_edge(columns, box.left), _nearest_edge(columns, box.right)
        top, bottom = tops.index(box.top), _nearest_edge(ends, box.bottom)
        cell = Cell(box.text, f"p{block.page}R{top + 1}C{first + 1}")
        for row in rows[top : bottom + 1]:
            row[first:last] = [cell] * (last - first)
    return [tuple(row) for row in rows]


def _joined_parts(
    source: str, above: list[GridRow], below: list[GridRow], noticed: list[Finding]
) -> list[GridRow]:
    """Put two parts of a table together: a cut row made whole, a repeated header left out."""
    first = below[0]
    if _is_repeated_header(first, above):
        return [*above, *below[1:]]
    if not _is_cut_rest(above[-1], first):
        return [*above, *below]
    whole = tuple(_joined_cell(one, two) for one, two in zip(above[-1], first, strict=True))
    place = next(cell.spot for cell in first if cell.text.strip())
    noticed.append(Finding(code=Code.ROW_CUT_BY_PAGE, where=Where(source=source, spot=place)))
    return [*above[:-1], whole, *below[1:]]


def _is_repeated_header(first: GridRow, above: Sequence[GridRow]) -> bool:
    texts = [cell.text for cell in first]
    filled = sum(bool(text.strip()) for text in texts)
    return filled >= FEWEST_REPEATED and any([cell.text for cell in row] == texts for row in above)


def _is_cut_rest(last: GridRow, first: GridRow) -> bool:
    """
    Return whether *first* is the rest of a row that a page break cut.

    A new row has a number where the row above has one; of a cut one some cells are whole above
    and others go on below.
    """
    pairs = [(one.text.strip(), two.text.strip()) for one, two in zip(last, first, strict=True)]
    goes_on = any(one and two for one, two in pairs)
    ended = any(one and not two for one, two in pairs)
    numbers = any(_NUMBER_CELL.fullmatch(one) and _NUMBER_CELL.fullmatch(two) for one, two in pairs)
    return goes_on and ended and not numbers


def _joined_cell(one: Cell, two: Cell) -> Cell:
    return Cell(_unwrapped(f"{one.text}\n{two.text}".strip("\n")), one.spot)
