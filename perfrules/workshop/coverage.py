"""Boundary coverage: which edges of a spec its examples touch, and a step to either side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from perfrules.engine.evaluate import visited
from perfrules.engine.interpret import Visit
from perfrules.model.spec import Example, Spec
from perfrules.model.workshop import Coverage, CoverageItem, EdgeSide
from perfrules.rules.formula import Formula, compute
from perfrules.rules.tree import EdgeSpan, Interpolation, Pick, Rule, Scale, Steps, Tier
from perfrules.rules.walk import edge_keys, walk
from perfrules.values import ZERO, Span, as_text

Seen = Mapping[int, Sequence[Visit]]
"""What was asked of each part of a rule, by the part's identity."""


def coverage(spec: Spec, examples: Sequence[Example]) -> Coverage:
    """Return which edges of *spec* the *examples* touch."""
    touches: list[CoverageItem] = []
    for path, rule in spec.top_rules.items():
        own = [example for example in examples if example.rule and example.rule.path == path]
        seen = visits(own)
        for part in walk(rule):
            touches += _touches(part, seen.get(id(part), ()))
    picks = {id(scale): scale for scale in spec.scales.values()}
    for scale in picks.values():
        touches += scale_touches(scale, [e for e in examples if e.scale and e.scale.id == scale.id])
    touches += _ceiling_touches(spec, examples)
    return Coverage(touches=tuple(dict.fromkeys(touches)))


def visits(examples: Sequence[Example]) -> dict[int, list[Visit]]:
    """Run examples and return what was asked of each part of their rules."""
    seen: dict[int, list[Visit]] = {}
    for example in examples:
        assert example.rule is not None
        for visit in visited(example.rule, {"weight": ZERO, **example.given}):
            seen.setdefault(id(visit.rule), []).append(visit)
    return seen


def _touches(rule: Rule, seen: Sequence[Visit]) -> Iterator[CoverageItem]:
    yield from _needs_touches(rule, seen)
    yield from _bounds_touches(rule, seen)
    seen = [visit for visit in seen if visit.entered]
    match rule.shape:
        case Steps() as steps if edge_keys(steps):
            yield from _seam_touches(rule, steps, seen)
        case Steps() as steps:
            for step in steps.steps:
                done = any(visit.names.get(steps.of) == step.key for visit in seen)
                yield CoverageItem(
                    path=rule.path, edge=str(step.key), side=EdgeSide.LABEL, done=done
                )
        case Interpolation() as line:
            yield from _line_touches(rule, line, seen)
        case Pick(scale=scale):
            for tier in scale.tiers:
                done = any(visit.names.get("label") in (tier.id, *tier.words) for visit in seen)
                yield CoverageItem(path=rule.path, edge=tier.label, side=EdgeSide.LABEL, done=done)
        case _:
            pass


Holds = Callable[[Fraction, Mapping[str, Any]], bool]


def _any(seen: Sequence[Visit], name: str, holds: Holds) -> bool:
    """Return whether a visit had a number under *name* of which *holds* is true."""
    values = ((visit.names.get(name), visit.names) for visit in seen)
    return any(isinstance(value, Fraction) and holds(value, names) for value, names in values)


def _at(edge: Formula) -> Holds:
    return lambda value, names: value == compute(edge, names)


def _in(span: EdgeSpan) -> Holds:
    return lambda value, names: value in span.at(names)


def _below(edge: Formula) -> Holds:
    return lambda value, names: value < compute(edge, names)


def _above(edge: Formula) -> Holds:
    return lambda value, names: value > compute(edge, names)


def _between(one: Formula, two: Formula) -> Holds:
    return lambda value, names: compute(one, names) < value < compute(two, names)


def _needs_touches(rule: Rule, seen: Sequence[Visit]) -> Iterator[CoverageItem]:
    for name, span in rule.needs.items():
        values = [v for visit in seen if isinstance(v := visit.names.get(name), Fraction)]
        for sign, edge in ((-1, span.low), (1, span.high)):
            if edge is not None:
                text = f"{name} {as_text(edge)}"
                sides = {
                    EdgeSide.AT: edge in values,
                    EdgeSide.OUTSIDE: any(sign * value > sign * edge for value in values),
                    EdgeSide.INSIDE: any(value in span and value != edge for value in values),
                }
                for side, done in sides.items():
                    yield CoverageItem(path=rule.path, edge=text, side=side, done=done)


