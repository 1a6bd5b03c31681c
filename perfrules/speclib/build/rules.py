"""Building rules: one shape, its dressings, and the proof that steps tile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from perfrules.documents import Entries, Node, Scalar
from perfrules.findings import Code, Where
from perfrules.rules import signature
from perfrules.rules.formula import Formula, parse
from perfrules.rules.signature import Signature, Unit, labels, lists, numbers
from perfrules.rules.tree import (
    Choice,
    EdgeSpan,
    Input,
    Interpolation,
    NamedRounding,
    Pick,
    Rule,
    Scale,
    Shape,
    Step,
    Steps,
)
from perfrules.rules.walk import free_names
from perfrules.speclib.build.diagnostics import Diagnostics
from perfrules.speclib.build.spans import is_span, number, parse_span, tiling_faults
from perfrules.speclib.nodes import Malformed, child, entries, items, named, text
from perfrules.values import Span

FROM_FORM = numbers(signature.ROW) | numbers(signature.MONEY)
"""Names with a value on the form, so that asking for one that is not read is a mistake."""

SHAPES = ("value", "steps", "line", "pick")

SHARE = "share"
TYPES = (SHARE, "points", "days", "number")
"""What a rule asks of the numbers that each row or group gives; a share is written with %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a rule is built in: the names it may read and what is known of them."""

    known: frozenset[str]
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    domains: Mapping[str, Span] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()

    def narrowed(self, name: str, span: Span) -> "Setting":
        """Return the setting of a step that is only reached where *name* lies in *span*."""
        domains = {**self.domains, name: self.domains.get(name, Span()) & span}
        return replace(self, domains=domains)

    def asking(self, inputs: Mapping[str, Input]) -> "Setting":
        """Return the setting with the inputs that the spec asks for."""
        numbers = {name: one.span for name, one in inputs.items() if not one.labels}
        labels = {name: one.labels for name, one in inputs.items() if one.labels}
        return replace(
            self,
            known=self.known | numbers.keys(),
            labels={**self.labels, **labels},
            domains={**self.domains, **numbers},
        )


def setting_of(names: Signature) -> Setting:
    """Return what a rule is built in: a signature of names, and nothing known of them yet."""
    return Setting(known=numbers(names), labels=labels(names), lists=lists(names))


ROW_SETTING = setting_of(signature.ROW)
MONEY_SETTING = setting_of(signature.MONEY)
GROUP_SETTING = setting_of(signature.GROUP)
TOTAL_SETTING = setting_of(signature.TOTAL)


def rules(diagnostics: Diagnostics, builder: "RuleBuilder") -> dict[str, Rule]:
    """
    Build the rules by name; one with a part that cannot be built is left out.

    A rule whose numbers are given by its users is built once for each of them.
    """
    settings = dict(_settings_by_use(diagnostics))
    built: dict[str, Rule] = {}
    for name, where, node in named(child(diagnostics.tree, "rules")):
        skipped = diagnostics.skipped
        with diagnostics.part(where):
            if is_template(node):
                continue
            rule = builder.rule(
                node, f"rules/{name}", settings.get(name, ROW_SETTING), required=True
            )
            if diagnostics.skipped == skipped:
                built[name] = rule
    return built


def is_template(node: Node) -> bool:
    """Return whether a rule leaves numbers to the rows and groups that use it."""
    given = child(node, "given") if isinstance(node, Entries) else None
    return any(isinstance(value, Scalar) and value.text in TYPES for _, _, value in named(given))


def _settings_by_use(diagnostics: Diagnostics) -> Iterator[tuple[str, Setting]]:
    """Yield what the rules of groups are built in: over money, or over the points of rows."""
    for group in items(child(diagnostics.tree, "groups")):
        use = child(group, "use") if isinstance(group, Entries) else None
        if isinstance(use, Scalar):
            assert isinstance(group, Entries)
            yield use.text, group_setting(group)


def group_setting(group: Entries) -> Setting:
    """Return what a group's rule is built in."""
    return GROUP_SETTING if "captions" in group.entries else MONEY_SETTING


