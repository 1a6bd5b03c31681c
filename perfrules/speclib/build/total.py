"""Building what is said of a whole form: total, grade and its ceiling."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from perfrules.documents import Node
from perfrules.findings import Code
from perfrules.model.spec import Ceiling, Group
from perfrules.rules.tree import Basis, Input, Rule, Scale, Tier
from perfrules.speclib.build.diagnostics import Diagnostics
from perfrules.speclib.build.rules import TOTAL_SETTING, RuleBuilder
from perfrules.speclib.build.scales import rising_order
from perfrules.speclib.build.spans import parse_span, tiling_faults
from perfrules.speclib.nodes import Malformed, child, entries, named, text
from perfrules.values import Span, as_text


class TotalBuilder:
    """Builds how lines become a total, and how the total is spoken."""

    def __init__(self, diagnostics: Diagnostics, builder: RuleBuilder) -> None:
        self.diagnostics = diagnostics
        self.tree = diagnostics.tree
        self.builder = builder
        self.scales = builder.scales

    def check_excerpt(self) -> None:
        """An excerpt has neither total nor grade: the rest of its rules is not known."""
        if child(self.tree, "excerpt") is None:
            return
        for name in ("total", "grade"):
            if (node := child(self.tree, name)) is not None:
                self.diagnostics.report(Code.EXCERPT_WITH_TOTAL, node.where, name=name)

    def total(self) -> tuple[Rule | None, Fraction | None]:
        """Return how lines become the total, and the points of the whole form."""
        node = child(self.tree, "total")
        if node is None:
            return None, None
        rule = self.builder.rule(entries(node), "total", TOTAL_SETTING, required=True)
        return rule, self.diagnostics.number(child(entries(node), "weight"))

    def check_weights(self, groups: Sequence[Group], weight: Fraction | None) -> None:
        """Report group weights that do not add up to the weight of the total."""
        made = sum((group.weight for group in groups), Fraction(0))
        node = child(self.tree, "groups")
        whole = node and len(groups) == len(getattr(node, "items", ()))
        if node and whole and weight is not None and made != weight:
            self.diagnostics.report(
                Code.GROUPS_NOT_TOTAL, node.where, sum=as_text(made), total=as_text(weight)
            )

    def grade(self, weight: Fraction | None) -> tuple[Scale | None, Basis]:
        """Return the scale in which the total is spoken; it must hold every total."""
        node = child(self.tree, "grade")
        if node is None:
            return None, Basis()
        basis = self.diagnostics.basis(entries(node), "grade")
        says = child(entries(node), "says")
        scale = self.scales.get(text(says))
        if scale is None:
            assert says is not None
            self.diagnostics.missing(says.where, "scale", text(says), self.scales)
            return None, basis
        rising = sorted(scale.tiers, key=rising_order)
        domain = Span(low=Fraction(0), high=weight)
        spans = [parse_span(str(tier.span)) for tier in rising]
        for fault in tiling_faults(spans, domain, {}):
            if fault.code == Code.SPAN_GAP and not fault.params["one"]:
                self.diagnostics.fault(fault, node.where)
        return scale, basis

    def ceiling(self, scale: Scale | None, inputs: Mapping[str, Input]) -> Ceiling | None:
        """Return how an input limits the grade."""
        grade = child(self.tree, "grade")
        node = child(entries(grade), "ceiling") if grade else None
        if node is None or scale is None:
            return None
        of, steps = child(entries(node), "of"), entries(child(entries(node), "steps"))
        asked = inputs.get(text(of))
        if asked is None or not asked.labels:
            self.diagnostics.missing(node.where, "input", text(of), inputs)
            raise Malformed
        for label in asked.labels:
            if label not in steps.entries:
                self.diagnostics.report(Code.SPAN_GAP, steps.where, point=label, one="", two="")
        best = {label: self._best(value, scale) for label, _, value in named(steps)}
        for label, where in steps.keys.items():
            if label not in asked.labels:
                self.diagnostics.missing(where, "label", label, dict.fromkeys(asked.labels))
        basis = self.diagnostics.basis(entries(node), "grade/ceiling")
        return Ceiling(of=asked.id, best=best, basis=basis)

    def _best(self, value: Node, scale: Scale) -> Tier | None:
        tiers = {tier.id: tier for tier in scale.tiers}
        if text(value) not in tiers:
            self.diagnostics.missing(value.where, "tier", text(value), tiers)
            return None
        return tiers[text(value)]
