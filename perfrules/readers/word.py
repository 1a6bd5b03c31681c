"""Word documents: their tables, and the paragraphs between them."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import DAMAGED, refused
from perfrules.readers.kinds import EMPTY
from perfrules.readers.limits import MOST_COLUMNS, check_size, limited
from perfrules.readers.package import parts, tree
from perfrules.readers.spans import Line, Spanned, laid_out

DOCUMENT = "word/document.xml"
SILENT = ("moveFrom", "del", "rt", "Fallback", "pict", "pPr", "rPr")
"""Elements whose text is not there any more, stands beside another, or is said twice."""
SYMBOLS = {"F0B3": "≥", "F0A3": "≤", "F0B1": "±", "F0B4": "×", "F0FE": "☑", "F052": "☑"}
"""Characters of the fonts Symbol and Wingdings."""

_CODE = re.compile("(?!00|D[89A-F])[0-9A-F]{4}")


def read(source: str, data: bytes) -> Grid:
    """
    Read a Word document as one grid: paragraphs and tables in their order.

    Cells that go on from the row above (``vMerge``) and cells over several columns
    (``gridSpan``) carry the text of their first place; deleted text is left out.

    Raises:
        UnreadableForm: damaged, unsafe, too large, or no table in it.
    """
    found = parts(source, data)
    try:
        body = tree(source, found[DOCUMENT]).find("{*}body")
        rows = list(_rows(source, body)) if body is not None else None
    except (ET.ParseError, KeyError, RecursionError):
        raise refused(DAMAGED, source) from None
    if rows is None:
        raise refused(DAMAGED, source)
    if not any(len(row) > 1 for row in rows):
        raise refused(EMPTY, source)
    return limited(source, Grid(source=source, rows=tuple(rows)))


def _rows(source: str, body: ET.Element) -> Iterator[Line]:
    tables = paragraphs = cells = 0
    for element in _blocks(body):
        if _name(element) == "tbl":
            for table in element.iter(element.tag):  # a form may stand in a table for its layout
                tables += 1
                lines = laid_out(source, f"T{tables}", _lines(table))
                cells += sum(map(len, lines))
                check_size(source, 0, 0, cells)
                yield from lines
        else:
            paragraphs += 1
            if text := _text(element):
                yield (Cell(text, f"P{paragraphs}"),)


def _blocks(parent: ET.Element) -> Iterator[ET.Element]:
    """Yield paragraphs and tables, also those in content controls."""
    for element in parent:
        if _name(element) in ("p", "tbl"):
            yield element
        elif _name(element) in ("sdt", "sdtContent", "ins"):
            yield from _blocks(element)


def _lines(table: ET.Element) -> list[list[Spanned]]:
    """Return the cells of each row, those that go on from above folded into the first."""
    lines: list[list[Spanned]] = []
    above: dict[int, tuple[int, int]] = {}
    for row in table.iterfind("{*}tr"):
        line: list[Spanned] = []
        column = _number(row.find("{*}trPr/{*}gridBefore"))
        line += [Spanned("", columns=column)] if column else []
        for cell in _cells(row):
            across = max(_number(cell.find("{*}tcPr/{*}gridSpan")), 1)
            merge = cell.find("{*}tcPr/{*}vMerge")
            if merge is not None and _value(merge) != "restart" and column in above:
                y, x = above[column]
                first = lines[y][x]
                lines[y][x] = Spanned(first.text, first.rows + 1, first.columns)
            else:
                above[column] = (len(lines), len(line))
                line.append(Spanned(_cell_text(cell), columns=across))
                if merge is None:
                    del above[column]
            column += min(across, MOST_COLUMNS + 1)
        lines.append(line)
    return lines


def _cells(row: ET.Element) -> Iterator[ET.Element]:
    for element in row:
        if _name(element) == "tc":
            yield element
        elif _name(element) in ("sdt", "sdtContent"):
            yield from _cells(element)


def _cell_text(cell: ET.Element) -> str:
    texts = (_text(block) for block in _blocks(cell) if _name(block) == "p")
    return "\n".join(text for text in texts if text)


def _text(paragraph: ET.Element) -> str:
    return "".join(_pieces(paragraph)).strip()


def _pieces(element: ET.Element) -> Iterator[str]:
    for child in element:
        match _name(child):
            case "t":
                yield child.text or ""
            case "tab":
                yield " "
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case "sym":
                yield _symbol(child)
            case name if name not in SILENT:
                yield from _pieces(child)
            case _:
                pass


def _symbol(element: ET.Element) -> str:
    """Return a character of a font of symbols; one that is not known stays what it is."""
    code = next((value for key, value in element.items() if key.endswith("}char")), "").upper()
    return SYMBOLS.get(code) or (chr(int(code, 16)) if _CODE.fullmatch(code) else "")


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(element: ET.Element) -> str | None:
    return next((value for key, value in element.items() if key.endswith("}val")), None)


def _number(element: ET.Element | None) -> int:
    text = _value(element) if element is not None else None
    return min(int(text), MOST_COLUMNS + 1) if text and text.isdecimal() else 0
