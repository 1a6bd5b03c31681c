"""
Mutation: a spec with one edge moved, one number changed, one direction swapped.

A mutant that no example catches is a rule that could be wrong unnoticed. One that changes no
value is not made: at an edge both sides are computed, and where they agree nothing is moved.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from perfrules.engine.evaluate import tried
from perfrules.engine.interpret import Visit
from perfrules.findings.errors import NOWHERE
from perfrules.model.spec import Example, Spec
from perfrules.model.workshop import Mutant
from perfrules.rules.formula import Formula, compute, parse
from perfrules.rules.tree import EdgeSpan, Interpolation, Rule, Scale, Step, Steps, Tier
from perfrules.rules.walk import Guard, Guards, edge_keys, guarded, replaced
from perfrules.speclib.build.examples import gives, wants
from perfrules.values import as_text
from perfrules.workshop.coverage import rising, visits

HAIR = Fraction(1, 100)
"""How far an edge is moved, in the unit of the edge,"""
PERCENT_HAIR = Fraction(1, 10_000)
"""and where the rule writes percentages."""
NUDGE = Fraction(101, 100)
"""What a given number is multiplied with."""

PAIRS = (("target", "actual"),)
"""Names whose swapping turns a direction round."""


def mutants(spec: Spec, examples: Sequence[Example]) -> tuple[Mutant, ...]:
    """Make the mutants of a spec and find which of them the examples catch."""
    made: list[Mutant] = []
    for path, rule in spec.top_rules.items():
        own = [example for example in examples if example.rule and example.rule.path == path]
        seen = visits(own)
        for part, guards in guarded(rule):
            for change, detail, new in _changes(part, guards, seen.get(id(part), ())):
                mutated = replaced(rule, part, new)
                caught = any(_differs(example, spec, rule=mutated) for example in own)
                made.append(Mutant(path=part.path, change=change, detail=detail, caught=caught))
    for scale in spec.scales.values():
        own = [example for example in examples if example.scale and example.scale.id == scale.id]
        for change, detail, other in _scale_changes(scale):
            caught = any(_differs(example, spec, scale=other) for example in own)
            path = f"scales/{scale.id}"
            made.append(Mutant(path=path, change=change, detail=detail, caught=caught))
    return tuple(made)


def _differs(
    example: Example, spec: Spec, *, rule: Rule | None = None, scale: Scale | None = None
) -> bool:
    mutated = replace(example, rule=rule or example.rule, scale=scale or example.scale)
    grid = spec.points.rounding
    return gives(mutated, grid, NOWHERE, spec.ceiling) != wants(example)


RuleChange = tuple[str, str, Rule]
"""What was done, where, and the rule after it."""


def _changes(rule: Rule, guards: Guards, seen: Sequence[Visit]) -> Iterator[RuleChange]:
    yield from _needs_changes(rule, [visit for visit in seen if not visit.entered])
    yield from _given_changes(rule)
    yield from _bounds_changes(rule)
    if rule.rounding is not None:
        yield "round", rule.rounding.id, replace(rule, rounding=None)
    match rule.shape:
        case Formula() as formula:
            yield from _swaps(rule, formula)
        case Steps() as steps if edge_keys(steps):
            entered = [visit for visit in seen if visit.entered]
            yield from _seam_changes(rule, steps, guards, entered)
        case Steps() as steps:
            yield from _label_swaps(rule, steps)
        case Interpolation() as line:
            yield from _line_changes(rule, line)
        case _:
            pass


def _needs_changes(rule: Rule, seen: Sequence[Visit]) -> Iterator[RuleChange]:
    for name, span in rule.needs.items():
        free = replace(rule, needs={n: s for n, s in rule.needs.items() if n != name})
        beyond = [e + by for e, by in ((span.low, -1), (span.high, 1)) if e is not None]
        if _any_differs(rule, free, name, beyond, seen):
            yield "drop", f"needs {name}", free
        low = replace(span, low_closed=not span.low_closed)
        high = replace(span, high_closed=not span.high_closed)
        for edge, other in ((span.low, low), (span.high, high)):
            if edge is not None:
                flipped = replace(rule, needs={**rule.needs, name: other})
                if _any_differs(rule, flipped, name, [edge], seen):
                    yield "flip", f"needs {name} {as_text(edge)}", flipped


def _any_differs(
    rule: Rule, other: Rule, name: str, values: Sequence[Fraction], seen: Sequence[Visit]
) -> bool:
    """Return whether two rules ever differ where *name* has one of these values."""
    probes = [{**visit.names, name: value} for visit in seen for value in values]
    return any(tried(rule, names) != tried(other, names) for names in probes)


def _given_changes(rule: Rule) -> Iterator[RuleChange]:
    for name, value in rule.given.items():
        if value:
            for factor in (NUDGE, 1 / NUDGE):
                given = {**rule.given, name: value * factor}
                yield "number", f"{name} {as_text(value)}", replace(rule, given=given)


def _bounds_changes(rule: Rule) -> Iterator[RuleChange]:
    bounds = rule.bounds
    if bounds is None:
        return
    if bounds.low is not None:
        free = replace(bounds, low=None)
        yield "drop", f"bounds {bounds.low.source}..", replace(rule, bounds=free)
    if bounds.high is not None:
        free = replace(bounds, high=None)
        yield "drop", f"bounds ..{bounds.high.source}", replace(rule, bounds=free)


def _swaps(rule: Rule, formula: Formula) -> Iterator[RuleChange]:
    for one, two in PAIRS:
        if {one, two} <= formula.names:
            turned = {one: two, two: one}
            words = re.split(rf"\b({one}|{two})\b", formula.source)
            source = "".join(turned.get(word, word) for word in words)
            swapped = parse(source, formula.names)
            yield "swap", formula.source, replace(rule, shape=swapped)


def _label_swaps(rule: Rule, steps: Steps) -> Iterator[RuleChange]:
    for (i, one), (j, two) in pairwise(enumerate(steps.steps)):
        if one.rule.shape != two.rule.shape:
            swapped = list(steps.steps)
            swapped[i] = Step(key=one.key, rule=two.rule)
            swapped[j] = Step(key=two.key, rule=one.rule)
            shape = Steps(of=steps.of, steps=tuple(swapped))
            yield "swap", f"{one.key} / {two.key}", replace(rule, shape=shape)


def _seam_changes(
    rule: Rule, steps: Steps, guards: Guards, seen: Sequence[Visit]
) -> Iterator[RuleChange]:
    """Flip and move the edge between two steps, where the value changes there."""
    for index, (one, two) in enumerate(pairwise(edge_keys(steps))):
        edge = two.low
        assert edge is not None
        flipped = _with_seam(steps, index, _flipped(one, two))
        within = (*guards, *(Guard(name, span) for name, span in rule.needs.items()))
        if not any(_changes_value(rule, flipped, within, edge, visit) for visit in seen):
            continue
        text = f"{steps.of} {edge.source}"
        yield "flip", text, replace(rule, shape=flipped)
        shares = "%" in two.text or (edge.names and rule.in_percent)
        hair = PERCENT_HAIR if shares else HAIR
        for by in (hair, -hair):
            moved = _with_seam(steps, index, _moved(one, two, edge, by))
            yield "move", f"{text} {'+' if by > 0 else '-'}", replace(rule, shape=moved)


Seam = tuple[EdgeSpan, EdgeSpan]


def _flipped(one: EdgeSpan, two: EdgeSpan) -> Seam:
    """Give the edge to the other side; a single point gives itself away."""
    low = replace(two, low_closed=not two.low_closed)
    if one.low == one.high:
        return replace(one, low_closed=False), low
    return replace(one, high_closed=not one.high_closed), low


def _moved(one: EdgeSpan, two: EdgeSpan, edge: Formula, by: Fraction) -> Seam:
    moved = _plus(edge, by)
    return replace(one, high=moved), replace(two, low=moved)


def _plus(edge: Formula, by: Fraction) -> Formula:
    if not edge.names:
        return parse(as_text(compute(edge, {}) + by), ())
    # A hair in a formula of names: there are no numbers but 0 and 1, so it is made of them.
    tens = int(1 / abs(by))
    ones = " + ".join(["1"] * 10)
    power = len(str(tens)) - 1
    hair = "1" + f" / ({ones})" * power
    return parse(f"{edge.source} {'+' if by > 0 else '-'} {hair}", edge.names)


def _with_seam(steps: Steps, index: int, seam: Seam) -> Steps:
    changed_steps = list(steps.steps)
    for place, key in zip((index, index + 1), seam, strict=True):
        changed_steps[place] = Step(key=key, rule=steps.steps[place].rule)
    return Steps(of=steps.of, steps=tuple(changed_steps))


def _changes_value(rule: Rule, other: Steps, guards: Guards, edge: Formula, visit: Visit) -> bool:
    """Return whether the two sides of an edge give different values at it, as one visit saw it."""
    names = {**visit.names, other.of: compute(edge, visit.names)}
    if not all(guard.lets_pass(names) for guard in guards):
        return False
    plain = replace(rule, needs={}, lets={}, given={})
    return tried(plain, names) != tried(replace(plain, shape=other), names)


def _line_changes(rule: Rule, line: Interpolation) -> Iterator[RuleChange]:
    """Move each knot along the line, and lift it; an end may also go on beyond itself."""
    count = len(line.points)
    for index, (x, y) in enumerate(line.points):
        text = f"{line.of} {x.source}"
        across = line.points[index + 1 if index + 1 < count else index - 1][0]
        for name, point in (("move", (_towards(x, across), y)), ("lift", (x, _lifted(y)))):
            points = (*line.points[:index], point, *line.points[index + 1 :])
            yield name, text, replace(rule, shape=Interpolation(of=line.of, points=points))


def _towards(x: Formula, other: Formula) -> Formula:
    """Return an edge moved a tenth of the way to the next."""
    if not (x.names or other.names):
        one, two = compute(x, {}), compute(other, {})
        return parse(as_text(one + (two - one) / 10), ())
    ten = " + ".join(["1"] * 10)
    source = f"({x.source}) + (({other.source}) - ({x.source})) / ({ten})"
    return parse(source, x.names | other.names)


def _lifted(y: Formula) -> Formula:
    if not y.names:
        return parse(as_text(compute(y, {}) + HAIR), ())
    return parse(f"({y.source}) + (1 / (1 + 1 + 1 + 1 + 1 + 1 + 1 + 1))", y.names)


def _scale_changes(scale: Scale) -> Iterator[tuple[str, str, Scale]]:
    """Flip and move the edges between the tiers of a scale; take its rounding away."""
    for one, two in pairwise(rising(scale)):
        edge = two.span.low
        if edge is None or one.span.is_point:
            continue
        text = as_text(edge)
        flipped = _tiers(
            scale,
            replace(one, span=replace(one.span, high_closed=not one.span.high_closed)),
            replace(two, span=replace(two.span, low_closed=not two.span.low_closed)),
        )
        yield "flip", text, flipped
        hair = PERCENT_HAIR if "%" in two.spelled else HAIR
        step = max(hair, scale.rounding.rounding.step) if scale.rounding else hair
        for by in (step, -step):
            moved = edge + by
            yield (
                "move",
                f"{text} {'+' if by > 0 else '-'}",
                _tiers(
                    scale,
                    replace(one, span=replace(one.span, high=moved)),
                    replace(two, span=replace(two.span, low=moved)),
                ),
            )
    if scale.rounding:
        yield "round", scale.id, replace(scale, rounding=None)


def _tiers(scale: Scale, *new: Tier) -> Scale:
    by_id = {tier.id: tier for tier in new}
    return replace(scale, tiers=tuple(by_id.get(tier.id, tier) for tier in scale.tiers))