class RuleBuilder:
    """Builds rules and the rules inside them."""

    def __init__(
        self,
        diagnostics: Diagnostics,
        roundings: Mapping[str, NamedRounding],
        scales: Mapping[str, Scale],
        inputs: Mapping[str, Input],
    ) -> None:
        self.diagnostics = diagnostics
        self.roundings = roundings
        self.scales = scales
        self.inputs = inputs

    def rule(
        self,
        node: Node,
        path: str,
        setting: Setting,
        *,
        required: bool = False,
        values: Entries | None = None,
    ) -> Rule:
        """
        Build a rule of the spec.

        Args:
            node: the rule.
            path: its place in the spec.
            setting: what it may read, in addition to the spec's inputs.
            required: whether it must say what it rests on.
            values: what its user gives for the numbers that it leaves open.
        """
        return self.inner(node, path, setting.asking(self.inputs), required=required, values=values)

    def inner(
        self,
        node: Node,
        path: str,
        setting: Setting,
        *,
        required: bool = False,
        values: Entries | None = None,
    ) -> Rule:
        """Build a rule; a scalar is a rule that is only a formula, or a choice in a span."""
        if isinstance(node, Scalar):
            return Rule(path=path, shape=self.plain_shape(node, setting))
        mapping, skipped = entries(node), self.diagnostics.skipped
        given = dict(self.given(mapping, values))
        needs = self.needs(mapping, setting)
        inner = replace(
            setting,
            known=setting.known | given.keys(),
            domains={
                **setting.domains,
                **{name: Span.point(value) for name, value in given.items()},
                **{n: setting.domains.get(n, Span()) & span for n, span in needs.items()},
            },
        )
        lets, inner = self.lets(mapping, path, inner)
        rule = Rule(
            path=path,
            shape=self.shape(mapping, path, inner),
            lets=lets,
            given=given,
            needs=needs,
            bounds=self.bounds(mapping, inner),
            rounding=self.rounding(mapping),
            basis=self.diagnostics.basis(mapping, path, required=required),
            units=dict(_given_units(mapping)),
            in_percent=_says_percent(mapping) or (values is not None and _says_percent(values)),
        )
        if self.diagnostics.skipped == skipped:
            self.check_names_used(rule, mapping)
        return rule

    def plain_shape(self, node: Node, setting: Setting) -> Shape:
        source = text(node)
        if is_span(source):
            return Choice(span=parse_span(source, setting.known))
        return parse(source, setting.known, setting.lists)

    def given(self, node: Entries, values: Entries | None) -> Iterator[tuple[str, Fraction]]:
        """Yield the named numbers of a rule; those that it leaves open are its user's."""
        open_ = {}
        for name, where, value in named(child(node, "given")):
            if text(value) in TYPES:
                open_[name] = text(value)
            else:
                with self.diagnostics.part(where):
                    yield name, self.diagnostics.number(value)
        offered = values.entries if values else {}
        for name, where, _ in named(values):
            if name not in open_:
                self.diagnostics.missing(where, "given", name, open_)
        for name, sort in open_.items():
            value_ = offered.get(name)
            share = value_ is not None and text(value_).endswith("%")
            if value_ is None or share != (sort == SHARE):
                where = (value_ or values or node).where
                self.diagnostics.report(Code.WRONG_PARAMETERS, where, name=name, sort=sort)
                raise Malformed
            yield name, self.diagnostics.number(value_)

    def needs(self, node: Entries, setting: Setting) -> dict[str, Span]:
        needs = {}
        for name, where, value in named(child(node, "needs")):
            with self.diagnostics.part(value.where):
                if name not in setting.known:
                    self.diagnostics.missing(where, "name", name, dict.fromkeys(setting.known))
                needs[name] = parse_span(text(value)).at({})
        return needs

    def lets(self, node: Entries, path: str, setting: Setting) -> tuple[dict[str, Rule], Setting]:
        """Build the named steps in order; each may read only those before it: no circles."""
        lets: dict[str, Rule] = {}
        for name, where, value in named(child(node, "let")):
            with self.diagnostics.part(value.where):
                if name in setting.known | setting.labels.keys() | setting.lists:
                    self.diagnostics.report(Code.NAME_USED_TWICE, where, name=name)
                lets[name] = self.inner(value, f"{path}/{name}", setting)
            setting = replace(setting, known=setting.known | {name})
        return lets, setting

    def bounds(self, node: Entries, setting: Setting) -> EdgeSpan | None:
        bounds = child(node, "bounds")
        return parse_span(text(bounds), setting.known) if bounds else None

    def rounding(self, node: Entries) -> NamedRounding | None:
        name = child(node, "round")
        if name is None:
            return None
        if text(name) not in self.roundings:
            known = entries(child(self.diagnostics.tree, "rounding")).entries
            if text(name) not in known:
                self.diagnostics.missing(name.where, "rounding", text(name), known)
            raise Malformed
        return self.roundings[text(name)]

    def shape(self, node: Entries, path: str, setting: Setting) -> Shape:
        shapes = [name for name in SHAPES if name in node.entries]
        needs_of = any(name in shapes for name in ("steps", "line"))
        if len(shapes) != 1 or needs_of != ("of" in node.entries):
            self.diagnostics.report(Code.WRONG_SHAPE, node.where, path=path, found=" ".join(shapes))
            raise Malformed
        with self.diagnostics.part(node.entries[shapes[0]].where):
            return self.one_shape(shapes[0], node, path, setting)
        raise Malformed

    def one_shape(self, shape: str, node: Entries, path: str, setting: Setting) -> Shape:
        if shape == "value":
            return self.plain_shape(node.entries["value"], setting)
        if shape == "steps":
            return self.steps(node, path, setting)
        return self.line(node, setting) if shape == "line" else self.pick(node)

    def pick(self, node: Entries) -> Pick:
        name = node.entries["pick"]
        if text(name) not in self.scales:
            self.diagnostics.missing(name.where, "scale", text(name), self.scales)
            raise Malformed
        return Pick(scale=self.scales[text(name)])

    def of(self, node: Entries, setting: Setting) -> str:
        of = node.entries["of"]
        known = setting.known | setting.labels.keys()
        if text(of) not in known:
            self.diagnostics.missing(of.where, "name", text(of), dict.fromkeys(known))
            raise Malformed
        return text(of)

    def line(self, node: Entries, setting: Setting) -> Interpolation:
        points = []
        for key, where, value in named(node.entries["line"]):
            with self.diagnostics.part(where):
                points.append(
                    (parse(key, setting.known), parse(text(value), setting.known, setting.lists))
                )
        starts = [_known_number(x, setting) for x, _ in points]
        known = [x for x in starts if x is not None]
        if len(known) != len(starts) or known != sorted(set(known)):
            self.diagnostics.report(
                Code.SPAN_ORDER_UNPROVED,
                node.entries["line"].where,
                span=", ".join(x.source for x, _ in points),
            )
        return Interpolation(of=self.of(node, setting), points=tuple(points))

    def steps(self, node: Entries, path: str, setting: Setting) -> Steps:
        of = self.of(node, setting)
        mapping = entries(node.entries["steps"])
        if of in setting.labels:
            self.check_labels(of, mapping, setting)
            steps = [
                Step(key=key, rule=self.inner(value, f"{path}/{key}", setting))
                for key, _, value in named(mapping)
            ]
            return Steps(of=of, steps=tuple(steps))
        return Steps(of=of, steps=tuple(self.span_steps(of, mapping, path, setting)))

    def check_labels(self, of: str, mapping: Entries, setting: Setting) -> None:
        for label in setting.labels[of]:
            if label not in mapping.entries:
                self.diagnostics.report(Code.SPAN_GAP, mapping.where, point=label, one="", two="")
        for key, where, _ in named(mapping):
            if key not in setting.labels[of]:
                self.diagnostics.missing(where, "label", key, dict.fromkeys(setting.labels[of]))

    def span_steps(self, of: str, mapping: Entries, path: str, setting: Setting) -> Iterator[Step]:
        spans: list[tuple[EdgeSpan, Where]] = []
        for key, where, value in named(mapping):
            with self.diagnostics.part(where):
                span = parse_span(key, setting.known)
                spans.append((span, where))
                within = setting.narrowed(of, _certain(span))
                with self.diagnostics.part(value.where):
                    yield Step(key=span, rule=self.inner(value, f"{path}/{key}", within))
        if len(spans) == len(mapping.entries):
            domain = setting.domains.get(of, Span())
            for fault in tiling_faults([s for s, _ in spans], domain, setting.domains):
                self.diagnostics.fault(fault, spans[fault.index][1])

    def check_names_used(self, rule: Rule, node: Entries) -> None:
        read = _names_inside(rule)
        for section in ("given", "let", "needs"):
            for name, where, _ in named(child(node, section)):
                guards = section == "needs" and name not in FROM_FORM
                if name not in read and not guards:
                    self.diagnostics.report(Code.UNUSED_NAME, where, name=name)


