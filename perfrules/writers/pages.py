"""Pages as Markdown and HTML."""

import re
from html import escape
from typing import assert_never

from perfrules.model.page import Block, Heading, Page, Points, Quote, Table, Text

STYLE = (
    "body{font-family:sans-serif;line-height:1.6;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0}td,th{border:1px solid #999;padding:.2rem .6rem;"
    "text-align:left;vertical-align:top}blockquote{border-left:.2rem solid #999;margin:.5rem 0;"
    "padding-left:1rem}.warning{border:1px solid #a60;padding:.2rem .6rem}cite{font-style:normal;"
    "color:#555}"
)
"""All that an HTML page needs is in the page: nothing is fetched."""

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|])")


def markdown(page: Page) -> str:
    """Return a page as Markdown."""
    return "\n\n".join(_markdown(block) for block in page.blocks) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"{'#' * level} {_plain(text)}"
        case Text(text=text, warning=warning):
            return f"**{_plain(text)}**" if warning else _plain(text)
        case Points(items=items):
            return "\n".join(f"- {_plain(item)}" for item in items)
        case Quote(text=text, place=place):
            return f"> {_plain(text)}\n>\n> — {_plain(place)}"
        case Table(header=header, rows=rows):
            lines = [header, tuple("---" for _ in header), *rows]
            cells = [[c if c == "---" else _plain(c) for c in line] for line in lines]
            return "\n".join(f"| {' | '.join(line)} |" for line in cells)
        case _ as never:
            assert_never(never)


def _plain(text: str) -> str:
    """Return a text in one line, with what Markdown would read as marks escaped."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def html(page: Page, lang: str) -> str:
    """Return a page as one HTML file that fetches nothing."""
    body = "\n".join(_html(block) for block in page.blocks)
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(page.title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _html(block: Block) -> str:
    match block:
        case Heading(level=level, text=text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Text(text=text, warning=warning):
            return f"<p{' class=warning' if warning else ''}>{escape(text)}</p>"
        case Points(items=items):
            return "<ul>\n" + "\n".join(f"<li>{escape(i)}</li>" for i in items) + "\n</ul>"
        case Quote(text=text, place=place):
            return f"<blockquote>{escape(text)}<br><cite>{escape(place)}</cite></blockquote>"
        case Table(header=header, rows=rows):
            head = _html_row(header, "th")
            return "\n".join(["<table>", head, *(_html_row(row, "td") for row in rows), "</table>"])
        case _ as never:
            assert_never(never)


def _html_row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"