def _bounds_touches(rule: Rule, seen: Sequence[Visit]) -> Iterator[CoverageItem]:
    if rule.bounds is None:
        return
    values = [(v.value, v.names) for v in seen if isinstance(v.value, Fraction)]
    spans = [(value, rule.bounds.at(names)) for value, names in values]
    sides = ((EdgeSide.BELOW, rule.bounds.low), (EdgeSide.ABOVE, rule.bounds.high))
    for side, edge in sides:
        if edge is not None:
            clamped = any(_clamps(value, span, side) for value, span in spans)
            yield CoverageItem(
                path=rule.path, edge=f"bounds {edge.source}", side=side, done=clamped
            )
    free = any(value in span for value, span in spans)
    yield CoverageItem(path=rule.path, edge="bounds", side=EdgeSide.INSIDE, done=free)


def _clamps(value: Fraction, span: Span, side: EdgeSide) -> bool:
    edge = span.low if side is EdgeSide.BELOW else span.high
    assert edge is not None
    return value < edge if side is EdgeSide.BELOW else value > edge


def _seam_touches(rule: Rule, steps: Steps, seen: Sequence[Visit]) -> Iterator[CoverageItem]:
    for one, two in pairwise(edge_keys(steps)):
        assert two.low is not None
        text = f"{steps.of} {two.low.source}"
        for side, holds in (
            (EdgeSide.AT, _at(two.low)),
            (EdgeSide.BELOW, _in(one)),
            (EdgeSide.ABOVE, _in(two)),
        ):
            yield CoverageItem(
                path=rule.path, edge=text, side=side, done=_any(seen, steps.of, holds)
            )


def _line_touches(rule: Rule, line: Interpolation, seen: Sequence[Visit]) -> Iterator[CoverageItem]:
    """
    Yield what shows a line: every knot, between two of them, and beyond the ends.

    Nothing below 0 is asked of a line that begins there: amounts, rates and days are not negative.
    """
    knots = [x for x, _ in line.points]
    asked = [(knot.source, EdgeSide.AT, _at(knot)) for knot in knots]
    asked += [
        (f"{one.source}..{two.source}", EdgeSide.INSIDE, _between(one, two))
        for one, two in pairwise(knots)
    ]
    if knots[0].names or compute(knots[0], {}) > 0:
        asked.append((knots[0].source, EdgeSide.BELOW, _below(knots[0])))
    asked.append((knots[-1].source, EdgeSide.ABOVE, _above(knots[-1])))
    for text, side, holds in asked:
        done = _any(seen, line.of, holds)
        yield CoverageItem(path=rule.path, edge=f"{line.of} {text}", side=side, done=done)


def scale_touches(scale: Scale, examples: Sequence[Example]) -> Iterator[CoverageItem]:
    """Yield what shows a scale: each label, and each edge with a step to either side."""
    values = [v for e in examples if isinstance(v := e.given.get("value"), Fraction)]
    path = f"scales/{scale.id}"
    for tier in scale.tiers:
        done = any(scale.of(value) is tier for value in values)
        yield CoverageItem(path=path, edge=tier.label, side=EdgeSide.LABEL, done=done)
    for one, two in pairwise(rising(scale)):
        edge = two.span.low
        if edge is None or one.span.is_point:
            continue
        sides = {
            EdgeSide.AT: edge in values,
            EdgeSide.BELOW: any(scale.of(value) is one for value in values),
            EdgeSide.ABOVE: any(scale.of(value) is two for value in values),
        }
        for side, done in sides.items():
            yield CoverageItem(path=path, edge=as_text(edge), side=side, done=done)


def rising(scale: Scale) -> list[Tier]:
    """Return the tiers by their spans, lowest first."""
    return sorted(scale.tiers, key=lambda t: (t.span.low is not None, t.span.low or Fraction(0)))


def _ceiling_touches(spec: Spec, examples: Sequence[Example]) -> Iterator[CoverageItem]:
    if spec.ceiling is None:
        return
    for label in spec.ceiling.best:
        done = any(example.given.get(spec.ceiling.of) == label for example in examples)
        yield CoverageItem(path="grade/ceiling", edge=label, side=EdgeSide.LABEL, done=done)
