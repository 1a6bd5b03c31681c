"""Examples: cases with their results, run by the engine whenever a spec is loaded."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from perfrules.documents import Entries, Items, Node
from perfrules.engine import outcome
from perfrules.findings import Code, Where
from perfrules.model.card import Ranged, Scored
from perfrules.model.spec import Ceiling, Example, Group, RowEntry
from perfrules.rules.tree import Rule, Scale
from perfrules.speclib.build.assignments import AssignmentBuilder
from perfrules.speclib.build.diagnostics import Diagnostics
from perfrules.speclib.build.spans import parse_span
from perfrules.speclib.nodes import Malformed, child, entries, is_true, items, named, text
from perfrules.values import Rounding, Span, exact

Placed = tuple[Example, Where]


def examples(
    diagnostics: Diagnostics,
    assignments: AssignmentBuilder,
    *,
    rows: Sequence[RowEntry],
    groups: Sequence[Group],
    total: Rule | None,
) -> list[Placed]:
    """Build the examples, each with its place."""
    parts = _Parts(diagnostics, assignments, rows, groups, total)
    seen: set[str] = set()
    built: list[Placed] = []
    for item in items(child(diagnostics.tree, "examples")):
        with diagnostics.part(item.where):
            node = entries(item)
            id_ = text(child(node, "id"))
            if id_ in seen:
                diagnostics.report(Code.NAME_USED_TWICE, item.where, name=id_)
            seen.add(id_)
            built.append((parts.example(id_, node), item.where))
    return built


class _Parts:
    """The parts of a spec that an example can be about."""

    def __init__(
        self,
        diagnostics: Diagnostics,
        assignments: AssignmentBuilder,
        rows: Sequence[RowEntry],
        groups: Sequence[Group],
        total: Rule | None,
    ) -> None:
        self.diagnostics = diagnostics
        self.assignments = assignments
        self.rows = {row.id: row.rule for row in rows}
        self.groups = {group.id: group.rule or group.over for group in groups}
        self.whole = total

    def example(self, id_: str, node: Entries) -> Example:
        scale, points, label = (child(node, name) for name in ("scale", "points", "label"))
        part, rule = self.subject(node)
        return Example(
            id=id_,
            part=part,
            rule=rule,
            scale=self.assignments.scale(scale) if scale else None,
            given={name: _value(value) for name, _, value in named(child(node, "given"))},
            points=parse_span(text(points)).at({}) if points else None,
            label=text(label) if label else None,
            unscored=is_true(child(node, "unscored")),
        )

    def subject(self, node: Entries) -> tuple[str, Rule | None]:
        """Return the path of what an example is about, and its rule if it is one."""
        if (scale := child(node, "scale")) is not None:
            return f"scales/{text(scale)}", None
        if (rule := child(node, "rule")) is not None:
            return f"rules/{text(rule)}", self.assignments.use(rule)
        for name, known in (("row", self.rows), ("group", self.groups)):
            if (id_ := child(node, name)) is not None:
                found = known.get(text(id_))
                if found is None:
                    self.diagnostics.missing(id_.where, name, text(id_), known)
                    raise Malformed
                return f"{name}s/{text(id_)}", found
        if self.whole is None:
            self.diagnostics.missing(node.where, "rule", "total", {})
            raise Malformed
        return "total", self.whole


def _value(node: Node) -> Fraction | str | tuple[Fraction, ...]:
    if isinstance(node, Items):
        return tuple(exact(text(item)) for item in node.items)
    try:
        return exact(text(node))
    except ValueError:
        return text(node)


def run_examples(
    diagnostics: Diagnostics,
    placed: Sequence[Placed],
    grid: Rounding,
    ceiling: Ceiling | None = None,
) -> None:
    """Run the examples and report those that give something else than they say."""
    for example, where in placed:
        got = gives(example, grid, where, ceiling)
        want = wants(example)
        if got != want:
            diagnostics.report(Code.EXAMPLE_FAILS, where, name=example.id, want=want, got=got)


def wants(example: Example) -> str:
    """Return what an example says should come out; nothing where it is unscored."""
    return example.label or ("" if example.unscored else str(example.points))


def gives(example: Example, grid: Rounding, where: Where, ceiling: Ceiling | None = None) -> str:
    """Return what comes out of an example."""
    if example.scale:
        return _spoken(example, example.scale, ceiling)
    return _computed(example, grid, where)


def _spoken(example: Example, scale: Scale, ceiling: Ceiling | None) -> str:
    value = example.given.get("value")
    tier = scale.of(value) if isinstance(value, Fraction) else None
    best = ceiling.best.get(str(example.given.get(ceiling.of))) if ceiling else None
    if tier and best and scale.tiers.index(tier) < scale.tiers.index(best):
        tier = best
    return tier.label if tier else ""


def _computed(example: Example, grid: Rounding, where: Where) -> str:
    assert example.rule is not None
    names: dict[str, Any] = {"weight": Fraction(0), **example.given}
    match outcome(example.rule, names, grid=grid, where=where):
        case Scored(points=points):
            return str(Span.point(points))
        case Ranged() as ranged:
            return str(ranged.span)
        case _:
            return ""
