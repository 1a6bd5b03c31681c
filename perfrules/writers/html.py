"""A page as one HTML file that fetches nothing and runs nothing."""

from collections.abc import Iterable
from html import escape
from typing import assert_never

from perfrules.model.page import (
    Align,
    Block,
    Bullet,
    Bullets,
    FindingGroup,
    FindingList,
    Heading,
    Page,
    PageTable,
    Paragraph,
    Quote,
    SeverityLabel,
    TableCell,
    cell_text,
)
from perfrules.writers.plain import safe_line

STYLE = (
    "body{font-family:sans-serif;line-height:1.6;max-width:72rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0}td,th{border:1px solid #999;padding:.2rem .6rem;"
    "text-align:left;vertical-align:top}.right{text-align:right;white-space:nowrap}"
    "tfoot{font-weight:bold}blockquote{border-left:.2rem solid #999;margin:.5rem 0;"
    "padding-left:1rem}p.warning{border:1px solid #a60;padding:.2rem .6rem}cite{font-style:normal;"
    "color:#555}td.error{color:#a00}td.warning{color:#960}td.info{color:#555}"
)
"""All that an HTML page needs is in the page."""


def html_text(page: Page) -> str:
    """Return a page as one HTML file."""
    return (
        f'<!doctype html>\n<html lang="{page.lang}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{_inline(page.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{html_body(page)}\n</body>\n</html>\n"
    )


def html_body(page: Page) -> str:
    """Return the blocks of a page as HTML without head and style, for a document around them."""
    return "\n".join(_block_html(block) for block in page.blocks)


def _inline(text: str) -> str:
    return escape(safe_line(text))


def _block_html(block: Block) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"<h{level}>{_inline(text)}</h{level}>"
        case Paragraph(lines=lines, is_warning=is_warning):
            mark = " class=warning" if is_warning else ""
            return f"<p{mark}>{'<br>'.join(map(_inline, lines))}</p>"
        case Bullets(items=items):
            return _list_html(items)
        case Quote(text=text, place=place):
            return f"<blockquote>{_inline(text)}<br><cite>{_inline(place)}</cite></blockquote>"
        case PageTable():
            return _table_html(block)
        case FindingList():
            return _findings_html(block)
        case _ as never:
            assert_never(never)


def _list_html(items: Iterable[Bullet]) -> str:
    def item_html(item: Bullet) -> str:
        below = f"\n{_list_html(item.inner)}" if item.inner else ""
        return f"<li>{_inline(item.text)}{below}</li>"

    return "<ul>\n" + "\n".join(map(item_html, items)) + "\n</ul>"


# -- tables ----------------------------------------------------------------------------------


def _table_html(table: PageTable) -> str:
    aligns = [column.align for column in table.columns]
    head = _row_html([column.header for column in table.columns], aligns, "th")
    parts = [f"<table>\n<thead>{head}</thead>\n<tbody>"]
    parts += [_row_html(row, aligns) for row in table.rows]
    parts.append("</tbody>")
    if table.sums:
        sums = "\n".join(_row_html(row, aligns) for row in table.sums)
        parts.append(f"<tfoot>\n{sums}\n</tfoot>")
    return "\n".join([*parts, "</table>"])


def _row_html(cells: Iterable[TableCell], aligns: Iterable[Align], tag: str = "td") -> str:
    pairs = zip(cells, aligns, strict=True)
    return f"<tr>{''.join(_cell_html(cell, align, tag) for cell, align in pairs)}</tr>"


def _cell_html(cell: TableCell, align: Align, tag: str) -> str:
    classes = ["right"] if align is Align.RIGHT else []
    if isinstance(cell, SeverityLabel):
        classes.append(cell.severity.value)
    mark = f' class="{" ".join(classes)}"' if classes else ""
    return f"<{tag}{mark}>{_inline(cell_text(cell))}</{tag}>"


def _findings_html(findings: FindingList) -> str:
    aligns = [Align.LEFT] * len(findings.header)
    rows = [row for group in findings.groups for row in _group_rows(group)]
    lines = "\n".join(_row_html(row, aligns) for row in rows)
    head = _row_html(findings.header, aligns, "th")
    return f"<table>\n<thead>{head}</thead>\n<tbody>\n{lines}\n</tbody>\n</table>"


def _group_rows(group: FindingGroup) -> Iterable[tuple[TableCell, ...]]:
    for entry in group.entries:
        yield group.label, group.code, entry.place, entry.message, entry.hint
