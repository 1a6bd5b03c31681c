"""What it would take: the actual that earns a number of points, exactly, by turning rules round."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from perfrules.engine.aggregate import totalled
from perfrules.engine.evaluate import NO_RESULT
from perfrules.engine.interpret import Scope, value_of
from perfrules.engine.piecewise import Compute, Piece, curve
from perfrules.model.card import Inputs, LineOfCard, Scorecard
from perfrules.model.form import Row
from perfrules.model.spec import LineKind
from perfrules.model.workshop import GradePath, Move, Requirement
from perfrules.rules.tree import Rule, Tier
from perfrules.values import ZERO, Exact, Span

REACH = 2
"""How far beyond target and actual is looked, as a multiple of the larger."""


class Inverse:
    """The rules of one scored form, turned round."""

    def __init__(self, card: Scorecard) -> None:
        self.card = card
        self.curves: dict[str, tuple[_Known, tuple[Piece, ...]]] = {}
        for line in card.lines:
            known = _known(line, card)
            pieces = _pieces(known) if known else ()
            if known and pieces:
                self.curves[line.id] = known, pieces

    def full(self, line: LineOfCard) -> Requirement | None:
        """
        Return the least actual that earns the whole weight.

        Of a reverse row it is the largest. ``None`` where the line has no number to change:
        a tier, a deadline, an imprecise or missing actual.
        """
        weight = line.weight.value
        if line.id not in self.curves or weight is None:
            return None
        known, _ = self.curves[line.id]
        spans = self._where(line, weight)
        rising = [span for span in spans if span.low is not None]
        falling = [span for span in spans if span.high is not None]
        if line.kind is LineKind.REVERSE and falling:
            best = max(falling, key=lambda span: (span.high or Fraction(0), span.high_closed))
            return _requirement(
                line, known, weight, best.high, attained=best.high_closed, beyond=Move.LESS
            )
        if line.kind in (LineKind.POSITIVE, LineKind.EQUAL, LineKind.EXECUTION) and rising:
            best = min(rising, key=lambda span: (span.low or Fraction(0), not span.low_closed))
            return _requirement(
                line, known, weight, best.low, attained=best.low_closed, beyond=Move.MORE
            )
        return self._nearest(line, known, weight, spans)

    def reaching(self, line: LineOfCard, points: Fraction) -> Requirement | None:
        """Return the nearest number that earns at least *points*."""
        if line.id not in self.curves:
            return None
        known, _ = self.curves[line.id]
        return self._nearest(line, known, points, self._where(line, points))

    def most(self, line: LineOfCard) -> Fraction:
        """Return the most points that a change of the line's number can earn."""
        if line.id not in self.curves:
            return line.low
        _, pieces = self.curves[line.id]
        highs = [piece.image.high for piece in pieces]
        most = max(high for high in highs if high is not None)
        named = line.rule.rounding if line.rule else None
        return named.rounding(most) if named else most

    def _where(self, line: LineOfCard, points: Fraction) -> list[Span]:
        """Return where the line earns at least *points* after its rounding."""
        _, pieces = self.curves[line.id]
        named = line.rule.rounding if line.rule else None
        least, closed = points, True
        if named:
            step = named.rounding.step
            grid = -(-points // step) * step
            around = named.rounding.preimage(grid)
            assert around.low is not None
            least, closed = around.low, around.low_closed
        found = (piece.reaching(least, closed=closed) for piece in pieces)
        return [span for span in found if span is not None]

    def _nearest(
        self, line: LineOfCard, known: "_Known", points: Fraction, spans: Sequence[Span]
    ) -> Requirement:
        now = known.now
        if any(now in span for span in spans):
            return _requirement(line, known, points, now, attained=True, beyond=Move.NONE)
        edges = [(span.low, span.low_closed, Move.MORE) for span in spans]
        edges += [(span.high, span.high_closed, Move.LESS) for span in spans]
        ahead = [
            (abs(edge - now), not closed, edge, closed, beyond)
            for edge, closed, beyond in edges
            if edge is not None and (edge - now) * beyond >= 0
        ]
        if not ahead:
            return _requirement(line, known, points, None, attained=False, beyond=Move.NONE)
        _, _, edge, closed, beyond = min(ahead)
        return _requirement(line, known, points, edge, attained=closed, beyond=beyond)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A line's rule, its names but the one to be changed, and where that one may lie."""

    rule: Rule
    names: dict[str, Any]
    name: str
    now: Fraction
    span: Span
    scale: Fraction
    unit: str


def _requirement(
    line: LineOfCard,
    known: _Known,
    points: Fraction,
    value: Fraction | None,
    *,
    attained: bool,
    beyond: Move,
) -> Requirement:
    return Requirement(
        line=line,
        name=known.name,
        points=points,
        now=known.now,
        value=value,
        attained=attained,
        beyond=beyond,
        scale=known.scale,
        unit=known.unit,
    )


def _known(line: LineOfCard, card: Scorecard) -> _Known | None:
    """Return what the rule of a line reads; ``None`` where it has no number to change."""
    inputs = line.assignment.inputs
    if line.rule is None or not isinstance(inputs, Inputs):
        return None
    name = "actual" if line.row else "executed"
    now = inputs.names.get(name)
    if not isinstance(now, Fraction):
        return None
    unit, scale = _printed_unit(line.row) if line.row else (_money_unit(card), Fraction(1))
    return _Known(
        rule=line.rule,
        names=dict(inputs.names),
        name=name,
        now=now,
        span=_allowed(line.rule, name, _reach(line, inputs, scale)),
        scale=scale,
        unit=unit,
    )


def _reach(line: LineOfCard, inputs: Inputs, scale: Fraction) -> Fraction:
    """Return how far a line's number is looked for."""
    names = ("target", "actual") if line.row else ("initial", "revised", "executed")
    known: list[Fraction] = [abs(n) for name in names if (n := inputs.names.get(name)) is not None]
    return max(*known, scale if line.row else ZERO) * REACH


def _printed_unit(row: Row) -> tuple[str, Fraction]:
    """Return what follows the number of a cell (万元, %, 场), and what one of it is."""
    shown = row.actual if row.actual.unit else row.target
    text = shown.text
    last = max((i for i, character in enumerate(text) if character.isdigit()), default=-1)
    return text[last + 1 :].strip(), shown.factor


def _money_unit(card: Scorecard) -> str:
    return (card.form.budget.unit if card.form.budget else None) or ""


def _allowed(rule: Rule, name: str, reach: Fraction) -> Span:
    within = Span(low=-reach, high=reach)
    return within & rule.needs[name] if name in rule.needs else within


def _pieces(known: _Known) -> tuple[Piece, ...]:
    def compute(value: Exact) -> Exact:
        return value_of(known.rule, Scope({**known.names, known.name: value}))

    return _turned(compute, known.span)


def _turned(compute: Compute, span: Span) -> tuple[Piece, ...]:
    """Return a curve; nothing where what is computed cannot be turned round."""
    try:
        return curve(compute, span)
    except NO_RESULT:
        return ()


# -- the way to a grade ------------------------------------------------------------------


def next_grade(card: Scorecard) -> Tier | None:
    """Return the grade above that of the present total (settled, else least)."""
    scale, total = card.spec.grade, card.total
    if scale is None or total is None:
        return None
    stands = total.low if total.settled is None else total.settled
    now = scale.of(stands)
    if now is None or scale.tiers.index(now) == 0:
        return None
    return scale.tiers[scale.tiers.index(now) - 1]


def ways(card: Scorecard, turned: Inverse) -> tuple[GradePath, ...]:
    """
    Return ways to the next grade.

    First those by one row alone, by how much of itself its number must change; and where no
    row is enough, the fewest rows: those with most to gain, the last only by what is needed.
    Lines that a person judges stay as they are.
    """
    wanted = next_grade(card)
    if wanted is None or wanted.span.low is None:
        return ()
    stand = {line.id: line.low if line.settled is None else line.settled for line in card.lines}
    made = [
        way
        for line in card.lines
        if (way := _grade_path(card, turned, stand, (line,), wanted)) is not None
    ]
    if made:
        return tuple(sorted(made, key=_cost))
    gains = sorted(card.lines, key=lambda line: stand[line.id] - turned.most(line))
    for count in range(2, len(gains) + 1):
        way = _grade_path(card, turned, stand, tuple(gains[:count]), wanted)
        if way:
            return (way,)
    return ()


def _cost(way: GradePath) -> tuple[Fraction, int]:
    changes = [want.change for want in way.wants]
    known = [change for change in changes if change is not None]
    return sum(known, Fraction(0)), len(changes) - len(known)


def _grade_path(
    card: Scorecard,
    turned: Inverse,
    stand: dict[str, Fraction],
    lines: Sequence[LineOfCard],
    wanted: Tier,
) -> GradePath | None:
    """Return what *lines* must reach: all but the last fully, the last by what is needed."""
    *full, last = lines
    if not full and last.id in turned.curves and _moves_the_total(card, last):
        return _grade_path_of_money(card, turned, stand, last, wanted)
    raised = {**stand, **{line.id: turned.most(line) for line in full}}
    low = wanted.span.low
    assert low is not None
    needed = _needed(card, raised, last, turned.most(last), low)
    if needed is None:
        return None
    wants = [turned.reaching(line, turned.most(line)) for line in full]
    wants.append(turned.reaching(last, needed))
    found = [want for want in wants if want is not None and want.value is not None]
    if len(found) != len(lines):
        return None
    return GradePath(grade=wanted.label, total=low, wants=tuple(found))


def _moves_the_total(card: Scorecard, line: LineOfCard) -> bool:
    """Return whether the total looks at the money of a line itself, and not only at its points."""
    budget = card.form.budget
    is_of_total = budget is not None and line.assignment.subject is budget.total
    return is_of_total and "executed" in card.spec.total_reads


def _grade_path_of_money(
    card: Scorecard, turned: Inverse, stand: dict[str, Fraction], line: LineOfCard, wanted: Tier
) -> GradePath | None:
    """
    Return how much must be spent where the total looks at the money itself (a ceiling).

    The line's points are rounded, and a rounded number cannot be turned round together with
    the total: it is turned before that rounding, and what comes out is computed again.
    """
    known, _ = turned.curves[line.id]
    low, rounding = wanted.span.low, known.rule.rounding
    assert low is not None

    def earned(executed: Exact) -> Exact:
        return value_of(known.rule, Scope({**known.names, known.name: executed}))

    def total(executed: Exact, points: Exact) -> Exact:
        return totalled(card, {**stand, line.id: points}, {known.name: executed})

    pieces = _turned(lambda executed: total(executed, earned(executed)), known.span)
    spans = [span for piece in pieces if (span := piece.reaching(low, closed=True))]
    ahead = [span.low for span in spans if span.low_closed and span.low and span.low > known.now]

    def rounded(executed: Fraction) -> Fraction:
        points = earned(executed)
        return cast("Fraction", rounding.rounding(points) if rounding else points)

    enough = (x for x in sorted(ahead) if not total(x, rounded(x)) < low)
    executed = next(enough, None)
    if executed is None:
        return None
    want = _requirement(line, known, rounded(executed), executed, attained=True, beyond=Move.MORE)
    return GradePath(grade=wanted.label, total=low, wants=(want,))


def _needed(
    card: Scorecard, stand: dict[str, Fraction], line: LineOfCard, most: Fraction, total: Fraction
) -> Fraction | None:
    """Return the least points of *line* that bring the total to *total*; ``None`` if none do."""
    now = stand[line.id]
    if most <= now:
        return None

    def compute(points: Exact) -> Exact:
        return totalled(card, {**stand, line.id: points})

    pieces = _turned(compute, Span(low=now, high=most))
    spans = [span for piece in pieces if (span := piece.reaching(total, closed=True))]
    lows = [span.low for span in spans if span.low is not None]
    return min(lows) if lows else None
