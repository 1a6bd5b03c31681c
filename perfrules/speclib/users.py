"""Building what applies the rules: rows, groups, total, grade, checks."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from perfrules.documents import Entries, Node
from perfrules.findings import Severity
from perfrules.formula import parse
from perfrules.model.quantity import Kind, Sign
from perfrules.model.spec import (
    Basis,
    Check,
    Group,
    NamedRounding,
    RowEntry,
    Rule,
    Scale,
    When,
)
from perfrules.speclib.notices import TWICE, Notices
from perfrules.speclib.scales import rising_order
from perfrules.speclib.spans import GAP, parse_span, tiling_faults
from perfrules.speclib.tree import Malformed, child, entries, is_true, items, named, text, texts
from perfrules.values import Span, as_text

WRONG_SUM = "PR016"
NEVER_REACHED = "PR023"
UNUSED_RULE = "PR034"

LISTS = frozenset({"points", "weight"})
"""What the total may read: a number for each line."""


class Users:
    """Builds the parts that use rules and scales by name, and remembers which were used."""

    def __init__(
        self,
        notices: Notices,
        roundings: Mapping[str, NamedRounding],
        scales: Mapping[str, Scale],
        rules: Mapping[str, Rule],
    ) -> None:
        self.notices = notices
        self.tree = notices.tree
        self.roundings = roundings
        self.scales = scales
        self.rules = rules
        self.used: set[str] = set()

    def use(self, node: Node | None) -> Rule:
        name = text(node)
        assert node is not None
        rules = entries(child(self.tree, "rules")).entries
        if name not in rules:
            self.notices.missing(node.where, "rule", name, rules)
        self.used.add(name)
        if name not in self.rules:
            raise Malformed
        return self.rules[name]

    def scale(self, node: Node | None) -> Scale:
        """Return the scale that *node* names."""
        name = text(node)
        assert node is not None
        if name not in self.scales:
            self.notices.missing(node.where, "scale", name, self.scales)
            raise Malformed
        return self.scales[name]

    def row_entries(self) -> Iterator[RowEntry]:
        earlier: list[When] = []
        seen: set[str] = set()
        for item in items(child(self.tree, "rows")):
            with self.notices.part(item.where):
                node = entries(item)
                id_ = self.new_id(node, seen)
                when = self.when(entries(child(node, "when")))
                if any(_covers(one, when) for one in earlier):
                    self.notices.notice(NEVER_REACHED, item.where, name=id_)
                earlier.append(when)
                yield RowEntry(
                    id=id_,
                    when=when,
                    rule=self.use(child(node, "use")),
                    kind=text(child(node, "kind")),
                    basis=self.notices.basis(node, f"rows/{id_}"),
                )

    def new_id(self, node: Entries, seen: set[str]) -> str:
        """Return the id of an entry, and tell if it was seen before."""
        id_ = text(child(node, "id"))
        if id_ in seen:
            self.notices.notice(TWICE, node.where, name=id_)
        seen.add(id_)
        return id_

    def when(self, node: Entries) -> When:
        def words(name: str, allowed: Sequence[str] | None = None) -> tuple[str, ...]:
            found = texts(child(node, name))
            for word in found:
                if allowed is not None and word not in allowed:
                    where = node.entries[name].where
                    self.notices.missing(where, name, word, dict.fromkeys(allowed))
            return tuple(w for w in found if allowed is None or w in allowed)

        groups = [
            text(child(g, "id"))
            for g in items(child(self.tree, "groups"))
            if isinstance(g, Entries) and "id" in g.entries
        ]
        return When(
            sign=tuple(map(Sign, words("sign", [*Sign]))),
            kind=tuple(map(Kind, words("kind", [*Kind]))),
            group=words("group", groups),
            level2=words("level2"),
            name=words("name"),
        )

    def group_list(self) -> Iterator[Group]:
        seen: set[str] = set()
        for item in items(child(self.tree, "groups")):
            with self.notices.part(item.where):
                node = entries(item)
                id_ = self.new_id(node, seen)
                use = child(node, "use")
                kind = child(node, "kind")
                yield Group(
                    id=id_,
                    label=text(child(node, "label")),
                    weight=self.notices.number(child(node, "weight")),
                    fixed=is_true(child(node, "fixed")),
                    captions=texts(child(node, "captions")),
                    rule=self.use(use) if use else None,
                    kind=text(kind) if kind else "other",
                    basis=self.notices.basis(node, f"groups/{id_}"),
                )

    def total(self) -> tuple[Rule, Fraction]:
        node = entries(child(self.tree, "total"))
        value, bounds = child(node, "value"), child(node, "bounds")
        if value is None:
            raise Malformed
        with self.notices.part(value.where):
            rule = Rule(
                path="total",
                shape=parse(text(value), (), LISTS),
                bounds=parse_span(text(bounds)) if bounds else None,
                rounding=self.rounding(child(node, "round")),
                basis=self.notices.basis(node, "total"),
            )
            return rule, self.notices.number(child(node, "weight"))
        raise Malformed

    def rounding(self, name: Node | None) -> NamedRounding | None:
        if name is None:
            return None
        if text(name) not in self.roundings:
            self.notices.missing(name.where, "rounding", text(name), self.roundings)
            raise Malformed
        return self.roundings[text(name)]

    def check_weights(self, groups: Sequence[Group], weight: Fraction) -> None:
        made = sum((group.weight for group in groups), Fraction(0))
        node = child(self.tree, "groups")
        if made != weight and node and len(groups) == len(items(node)):
            self.notices.notice(WRONG_SUM, node.where, sum=as_text(made), total=as_text(weight))

    def grade(self, weight: Fraction) -> tuple[Scale | None, Basis]:
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

    def repeats(self) -> Basis | None:
        node = child(self.tree, "repeats")
        if node is None:
            return None
        takes = text(child(entries(node), "takes"))
        tops = {scale.tiers[0].id: scale for scale in self.scales.values() if scale.tiers}
        if takes not in tops:
            self.notices.missing(node.where, "tier", takes, tops)
        return self.notices.basis(entries(node), "repeats")

    def checks(self, severities: Mapping[str, Severity]) -> dict[str, Check]:
        checks: dict[str, Check] = {}
        for code, where, value in named(child(self.tree, "checks")):
            with self.notices.part(where):
                node = entries(value)
                if code not in severities:
                    self.notices.missing(where, "check", code, severities)
                severity, beyond = child(node, "severity"), child(node, "beyond")
                tolerance = child(node, "tolerance")
                checks[code] = Check(
                    severity=Severity(text(severity)) if severity else None,
                    tolerance=self.notices.number(tolerance) if tolerance else Fraction(0),
                    beyond=self.notices.number(beyond) if beyond else None,
                    basis=self.notices.basis(node, f"checks/{code}"),
                )
        return checks

    def check_rules_used(self) -> None:
        mapping = entries(child(self.tree, "rules"))
        for name, where in mapping.keys.items():
            if name not in self.used:
                self.notices.notice(UNUSED_RULE, where, name=name)


def _covers(one: When, two: When) -> bool:
    """Tell whether every row that fits *two* fits *one*."""
    pairs = (
        (one.sign, two.sign),
        (one.kind, two.kind),
        (one.group, two.group),
        (one.level2, two.level2),
        (one.name, two.name),
    )
    return all(not broad or (narrow and set(narrow) <= set(broad)) for broad, narrow in pairs)
