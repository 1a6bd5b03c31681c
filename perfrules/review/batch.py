"""What only shows when several forms lie side by side."""

from collections.abc import Iterator, Sequence

from perfrules.findings import Finding, Where
from perfrules.model.card import LineOfCard, Scorecard
from perfrules.model.phrases import caption
from perfrules.model.words import ReviewWords


def batch(cards: Sequence[Scorecard], words: ReviewWords) -> tuple[Finding, ...]:
    """Return what several forms show together: copies, one name with two meanings."""
    return (*_twice(cards), *_copied(cards, words), *_two_meanings(cards, words))


def _twice(cards: Sequence[Scorecard]) -> Iterator[Finding]:
    """One form was handed in twice: the same unit, year and rows."""
    first: dict[object, Scorecard] = {}
    for card in cards:
        form = card.form
        rows = tuple((line.name, line.target, line.actual) for line in card.lines)
        other = first.setdefault((form.unit, form.fiscal_year, form.title, rows), card)
        if other is not card:
            params = {"other": other.form.source}
            yield Finding(code="PRX06", where=form.where(), params=params)


def _rows(cards: Sequence[Scorecard]) -> Iterator[tuple[Scorecard, LineOfCard]]:
    for card in cards:
        yield from ((card, line) for line in card.lines if line.row)


def _copied(cards: Sequence[Scorecard], words: ReviewWords) -> Iterator[Finding]:
    """Long texts of a row stand in another unit's form too (a heuristic by length)."""
    first: dict[tuple[str, str], Scorecard] = {}
    for card, line in _rows(cards):
        for field, text in _long_texts(line, words):
            other = first.setdefault((field, text), card)
            if other.form.unit != card.form.unit:
                params = {"text": text, "other": other.form.source}
                spot = line.cells.get(field, line.where.spot)
                where = Where(source=line.where.source, spot=spot)
                yield Finding(code="PRQ05", where=where, row=line.name, params=params)


def _long_texts(line: LineOfCard, words: ReviewWords) -> Iterator[tuple[str, str]]:
    reason = (line.row.reason if line.row else None) or ""
    for field, text in {"name": line.name, "reason": reason}.items():
        if len(text) >= words.longest_head:
            yield field, text


def _two_meanings(cards: Sequence[Scorecard], words: ReviewWords) -> Iterator[Finding]:
    """One name, and targets of another unit or direction."""
    first: dict[str, LineOfCard] = {}
    for _, line in _rows(cards):
        assert line.row is not None
        name = words.numbering.sub("", caption(line.name))
        other = first.setdefault(name, line)
        assert other.row is not None
        one, two = other.row.target, line.row.target
        if other.where.source != line.where.source and (one.unit, one.sign) != (two.unit, two.sign):
            params = {"target": line.target, "other": other.target, "form": other.where.source}
            yield Finding(code="PRX03", where=line.where, row=line.name, params=params)
