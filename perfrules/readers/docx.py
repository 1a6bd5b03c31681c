"""Word documents: their tables, and the paragraphs between them."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from perfrules.findings import Code
from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import refused
from perfrules.readers.limits import MOST_COLUMNS, check_size, limited
from perfrules.readers.merged_cells import GridRow, SpanningCell, spanned_rows
from perfrules.readers.office_package import package_parts, parsed_part

DOCUMENT_PART = "word/document.xml"
SILENT_ELEMENTS = ("moveFrom", "del", "rt", "Fallback", "pict", "pPr", "rPr")
"""Elements whose text is deleted, next to other text, or a repetition."""
FONT_SYMBOLS = {"F0B3": "≥", "F0A3": "≤", "F0B1": "±", "F0B4": "×", "F0FE": "☑", "F052": "☑"}
"""Characters of the fonts Symbol and Wingdings."""

_CODE_POINT = re.compile("(?!00|D[89A-F])[0-9A-F]{4}")


def read_docx(source: str, data: bytes) -> Grid:
    """
    Read a Word document as one grid: paragraphs and tables in their order.

    Cells that go on from the row above (``vMerge``) and cells over several columns
    (``gridSpan``) carry the text of their first place; deleted text is left out.

    Raises:
        UnreadableForm: damaged, unsafe, too large, or no table in it.
    """
    found = package_parts(source, data)
    try:
        body = parsed_part(source, found[DOCUMENT_PART]).find("{*}body")
        rows = list(_document_rows(source, body)) if body is not None else None
    except (ET.ParseError, KeyError, RecursionError):
        raise refused(Code.DAMAGED_FILE, source) from None
    if rows is None:
        raise refused(Code.DAMAGED_FILE, source)
    if not any(len(row) > 1 for row in rows):
        raise refused(Code.EMPTY_FILE, source)
    return limited(source, Grid(source=source, rows=tuple(rows)))


def _document_rows(source: str, body: ET.Element) -> Iterator[GridRow]:
    tables = paragraphs = cells = 0
    for element in _body_blocks(body):
        if _local_name(element) == "tbl":
            for table in element.iter(element.tag):  # a form may be inside a table for its layout
                tables += 1
                lines = spanned_rows(source, f"T{tables}", _table_lines(table))
                cells += sum(map(len, lines))
                check_size(source, 0, 0, cells)
                yield from lines
        else:
            paragraphs += 1
            if text := _paragraph_text(element):
                yield (Cell(text, f"P{paragraphs}"),)


def _body_blocks(parent: ET.Element) -> Iterator[ET.Element]:
    """Yield paragraphs and tables, also those in content controls."""
    for element in parent:
        if _local_name(element) in ("p", "tbl"):
            yield element
        elif _local_name(element) in ("sdt", "sdtContent", "ins"):
            yield from _body_blocks(element)


def _table_lines(table: ET.Element) -> list[list[SpanningCell]]:
    """Return the cells of each row, those that go on from above folded into the first."""
    lines: list[list[SpanningCell]] = []
    above: dict[int, tuple[int, int]] = {}
    for row in table.iterfind("{*}tr"):
        line: list[SpanningCell] = []
        column = _val_number(row.find("{*}trPr/{*}gridBefore"))
        line += [SpanningCell("", columns=column)] if column else []
        for cell in _row_cells(row):
            across = max(_val_number(cell.find("{*}tcPr/{*}gridSpan")), 1)
            merge = cell.find("{*}tcPr/{*}vMerge")
            if merge is not None and _val_attribute(merge) != "restart" and column in above:
                y, x = above[column]
                first = lines[y][x]
                lines[y][x] = SpanningCell(first.text, first.rows + 1, first.columns)
            else:
                above[column] = (len(lines), len(line))
                line.append(SpanningCell(_cell_text(cell), columns=across))
                if merge is None:
                    del above[column]
            column += min(across, MOST_COLUMNS + 1)
        lines.append(line)
    return lines


def _row_cells(row: ET.Element) -> Iterator[ET.Element]:
    for element in row:
        if _local_name(element) == "tc":
            yield element
        elif _local_name(element) in ("sdt", "sdtContent"):
            yield from _row_cells(element)


def _cell_text(cell: ET.Element) -> str:
    texts = (_paragraph_text(block) for block in _body_blocks(cell) if _local_name(block) == "p")
    return "\n".join(text for text in texts if text)


def _paragraph_text(paragraph: ET.Element) -> str:
    return "".join(_text_runs(paragraph)).strip()


def _text_runs(element: ET.Element) -> Iterator[str]:
    for child in element:
        match _local_name(child):
            case "t":
                yield child.text or ""
            case "tab":
                yield " "
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "sym":
                yield _symbol_text(child)
            case name if name not in SILENT_ELEMENTS:
                yield from _text_runs(child)
            case _:
                pass


def _symbol_text(element: ET.Element) -> str:
    """Return a character of a font of symbols; one that is not known stays what it is."""
    code = next((value for key, value in element.items() if key.endswith("}char")), "").upper()
    return FONT_SYMBOLS.get(code) or (chr(int(code, 16)) if _CODE_POINT.fullmatch(code) else "")


def _local_name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _val_attribute(element: ET.Element) -> str | None:
    return next((value for key, value in element.items() if key.endswith("}val")), None)


def _val_number(element: ET.Element | None) -> int:
    text = _val_attribute(element) if element is not None else None
    return min(int(text), MOST_COLUMNS + 1) if text and text.isdecimal() else 0
