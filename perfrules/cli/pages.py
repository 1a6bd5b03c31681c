"""
Pages in the layout that was asked for.

Commands import the room that makes a page when they make it: ``--help`` needs none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from perfrules import resources, writers
from perfrules.model.messages import Lang, Words

if TYPE_CHECKING:
    from perfrules.model.page import Page

PAGES = ("table", "markdown", "html")
"""The layouts of a page; *table* is for a terminal."""


def words_of(lang: Lang) -> Words:
    """Return all sentences in one language."""
    return Words(resources.messages(), lang)


def page_text(page: Page, layout: str, cells: int) -> str:
    """Return a page in one of `PAGES`; *cells* is the room of a terminal."""
    match layout:
        case "markdown":
            return writers.markdown_text(page)
        case "html":
            return writers.html_text(page)
        case _:
            return writers.terminal_text(page, cells)


class PageOutput:
    """Writes pages one after another; those of HTML, which is one document, at the end."""

    def __init__(self, write: Callable[[str], None], layout: str, cells: int) -> None:
        self.write = write
        self.layout = layout
        self.cells = cells
        self.kept: list[Page] = []
        self.is_begun = False

    def page(self, page: Page) -> None:
        """Write a page, set apart from the one before if it has a heading."""
        if self.layout == "html":
            self.kept.append(page)
            return
        from perfrules.model.page import Heading

        is_apart = self.is_begun and isinstance(page.blocks[0], Heading)
        self.write("\n" * is_apart + page_text(page, self.layout, self.cells))
        self.is_begun = True

    def close(self) -> None:
        """Write what was kept."""
        if self.kept:
            from perfrules.model.page import joined_pages

            self.write(writers.html_text(joined_pages(self.kept)))
