"""
The one walk over the rule tree: what is inside a rule, and what it reads.

Whoever wants to know something of a whole rule asks here; nobody else descends into one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, assert_never

from perfrules.rules.formula import Formula
from perfrules.rules.tree import (
    LABEL,
    Choice,
    EdgeSpan,
    Interpolation,
    Pick,
    Rule,
    Scale,
    Shape,
    Step,
    Steps,
)
from perfrules.values import Span


def children(rule: Rule) -> Iterator[Rule]:
    """Yield the rules directly inside a rule: its named steps on the way, then its branches."""
    yield from rule.lets.values()
    if isinstance(rule.shape, Steps):
        for step in rule.shape.steps:
            yield step.rule


def walk(rule: Rule) -> Iterator[Rule]:
    """Yield a rule and every rule inside it, the outer ones first."""
    yield rule
    for child in children(rule):
        yield from walk(child)


def rewrite(rule: Rule, change: Callable[[Rule], Rule]) -> Rule:
    """Return the rule with *change* applied to it and to all inside it, the inner ones first."""
    shape = rule.shape
    if isinstance(shape, Steps):
        steps = tuple(Step(key=s.key, rule=rewrite(s.rule, change)) for s in shape.steps)
        shape = replace(shape, steps=steps)
    lets = {name: rewrite(inner, change) for name, inner in rule.lets.items()}
    return change(replace(rule, lets=lets, shape=shape))


def replaced(rule: Rule, old: Rule, new: Rule) -> Rule:
    """Return the rule with its part *old*, that very object, replaced by *new*."""
    if rule is old:
        return new
    shape = rule.shape
    if isinstance(shape, Steps):
        steps = tuple(Step(key=s.key, rule=replaced(s.rule, old, new)) for s in shape.steps)
        shape = replace(shape, steps=steps)
    lets = {name: replaced(inner, old, new) for name, inner in rule.lets.items()}
    return replace(rule, lets=lets, shape=shape)


def expressions(rule: Rule) -> Iterator[Formula]:
    """Yield every formula that a rule itself evaluates: value, keys, knots, edges, bounds."""
    yield from _shape_expressions(rule.shape)
    if rule.bounds is not None:
        yield from rule.bounds.edges


def _shape_expressions(shape: Shape) -> Iterator[Formula]:
    match shape:
        case Formula():
            yield shape
        case Steps():
            for key in edge_keys(shape):
                yield from key.edges
        case Interpolation(points=points):
            yield from chain.from_iterable(points)
        case Choice(span=span):
            yield from span.edges
        case Pick():
            return
        case _ as never:
            assert_never(never)


def edge_keys(steps: Steps) -> tuple[EdgeSpan, ...]:
    """Return the spans that decide between steps; none where labels decide."""
    return tuple(step.key for step in steps.steps if isinstance(step.key, EdgeSpan))


def subject(shape: Shape) -> str | None:
    """Return the name whose value a shape looks up: that of steps, a line or a scale."""
    match shape:
        case Steps(of=of) | Interpolation(of=of):
            return of
        case Pick():
            return LABEL
        case Formula() | Choice():
            return None
        case _ as never:
            assert_never(never)


def free_names(rule: Rule) -> frozenset[str]:
    """
    Return the names that a rule, or anything inside it, reads from outside.

    A rule's *needs* are checked before its own names are there; each named step on the way
    sees the given numbers and the steps before it.
    """
    bound = set(rule.given)
    free = set(rule.needs)
    for name, inner in rule.lets.items():
        free |= free_names(inner) - bound
        bound.add(name)
    inside = _own_names(rule).union(*map(free_names, _branches(rule)))
    return frozenset(free | (inside - bound))


def _own_names(rule: Rule) -> set[str]:
    names = {name for formula in expressions(rule) for name in formula.names}
    looked_up = subject(rule.shape)
    return names if looked_up is None else names | {looked_up}


def _branches(rule: Rule) -> Iterator[Rule]:
    return (step.rule for step in rule.shape.steps) if isinstance(rule.shape, Steps) else iter(())


@dataclass(frozen=True, slots=True)
class ChoicePoint:
    """A place in a rule where a person decides: in the tier of a scale, or in a span."""

    path: str
    shape: Pick | Choice


def choice_points(rule: Rule) -> tuple[ChoicePoint, ...]:
    """Return where a rule leaves the value to a person, in the order of the spec."""
    return tuple(
        ChoicePoint(part.path, part.shape)
        for part in walk(rule)
        if isinstance(part.shape, Pick | Choice)
    )


def first_scale(rule: Rule) -> Scale | None:
    """Return the scale that a rule picks from; the first, where there are several."""
    picks = (point.shape for point in choice_points(rule) if isinstance(point.shape, Pick))
    return next((pick.scale for pick in picks), None)


Condition = tuple[str, EdgeSpan | str]
"""A name, and the span or label that its value must have."""
Leaf = tuple[Rule, tuple[Condition, ...]]


def leaves(rule: Rule, conditions: tuple[Condition, ...] = ()) -> Iterator[Leaf]:
    """Yield the rules that no steps divide further, each with the conditions that lead to it."""
    if not isinstance(rule.shape, Steps):
        yield rule, conditions
        return
    for step in rule.shape.steps:
        yield from leaves(step.rule, (*conditions, (rule.shape.of, step.key)))


@dataclass(frozen=True, slots=True)
class Guard:
    """A part of a rule is only reached where the number *name* lies in *span*."""

    name: str
    span: EdgeSpan | Span

    def lets_pass(self, names: Mapping[str, Any]) -> bool:
        """Return whether these values get to the part."""
        span = self.span.at(names) if isinstance(self.span, EdgeSpan) else self.span
        return names[self.name] in span


Guards = tuple[Guard, ...]


def guarded(rule: Rule, guards: Guards = ()) -> Iterator[tuple[Rule, Guards]]:
    """Yield a rule and what is inside it, each with what must hold for it to be reached."""
    yield rule, guards
    within = (*guards, *(Guard(name, span) for name, span in rule.needs.items()))
    for inner in rule.lets.values():
        yield from guarded(inner, within)
    if isinstance(rule.shape, Steps):
        for step in rule.shape.steps:
            own = (Guard(rule.shape.of, step.key),) if isinstance(step.key, EdgeSpan) else ()
            yield from guarded(step.rule, (*within, *own))
