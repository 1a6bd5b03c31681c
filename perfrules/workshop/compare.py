"""One form under two specs: line by line, and the difference split by amendment."""

from collections.abc import Sequence

from perfrules.model.card import LineOfCard, Scorecard
from perfrules.model.workshop import Comparison, Pair, Part


def compared(one: Scorecard, two: Scorecard, parts: Sequence[Part]) -> Comparison:
    """Pair the lines of two scorecards of one form."""
    pairs = tuple(Pair(one=a, two=b) for a, b in _matched(one, two))
    return Comparison(one=one, two=two, pairs=pairs, parts=tuple(parts))


def _matched(one: Scorecard, two: Scorecard) -> list[tuple[LineOfCard, LineOfCard]]:
    """Match lines by their row of the form; a line over money by its group's order."""
    rows = {id(line.row): line for line in two.lines if line.row}
    money = [line for line in two.lines if line.row is None]
    found = []
    for line in one.lines:
        if line.row is not None:
            found.append((line, rows[id(line.row)]))
        elif money:
            found.append((line, money.pop(0)))
    return found


ScoredStage = tuple[str, str, Scorecard | None]
"""A spec, an amendment of it, and the form's card once it is applied (if it can be)."""


def split(start: Scorecard, steps: Sequence[ScoredStage]) -> tuple[Part, ...]:
    """Return what each amendment does, given the form's card after each of them."""
    parts: list[Part] = []
    waiting: list[str] = []
    before = start.whole
    for spec, id_, card in steps:
        waiting.append(id_)
        if card is None:
            continue
        after = card.whole
        low, high = after.low - before.low, after.high - before.high
        parts.append(Part(spec=spec, ids=tuple(waiting), low=low, high=high))
        waiting, before = [], after
    return tuple(parts)
