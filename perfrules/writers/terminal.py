"""A page as text for a terminal, where a Chinese character is two cells wide."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never

from wcwidth import wcswidth

from perfrules.model.page import (
    Align,
    Block,
    Bullet,
    Bullets,
    FindingGroup,
    FindingList,
    Heading,
    Page,
    PageColumn,
    PageTable,
    Paragraph,
    Quote,
    cell_text,
)
from perfrules.writers.plain import safe_line

GAP = "  "
"""Between columns, and before each deeper level of a list."""
ELLIPSIS = "…"


def terminal_text(page: Page, room: int) -> str:
    """
    Return a page as text.

    Args:
        page: from `perfrules.explain`.
        room: terminal cells that a table may use; a file or a pipe has room for everything.
    """
    lines: list[str] = []
    above: Block | None = None
    for block in page.blocks:
        if above is not None and not _belongs_to(block, above):
            lines.append("")
        lines += _block_lines(block, room)
        above = block
    return "\n".join(lines) + "\n"


def _belongs_to(block: Block, above: Block) -> bool:
    """Return whether a block follows another without a blank line: what a heading is about."""
    match above:
        case Heading(level=1):
            return isinstance(block, Paragraph)
        case _:
            return isinstance(above, Heading)


def _block_lines(block: Block, room: int) -> Iterator[str]:
    match block:
        case Heading(text=text):
            yield safe_line(text)
        case Paragraph(lines=lines):
            yield from map(safe_line, lines)
        case Bullets(items=items):
            yield from _indented_lines(items, GAP)
        case Quote(text=text, place=place):
            yield f"{GAP}“{safe_line(text)}”"
            yield f"{GAP}— {safe_line(place)}"
        case PageTable():
            yield from _column_lines(block, room)
        case FindingList():
            yield from _finding_lines(block)
        case _ as never:
            assert_never(never)


def _indented_lines(items: Iterable[Bullet], indent: str) -> Iterator[str]:
    for item in items:
        yield indent + safe_line(item.text)
        yield from _indented_lines(item.inner, indent + GAP)


# -- findings --------------------------------------------------------------------------------


def _finding_lines(findings: FindingList) -> Iterator[str]:
    for group in findings.groups:
        title = f"[{group.label.text}] {group.code} {group.title} ×{len(group.entries)}"
        yield safe_line(title)
        yield from _entry_lines(group, safe_line(findings.header[-1]))


def _entry_lines(group: FindingGroup, hint_label: str) -> Iterator[str]:
    """Yield the entries of one code; a hint that neighbours share is printed once, below."""
    fold = group.fold
    entries = group.entries[: fold.shown] if fold else group.entries
    for hint, neighbours in groupby(entries, key=lambda entry: entry.hint):
        for entry in neighbours:
            yield f"{GAP * 2}{safe_line(entry.place.text)}: {safe_line(entry.message)}"
        if hint and not fold:
            yield f"{GAP * 2}{hint_label}: {safe_line(hint)}"
    if fold:
        yield f"{GAP * 2}{safe_line(fold.text)}"
        if entries[0].hint:
            yield f"{GAP * 2}{hint_label}: {safe_line(entries[0].hint)}"


# -- tables ----------------------------------------------------------------------------------


def cells_wide(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return max(0, wcswidth(text))


def cut_to(text: str, cells: int) -> str:
    """Return a text that takes at most *cells*, with an ellipsis where something is cut off."""
    if cells_wide(text) <= cells:
        return text
    kept = ""
    for character in text:
        if cells_wide(kept + character) > cells - 1:
            break
        kept += character
    return kept + ELLIPSIS


def _padded(text: str, cells: int, align: Align) -> str:
    space = " " * max(0, cells - cells_wide(text))
    return space + text if align is Align.RIGHT else text + space


def _column_lines(table: PageTable, room: int) -> Iterator[str]:
    headers = [safe_line(column.header) for column in table.columns]
    rows = [[safe_line(cell_text(cell)) for cell in row] for row in (*table.rows, *table.sums)]
    widths = [max(1, *map(cells_wide, texts)) for texts in zip(headers, *rows, strict=True)]
    _fit(table.columns, widths, room)
    yield _row_line(table.columns, headers, widths)
    yield GAP.join("-" * cells for cells in widths)
    for row in rows:
        yield _row_line(table.columns, row, widths)


def _fit(columns: Sequence[PageColumn], widths: list[int], room: int) -> None:
    """Narrow the columns that have a share, by their shares, until a line fits."""
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - room
    for _ in range(excess):
        flexible = [
            i for i, c in enumerate(columns) if c.share and widths[i] > cells_wide(c.header) + 2
        ]
        if not flexible:
            return
        widths[max(flexible, key=lambda i: widths[i] // columns[i].share)] -= 1


def _row_line(columns: Sequence[PageColumn], cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        _padded(cut_to(cell, wide), wide, column.align)
        for column, cell, wide in zip(columns, cells, widths, strict=True)
    )
    return GAP.join(padded).rstrip()
