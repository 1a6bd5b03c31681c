"""Several forms in one file: which tables hold one, where one ends and the next begins."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from perfrules.binding.bind import bind_sheet
from perfrules.binding.head import find_title
from perfrules.binding.repair.run_on import one_header
from perfrules.binding.sheet import Sheet, SheetRow
from perfrules.binding.table import find_tables, header_at, is_header
from perfrules.findings import Code, Finding, Findings, UnreadableForm, Where
from perfrules.model.form import Form
from perfrules.model.grid import Grid
from perfrules.model.vocabulary import Vocabulary
from perfrules.model.vocabulary.headers import HeaderWords

LONGEST_TITLE = 80
"""Characters of a title; a longer text is a sentence about one."""


def bind_all(grids: Sequence[Grid], vocabulary: Vocabulary) -> tuple[Form, ...]:
    """
    Bind every form of a file.

    Args:
        grids: the tables of the file, in its order; one may hold several forms.
        vocabulary: the words of headers and quantities.

    Returns:
        the forms in order, at least one. What holds no form is reported in the findings of the
        first: a cover or notes, and what looks like a form but cannot be bound.

    Raises:
        UnreadableForm: no grid holds a form; the findings are about those that come nearest.
    """
    words = vocabulary.headers
    parts = [part for grid in grids for part in split_forms(Sheet.of(grid), words)]
    forms: list[Form] = []
    failures: list[tuple[Sheet, Finding]] = []
    for part in parts:
        try:
            forms.append(bind_sheet(part, vocabulary))
        except UnreadableForm as error:
            failures += [(part, finding) for finding in error.findings]
    if not forms:
        raise UnreadableForm(_nearest([finding for _, finding in failures]))
    left_out = tuple(_left_out(part, finding, words) for part, finding in failures)
    return (replace(forms[0], findings=Findings((*left_out, *forms[0].findings))), *forms[1:])


def _nearest(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings about tables with a header, or else one that no table has a header."""
    begun = tuple(finding for finding in findings if finding.code != Code.NO_HEADER)
    of_all = Finding(code=Code.NO_HEADER, where=Where(source=findings[0].where.source))
    return begun or (findings[0] if len(findings) == 1 else of_all,)


def _left_out(part: Sheet, finding: Finding, words: HeaderWords) -> Finding:
    is_like = finding.code != Code.NO_HEADER or find_tables(part, words.money.columns)
    code = Code.SHEET_NOT_READ if is_like else Code.SHEET_WITHOUT_FORM
    return Finding(code=code, where=finding.where, params={"sheet": part.name})


def split_forms(sheet: Sheet, words: HeaderWords) -> Iterator[Sheet]:
    """
    Yield the parts of a sheet that may each hold a form; the sheet itself if it holds one.

    A new part begins where, between one header of indicators and the next, there is a new head:
    a title, or labels as only a head has them. A header that is printed again, alone or below
    the same title, goes on with the form above it.
    """
    starts = list(_starts(sheet.rows, words))
    if not starts:
        yield sheet
        return
    for start, end in pairwise([0, *starts, len(sheet.rows)]):
        yield sheet.part(start, end)


def _starts(rows: Sequence[SheetRow], words: HeaderWords) -> Iterator[int]:
    """Yield the rows where forms begin, but for the first one."""
    headers = [row for row in range(len(rows)) if _begins_header(rows, row, words)]
    title = _last_title(rows[: headers[0]], words) if headers else None
    for above, header in pairwise(headers):
        start = _head_between(rows, range(above + 1, header), title, words)
        if start is not None:
            yield start
            title = _last_title(rows[start:header], words)


def _last_title(rows: Sequence[SheetRow], words: HeaderWords) -> str | None:
    return next(filter(None, (_lone_title(row, words) for row in reversed(rows))), None)


def _begins_header(rows: Sequence[SheetRow], row: int, words: HeaderWords) -> bool:
    columns = words.indicators.columns
    if header_at(rows, row, columns):
        return True
    joined = one_header(rows[row], words)
    return joined is not None and is_header(joined, columns)


def _head_between(
    rows: Sequence[SheetRow], between: range, title: str | None, words: HeaderWords
) -> int | None:
    """Return the row where a new head begins between two headers, if one does."""
    titles = [row for row in between if _lone_title(rows[row], words)]
    labels = [row for row in between if _begins_head(rows[row], words)]
    if not titles:
        return labels[0] if labels else None
    is_again = _lone_title(rows[titles[-1]], words) == title
    return None if is_again and not labels else titles[-1]


def _lone_title(row: SheetRow, words: HeaderWords) -> str | None:
    """Return the title that is alone in a row; a sentence about one is not a title."""
    if len(row.filled) != 1 or find_title((row,), words.titles) is None:
        return None
    printed = row.filled[0].caption
    is_sentence = len(printed) > LONGEST_TITLE or unicodedata.category(printed[-1:] or " ") == "Po"
    return None if is_sentence or printed.startswith(words.foot.notes) else printed


def _begins_head(row: SheetRow, words: HeaderWords) -> bool:
    """Return whether a row begins with a label that names the kind of form, or heads the money."""
    labels = {label for labels in words.titles.kind_labels.values() for label in labels}
    is_named = bool(row.filled) and row.filled[0].caption in labels
    return is_named or is_header(row, words.money.columns)
