"""Walking a rule and what is inside it; the same rule with one part changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from perfrules.model.spec import Spec
from perfrules.rules.tree import EdgeSpan, Rule, Step, Steps
from perfrules.values import Span


def whole_rules(spec: Spec) -> dict[str, Rule]:
    """Return all rules of a spec that are not part of another, by path."""
    found = [*spec.rules.values(), *(row.rule for row in spec.rows)]
    found += [rule for group in spec.groups for rule in (group.rule, group.over) if rule]
    found += [spec.total] if spec.total else []
    return {rule.path: rule for rule in found}


@dataclass(frozen=True, slots=True)
class Guard:
    """A part of a rule is only reached where the number *name* lies in *span*."""

    name: str
    span: EdgeSpan | Span

    def lets_pass(self, names: Mapping[str, Any]) -> bool:
        """Tell whether these values get to the part."""
        span = self.span.at(names) if isinstance(self.span, EdgeSpan) else self.span
        return names[self.name] in span


Guards = tuple[Guard, ...]


def inside(rule: Rule, guards: Guards = ()) -> Iterator[tuple[Rule, Guards]]:
    """Yield a rule and what is inside it, each with what must hold for it to be reached."""
    yield rule, guards
    within = (*guards, *(Guard(name, span) for name, span in rule.needs.items()))
    for inner in rule.lets.values():
        yield from inside(inner, within)
    if isinstance(rule.shape, Steps):
        for step in rule.shape.steps:
            own = (Guard(rule.shape.of, step.key),) if isinstance(step.key, EdgeSpan) else ()
            yield from inside(step.rule, (*within, *own))


def changed(rule: Rule, old: Rule, new: Rule) -> Rule:
    """Return *rule* with its part *old*, the very one, replaced by *new*."""
    if rule is old:
        return new
    lets: Mapping[str, Rule] = {name: changed(inner, old, new) for name, inner in rule.lets.items()}
    shape = rule.shape
    if isinstance(shape, Steps):
        steps = tuple(Step(key=s.key, rule=changed(s.rule, old, new)) for s in shape.steps)
        shape = Steps(of=shape.of, steps=steps)
    return replace(rule, lets=lets, shape=shape)


def spans_of(steps: Steps) -> list[tuple[EdgeSpan, Rule]]:
    """Return the spans of steps that decide by a number; none where they decide by a label."""
    return [(s.key, s.rule) for s in steps.steps if isinstance(s.key, EdgeSpan)]