def _given_units(node: Entries) -> Iterator[tuple[str, Unit]]:
    """Yield what the named numbers of a rule are counted in, where the spec says it."""
    for name, _, value in named(child(node, "given")):
        if text(value) in TYPES:
            yield name, Unit(text(value))
        elif text(value).endswith("%"):
            yield name, Unit.SHARE


PROSE = ("cite", "assume")
"""Keys of a rule whose texts are not part of its arithmetic."""


def _says_percent(node: Node) -> bool:
    """Return whether a rule writes any of its numbers with %."""
    if isinstance(node, Scalar):
        return "%" in node.text
    if not isinstance(node, Entries):
        return False
    parts = [(name, value) for name, _, value in named(node) if name not in PROSE]
    return any("%" in name or _says_percent(value) for name, value in parts)


def _known_number(edge: Formula, setting: Setting) -> Fraction | None:
    """Return the number that an edge is, or the given number that it names."""
    domain = setting.domains.get(edge.source, Span())
    return domain.low if domain.is_point else number(edge)


def _certain(span: EdgeSpan) -> Span:
    """Return what is sure of a number in *span*: those of its edges that are numbers."""
    return Span(
        low=number(span.low),
        high=number(span.high),
        low_closed=span.low_closed,
        high_closed=span.high_closed,
    )


def _names_inside(rule: Rule) -> frozenset[str]:
    """Return every name that a rule or anything inside it reads, its own *needs* apart."""
    return free_names(replace(rule, needs={}, given={}, lets={})).union(
        *map(free_names, rule.lets.values())
    )
