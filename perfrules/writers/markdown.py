"""A page as Markdown; what a form or a spec says never becomes a mark, a link or HTML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from perfrules.model.page import (
    Align,
    Block,
    Bullet,
    Bullets,
    FindingList,
    Heading,
    Page,
    PageTable,
    Paragraph,
    Quote,
    cell_text,
)
from perfrules.writers.plain import safe_line

_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&!$]")
"""What is a mark anywhere in a line: emphasis, code, links, HTML, tables, entities, formulas."""
_FIRST = re.compile(r"^(?:[-+](?=[\s-]|$)|=(?==*$)|\d+(?=[.)](?:\s|$)))")
"""What is a mark at the beginning of a line only: lists, rules, the underline of a heading."""
_LINKS = re.compile(r"://|www\.|@(?=[\w-]+\.)", re.IGNORECASE)
"""What turns bare words into a link where links need no marks."""


def markdown_text(page: Page) -> str:
    """Return a page as Markdown."""
    return "\n\n".join(_block_text(block) for block in page.blocks) + "\n"


def _block_text(block: Block) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"{'#' * level} {escaped(text)}"
        case Paragraph(lines=lines, is_warning=is_warning):
            texts = map(escaped, lines)
            return "  \n".join(f"**{text}**" if is_warning else text for text in texts)
        case Bullets(items=items):
            return "\n".join(_list_lines(items, ""))
        case Quote(text=text, place=place):
            return f"> {escaped(text)}\n>\n> — {escaped(place)}"
        case PageTable():
            return _table_text(block)
        case FindingList():
            return _findings_text(block)
        case _ as never:
            assert_never(never)


def escaped(text: str) -> str:
    r"""
    Return a text in one line, with everything escaped that Markdown would read as a mark.

    >>> escaped("1. <b> | [x](y)"), escaped("http://a.cn")
    ('1\\. \\<b\\> \\| \\[x\\](y)', 'http\\://a.cn')
    """
    marked = _MARKUP.sub(r"\\\g<0>", safe_line(text))
    unlinked = _LINKS.sub(_unlinked, marked)
    return _FIRST.sub(_unlisted, unlinked)


def _unlinked(match: re.Match[str]) -> str:
    sign = match[0]
    return sign.replace(".", "\\.") if sign.endswith(".") else f"\\{sign}"


def _unlisted(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdecimal() else f"\\{match[0]}"


def _list_lines(items: Iterable[Bullet], indent: str) -> Iterator[str]:
    for item in items:
        yield f"{indent}- {escaped(item.text)}"
        yield from _list_lines(item.inner, indent + "  ")


def _table_text(table: PageTable) -> str:
    headers = [column.header for column in table.columns]
    rules = ["--:" if column.align is Align.RIGHT else "---" for column in table.columns]
    rows = [[cell_text(cell) for cell in row] for row in (*table.rows, *table.sums)]
    return _bar_table(headers, rules, rows)


def _findings_text(findings: FindingList) -> str:
    rows = [
        [group.label.text, group.code, entry.place.text, entry.message, entry.hint]
        for group in findings.groups
        for entry in group.entries
    ]
    return _bar_table(findings.header, ["---"] * len(findings.header), rows)


def _bar_table(headers: Sequence[str], rules: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [map(escaped, headers), rules, *(map(escaped, row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
