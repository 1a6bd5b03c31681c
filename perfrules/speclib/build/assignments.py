"""Building what applies the rules to lines: rows and groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from perfrules.documents import Entries, Node, Scalar
from perfrules.findings import Code
from perfrules.model.quantity import Kind, Sign
from perfrules.model.spec import Group, LineKind, RowEntry, When
from perfrules.rules.formula import parse
from perfrules.rules.signature import GROUP, lists
from perfrules.rules.tree import Basis, EdgeSpan, Rule, Scale
from perfrules.speclib.build.diagnostics import Diagnostics
from perfrules.speclib.build.rules import (
    ROW_SETTING,
    RuleBuilder,
    Setting,
    group_setting,
    is_template,
)
from perfrules.speclib.build.spans import parse_span
from perfrules.speclib.nodes import Malformed, child, entries, is_true, items, text, text_items
from perfrules.text import bare_caption, phrase


class AssignmentBuilder:
    """Builds the parts that use rules and scales by name, and remembers which were used."""

    def __init__(
        self, diagnostics: Diagnostics, builder: RuleBuilder, rules: Mapping[str, Rule]
    ) -> None:
        self.diagnostics = diagnostics
        self.tree = diagnostics.tree
        self.builder = builder
        self.scales = builder.scales
        self.rules = rules
        self.used: set[str] = set()

    def use(self, node: Node | None) -> Rule:
        """Return the rule that *node* names."""
        self._named(node)
        if text(node) not in self.rules:
            raise Malformed
        return self.rules[text(node)]

    def _named(self, node: Node | None) -> Node | None:
        """Return the rule that *node* names, as it is written."""
        name = text(node)
        assert node is not None
        rules = entries(child(self.tree, "rules")).entries
        if name not in rules:
            self.diagnostics.missing(node.where, "rule", name, rules)
        self.used.add(name)
        return rules.get(name)

    def rule_of(self, node: Entries, path: str, setting: Setting) -> Rule:
        """Return the rule that a row or group uses: by name, with its own numbers, or inline."""
        use, values = child(node, "use"), child(node, "with")
        if not isinstance(use, Scalar):
            return self.builder.rule(entries(use), path, setting)
        written = self._named(use)
        if written is not None and is_template(written):
            given = entries(values) if values else None
            return self.builder.rule(
                written, f"{path}/{use.text}", setting, required=True, values=given
            )
        if values is not None:
            self.diagnostics.report(Code.WRONG_PARAMETERS, values.where, name="", sort="")
        return self.use(use)

    def scale(self, node: Node | None) -> Scale:
        """Return the scale that *node* names."""
        name = text(node)
        assert node is not None
        if name not in self.scales:
            self.diagnostics.missing(node.where, "scale", name, self.scales)
            raise Malformed
        return self.scales[name]

    def row_entries(self) -> Iterator[RowEntry]:
        """Yield which rule a row gets, in the spec's order."""
        earlier: list[When] = []
        seen: set[str] = set()
        for item in items(child(self.tree, "rows")):
            with self.diagnostics.part(item.where):
                node = entries(item)
                id_ = self.new_id(node, seen)
                when = self.when(entries(child(node, "when")))
                if any(_covers(one, when) for one in earlier):
                    self.diagnostics.report(Code.NEVER_REACHED, item.where, name=id_)
                earlier.append(when)
                weight = child(node, "weight")
                yield RowEntry(
                    id=id_,
                    when=when,
                    rule=self.rule_of(node, f"rows/{id_}", ROW_SETTING),
                    kind=LineKind(text(child(node, "kind"))),
                    basis=self.diagnostics.basis(node, f"rows/{id_}"),
                    weight=self.diagnostics.number(weight) if weight else None,
                )

    def new_id(self, node: Entries, seen: set[str]) -> str:
        """Return the id of an entry, and report it if it was seen before."""
        id_ = text(child(node, "id"))
        if id_ in seen:
            self.diagnostics.report(Code.NAME_USED_TWICE, node.where, name=id_)
        seen.add(id_)
        return id_

    def when(self, node: Entries) -> When:
        """Build what a row must be like."""

        def words(name: str, allowed: Sequence[str] | None = None) -> tuple[str, ...]:
            found = text_items(child(node, name))
            for word in found:
                if allowed is not None and word not in allowed:
                    where = node.entries[name].where
                    self.diagnostics.missing(where, name, word, dict.fromkeys(allowed))
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
            level2=tuple(map(bare_caption, words("level2"))),
            name=tuple(map(bare_caption, words("name"))),
            prints=tuple(map(phrase, words("prints"))),
        )

    def group_list(self) -> Iterator[Group]:
        """Yield the groups, in the spec's order."""
        seen: set[str] = set()
        for item in items(child(self.tree, "groups")):
            with self.diagnostics.part(item.where):
                node = entries(item)
                id_ = self.new_id(node, seen)
                yield self._group(id_, node)

    def _group(self, id_: str, node: Entries) -> Group:
        kind, says = child(node, "kind"), child(node, "says")
        bounds, choose = child(node, "bounds"), child(node, "choose")
        path, captions = f"groups/{id_}", _captions(node, "captions")
        basis = self.diagnostics.basis(node, path)
        rule = self.rule_of(node, path, group_setting(node)) if "use" in node.entries else None
        if bounds is not None and captions:
            rule = self._pool(rule, path, parse_span(text(bounds)), basis)
        return Group(
            id=id_,
            label=text(child(node, "label")),
            weight=self.diagnostics.number(child(node, "weight")),
            fixed=is_true(child(node, "fixed")),
            captions=captions,
            level2=_captions(node, "level2"),
            rule=None if captions else rule,
            money=_captions(node, "money"),
            over=rule if captions else None,
            says=self.scale(says) if says else None,
            bounds=parse_span(text(bounds)).at({}) if bounds else None,
            choose=int(self.diagnostics.number(choose)) if choose else None,
            kind=LineKind(text(kind)) if kind else LineKind.OTHER,
            basis=basis,
        )

    @staticmethod
    def _pool(rule: Rule | None, path: str, bounds: EdgeSpan, basis: Basis) -> Rule:
        """Return the rule over a group's points with its bounds; they are added if it has none."""
        if rule is not None:
            return replace(rule, bounds=bounds)
        shape = parse("sum(points)", (), lists(GROUP))
        return Rule(path=path, shape=shape, bounds=bounds, basis=basis)

    def check_rules_used(self) -> None:
        """Report rules that nothing uses."""
        rules = child(self.tree, "rules")
        for name, where in (entries(rules).keys if rules else {}).items():
            if name not in self.used:
                self.diagnostics.report(Code.UNUSED_RULE, where, name=name)


def _captions(node: Entries, name: str) -> tuple[str, ...]:
    """Return captions of a group in the spelling in which those of forms are compared."""
    return tuple(map(bare_caption, text_items(child(node, name))))


def _covers(one: When, two: When) -> bool:
    """Return whether every row that fits *two* fits *one*."""
    if bool(one.prints) != bool(two.prints):
        return False
    pairs = (
        (one.sign, two.sign),
        (one.kind, two.kind),
        (one.group, two.group),
        (one.level2, two.level2),
        (one.name, two.name),
        (one.prints, two.prints),
    )
    return all(not broad or (narrow and set(narrow) <= set(broad)) for broad, narrow in pairs)
