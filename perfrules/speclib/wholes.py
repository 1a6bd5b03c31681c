"""Building what is said of a whole form: total, grade, rows that do not apply, checks."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from perfrules.documents import Entries, Node
from perfrules.documents import texts as plain
from perfrules.findings import Severity
from perfrules.model.checks import RowCheck
from perfrules.model.spec import Ceiling, Check, Group, Inapplicable, InapplicableRule
from perfrules.rules.tree import Basis, Input, Rule, Scale, Tier
from perfrules.speclib.notices import Notices
from perfrules.speclib.rules import TOTAL, RuleBuilder
from perfrules.speclib.scales import rising_order
from perfrules.speclib.spans import GAP, parse_span, tiling_faults
from perfrules.speclib.tree import Malformed, child, entries, items, named, text
from perfrules.values import Span, as_text

WRONG_SUM = "PR016"
NO_TOTAL_HERE = "PR040"
OWN_CHECK = "PR322"

SILENT = "silent"
"""The severity of a check whose findings are left out."""


class Wholes:
    """Builds what a spec says of the whole form."""

    def __init__(self, notices: Notices, builder: RuleBuilder) -> None:
        self.notices = notices
        self.tree = notices.tree
        self.builder = builder
        self.scales = builder.scales

    def check_excerpt(self) -> None:
        """An excerpt has neither total nor grade: the rest of its rules is not known."""
        if child(self.tree, "excerpt") is None:
            return
        for name in ("total", "grade"):
            if (node := child(self.tree, name)) is not None:
                self.notices.notice(NO_TOTAL_HERE, node.where, name=name)

    def total(self) -> tuple[Rule | None, Fraction | None]:
        """Return how lines become the total, and the points of the whole form."""
        node = child(self.tree, "total")
        if node is None:
            return None, None
        rule = self.builder.rule(entries(node), "total", TOTAL, required=True)
        return rule, self.notices.number(child(entries(node), "weight"))

    def check_weights(self, groups: Sequence[Group], weight: Fraction | None) -> None:
        """Tell when the groups' weights do not make the total's."""
        made = sum((group.weight for group in groups), Fraction(0))
        node = child(self.tree, "groups")
        whole = node and len(groups) == len(getattr(node, "items", ()))
        if node and whole and weight is not None and made != weight:
            self.notices.notice(WRONG_SUM, node.where, sum=as_text(made), total=as_text(weight))

    def grade(self, weight: Fraction | None) -> tuple[Scale | None, Basis]:
        """Return the scale in which the total is spoken; it must hold every total."""
        node = child(self.tree, "grade")
        if node is None:
            return None, Basis()
        basis = self.notices.basis(entries(node), "grade")
        says = child(entries(node), "says")
        scale = self.scales.get(text(says))
        if scale is None:
            assert says is not None
            self.notices.missing(says.where, "scale", text(says), self.scales)
            return None, basis
        rising = sorted(scale.tiers, key=rising_order)
        domain = Span(low=Fraction(0), high=weight)
        spans = [parse_span(str(tier.span)) for tier in rising]
        for fault in tiling_faults(spans, domain, {}):
            if fault.code == GAP and not fault.params["one"]:
                self.notices.fault(fault, node.where)
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
            self.notices.missing(node.where, "input", text(of), inputs)
            raise Malformed
        for label in asked.labels:
            if label not in steps.entries:
                self.notices.notice(GAP, steps.where, point=label, one="", two="")
        best = {label: self._best(value, scale) for label, _, value in named(steps)}
        for label, where in steps.keys.items():
            if label not in asked.labels:
                self.notices.missing(where, "label", label, dict.fromkeys(asked.labels))
        basis = self.notices.basis(entries(node), "grade/ceiling")
        return Ceiling(of=asked.id, best=best, basis=basis)

    def _best(self, value: Node, scale: Scale) -> Tier | None:
        tiers = {tier.id: tier for tier in scale.tiers}
        if text(value) not in tiers:
            self.notices.missing(value.where, "tier", text(value), tiers)
            return None
        return tiers[text(value)]

    def inapplicable(self) -> InapplicableRule | None:
        """Return what becomes of rows that do not apply."""
        node = child(self.tree, "not_applicable")
        if node is None:
            return None
        take = text(child(entries(node), "take"))
        if take not in list(Inapplicable):
            raise Malformed
        basis = self.notices.basis(entries(node), "not_applicable")
        return InapplicableRule(take=Inapplicable(take), basis=basis)

    def repeats(self) -> Basis | None:
        """Return why a phrase that repeats its target takes the top tier, if it does."""
        node = child(self.tree, "repeats")
        if node is None:
            return None
        takes = text(child(entries(node), "takes"))
        tops = {scale.tiers[0].id: scale for scale in self.scales.values() if scale.tiers}
        if takes not in tops:
            self.notices.missing(node.where, "tier", takes, tops)
        return self.notices.basis(entries(node), "repeats")

    def checks(self, severities: Mapping[str, Severity]) -> dict[str, Check]:
        """Return how the spec sets checks of the catalogue."""
        checks: dict[str, Check] = {}
        for code, where, value in named(child(self.tree, "checks")):
            with self.notices.part(where):
                node = entries(value)
                if code not in severities:
                    self.notices.missing(where, "check", code, severities)
                severity, beyond = self._severity(node), child(node, "beyond")
                tolerance = child(node, "tolerance")
                checks[code] = Check(
                    severity=Severity(severity) if severity not in (None, SILENT) else None,
                    silent=severity == SILENT,
                    tolerance=self.notices.number(tolerance) if tolerance else Fraction(0),
                    beyond=self.notices.number(beyond) if beyond else None,
                    basis=self.notices.basis(node, f"checks/{code}"),
                )
        return checks

    def _severity(self, node: Entries) -> str | None:
        severity = child(node, "severity")
        return text(severity) if severity else None

    def own_checks(self) -> Iterator[RowCheck]:
        """Yield the checks that the spec adds, in the shape of the catalogue's."""
        for name, where, value in named(child(self.tree, "own_checks")):
            with self.notices.part(where):
                node = entries(value)
                self.notices.basis(node, f"own_checks/{name}")
                message = entries(child(node, "message"))
                sentences = {lang: text(said) for lang, _, said in named(message)}
                yield RowCheck.from_document(
                    OWN_CHECK,
                    [plain(row) for row in items(child(node, "rows"))],
                    severity=Severity(text(child(node, "severity"))),
                    params={"check": name, **sentences},
                )
