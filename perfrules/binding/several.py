"""Several forms in one file: which tables hold one, where one ends and the next begins."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from perfrules.binding import heads
from perfrules.binding.bind import bind
from perfrules.binding.joined import one_header
from perfrules.binding.tables import Captions, Line, headed, header_at, tables, texts
from perfrules.findings import Code, Finding, UnreadableForm, Where
from perfrules.model.form import Form
from perfrules.model.grid import Cell, Grid
from perfrules.model.vocabulary import HeaderWords, Vocabulary
from perfrules.text import caption

LONGEST_TITLE = 80
"""Characters of a title; a longer text is a sentence about one."""


def bind_all(grids: Sequence[Grid], vocabulary: Vocabulary) -> tuple[Form, ...]:
    """
    Bind every form of a file.

    Args:
        grids: the tables of the file, in its order; one may hold several forms.
        vocabulary: the words of headers and quantities.

    Returns:
        the forms in order, at least one. What holds none is told in the findings of the first:
        a cover or notes, and what looks like a form but cannot be bound.

    Raises:
        UnreadableForm: none holds a form; the findings tell of those that come nearest.
    """
    captions = Captions()
    parts = [part for grid in grids for part in divided(grid, vocabulary.headers, captions)]
    forms: list[Form] = []
    failures: list[tuple[Grid, Finding]] = []
    for part in parts:
        try:
            forms.append(bind(part, vocabulary, captions))
        except UnreadableForm as error:
            failures += [(part, finding) for finding in error.findings]
    if not forms:
        raise UnreadableForm(_nearest([finding for _, finding in failures]))
    told = tuple(_left_out(part, finding, vocabulary.headers) for part, finding in failures)
    return (replace(forms[0], findings=(*told, *forms[0].findings)), *forms[1:])


def _nearest(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what is told of tables that have a header; else once that there is none."""
    begun = tuple(finding for finding in findings if finding.code != Code.NO_HEADER)
    of_all = Finding(code=Code.NO_HEADER, where=Where(source=findings[0].where.source))
    return begun or (findings[0] if len(findings) == 1 else of_all,)


def _left_out(part: Grid, finding: Finding, words: HeaderWords) -> Finding:
    is_like = finding.code != Code.NO_HEADER or tables(part, words.money, words.money_needed)
    code = Code.SHEET_NOT_READ if is_like else Code.SHEET_WITHOUT_FORM
    return Finding(code=code, where=finding.where, params={"sheet": part.sheet})


def divided(grid: Grid, words: HeaderWords, captions: Captions) -> Iterator[Grid]:
    """
    Yield the parts of a grid that may each hold a form; the grid itself if it holds one.

    A new part begins where, between one header of indicators and the next, a new head stands: a
    title, or labels as only a head has them. A header that is printed again, alone or below
    the same title, goes on with the form above it.
    """
    starts = list(_starts(grid, words, captions))
    if not starts:
        yield grid
        return
    for start, end in pairwise([0, *starts, len(grid.rows)]):
        rows = grid.rows[start:end]
        yield replace(grid, rows=rows, sheet=_first(rows).spot)


def _starts(grid: Grid, words: HeaderWords, captions: Captions) -> Iterator[int]:
    """Yield the rows where forms begin, but for the first one."""
    count = len(grid.rows)
    headers = [row for row in range(count) if _is_header(grid.rows, row, words, captions)]
    title = _last_title(grid.rows[: headers[0]], words) if headers else None
    for above, header in pairwise(headers):
        start = _head_between(grid, range(above + 1, header), title, words, captions)
        if start is not None:
            yield start
            title = _last_title(grid.rows[start:header], words)


def _last_title(lines: Sequence[Line], words: HeaderWords) -> str | None:
    return next(filter(None, (_title(line, words) for line in reversed(lines))), None)


def _is_header(rows: Sequence[Line], row: int, words: HeaderWords, captions: Captions) -> bool:
    columns, needed = words.indicators, words.indicators_needed
    if header_at(rows, row, columns, needed, captions):
        return True
    joined = one_header(rows[row], words, captions)
    return joined is not None and headed(joined, columns, needed, captions)


def _head_between(
    grid: Grid, between: range, title: str | None, words: HeaderWords, captions: Captions
) -> int | None:
    """Return the row where a new head begins between two headers, if one does."""
    titles = [row for row in between if _title(grid.rows[row], words)]
    labels = [row for row in between if _is_label(grid.rows[row], words, captions)]
    if not titles:
        return labels[0] if labels else None
    is_again = _title(grid.rows[titles[-1]], words) == title
    return None if is_again and not labels else titles[-1]


def _title(line: Line, words: HeaderWords) -> str | None:
    """Return the title that stands alone in a line; a sentence that speaks of one is none."""
    cells = texts(line)
    if len(cells) != 1 or heads.title((line,), words) is None:
        return None
    printed = caption(cells[0].text)
    is_sentence = len(printed) > LONGEST_TITLE or unicodedata.category(printed[-1:] or " ") == "Po"
    return None if is_sentence or printed.startswith(words.notes) else printed


def _is_label(line: Line, words: HeaderWords, captions: Captions) -> bool:
    """Tell whether a line begins with a label that names the kind of form, or heads the money."""
    first = next(iter(texts(line)), None)
    labels = {label for labels in words.kind_labels.values() for label in labels}
    return (first is not None and caption(first.text) in labels) or headed(
        line, words.money, words.money_needed, captions
    )


def _first(rows: Sequence[Line]) -> Cell:
    return next(cell for line in rows for cell in texts(line))
