"""A spec as a document that can be read without knowing YAML."""

from collections.abc import Iterable, Iterator, Sequence

from perfrules.explain.cells import severity_label, value_column
from perfrules.explain.rules import RuleWords
from perfrules.model.messages import Words
from perfrules.model.page import (
    Block,
    Heading,
    NumberCell,
    Page,
    PageColumn,
    PageTable,
    Quote,
    TableCell,
    bullets,
    paragraph,
    text_columns,
)
from perfrules.model.spec import Group, RowEntry, Spec, SpecHead
from perfrules.rules.tree import Rule, Scale
from perfrules.values import as_text


def specs_page(heads: Sequence[SpecHead], words: Words) -> Page:
    """Return which specs there are, and whether they may be chosen for a form."""
    title = words.say("specs.title")
    columns = (
        PageColumn(words.say("specs.name")),
        PageColumn(words.say("specs.revision")),
        value_column(words.say("specs.kind")),
        value_column(words.say("specs.about")),
        PageColumn(words.say("specs.use")),
    )
    rows = tuple(_head_row(head, words) for head in heads)
    return Page(title, words.lang, (Heading(1, title), PageTable(columns, rows)))


def _head_row(head: SpecHead, words: Words) -> tuple[TableCell, ...]:
    use = words.say("specs.chosen" if head.is_chosen else "specs.by_name")
    return head.name, head.version, words.say(f"form.{head.kind}"), head.title, use


def spec_page(spec: Spec, words: Words) -> Page:
    """Return a spec as a page: its parts, rules, clauses and assumptions."""
    return Page(f"{spec.head.title} {spec.name}", words.lang, tuple(_SpecPage(spec, words)))


class _SpecPage:
    """The blocks of a spec's page, in order."""

    def __init__(self, spec: Spec, words: Words) -> None:
        self.spec = spec
        self.words = words
        self.rule_words = RuleWords(spec.clauses, words)
        self.say = words.say

    def __iter__(self) -> Iterator[Block]:
        yield Heading(1, f"{self.spec.head.title} {self.spec.name}")
        yield from self.head()
        for title, blocks in (
            ("spec.groups", self.groups()),
            ("spec.rows", self.rows()),
            ("spec.rule", self.rules()),
            ("spec.scales", self.scales()),
            ("spec.inputs", self.inputs()),
            ("spec.whole", self.whole()),
            ("spec.checks", self.checks()),
            ("spec.sources", self.sources()),
            ("spec.assumptions", self.assumptions()),
        ):
            made = list(blocks)
            if made:
                yield Heading(2, self.say(title))
                yield from made
        yield paragraph(self.say("spec.examples", count=len(self.spec.examples)))

    def head(self) -> Iterator[Block]:
        spec = self.spec
        places = self.say("rule.list").join(spec.head.places)
        yield bullets(
            self.say("spec.version", version=spec.version, year=spec.fiscal_year),
            self.say("spec.kind", kind=self.say(f"form.{spec.head.kind}"), places=places),
            self.say("spec.digest", digest=spec.digest),
        )
        if spec.head.trial:
            yield paragraph(self.say("spec.trial"), is_warning=True)
        if spec.head.by_name:
            yield paragraph(self.say("spec.by_name", why=spec.head.by_name), is_warning=True)
        if spec.head.excerpt:
            yield paragraph(self.say("spec.excerpt", why=spec.head.excerpt), is_warning=True)

    def table(self, header: Iterable[str], rows: Iterable[tuple[TableCell, ...]]) -> PageTable:
        return PageTable(text_columns(*map(self.say, header)), tuple(rows))

    def groups(self) -> Iterator[Block]:
        header = ("spec.group", "table.weight", "spec.captions", "table.basis")
        yield self.table(header, map(self.group, self.spec.groups))

    def group(self, group: Group) -> tuple[str, ...]:
        marks = [self.say("spec.fixed")] if group.fixed else []
        if group.bounds:
            marks.append(self.say("spec.bounds", bounds=str(group.bounds)))
        if group.choose:
            marks.append(self.say("spec.choose", count=group.choose))
        if rule := group.rule or group.over:
            marks.append(self.say("spec.uses", rule=rule.id))
        weight = " ".join([as_text(group.weight), *(f"({mark})" for mark in marks)])
        captions = self.say("rule.list").join((*group.captions, *group.level2, *group.money))
        return group.label, weight, captions, self.rule_words.basis(group.basis)

    def rows(self) -> Iterator[Block]:
        header = ("spec.when", "spec.use", "table.weight", "table.basis")
        rows = tuple(self.row(entry) for entry in self.spec.rows)
        if rows:
            yield self.table(header, rows)

    def row(self, entry: RowEntry) -> tuple[TableCell, ...]:
        when = entry.when
        signs = [self.say(f"sign.{sign}") for sign in when.sign]
        kinds = [self.say(f"target.{kind}") for kind in when.kind]
        groups = [group.label for group in self.spec.groups if group.id in when.group]
        asked = [*signs, *kinds, *groups, *when.level2, *when.name, *when.prints]
        told = self.say("rule.list").join(asked) or self.say("spec.any_row")
        kind = self.say(f"kind.{entry.kind}")
        weight = "" if entry.weight is None else NumberCell(as_text(entry.weight), entry.weight)
        return told, f"{entry.rule.id} ({kind})", weight, self.rule_words.basis(entry.basis)

    def rules(self) -> Iterator[Block]:
        for path, rule in self.all_rules().items():
            yield Heading(3, path.partition("/")[2])
            yield from self.rule_words.blocks(rule)

    def all_rules(self) -> dict[str, Rule]:
        """Return the rules of rows and groups, each once, whatever numbers rows give it."""
        rules = [*self.spec.rules.values(), *(entry.rule for entry in self.spec.rows)]
        rules += [rule for group in self.spec.groups for rule in (group.over,) if rule]
        return {rule.path: rule for rule in rules}

    def scales(self) -> Iterator[Block]:
        for scale in self.spec.scales.values():
            yield Heading(3, scale.id)
            yield self.scale(scale)
            if scale.rounding:
                yield paragraph(
                    self.say("rule.round", rounding=self.rule_words.rounding(scale.rounding))
                )

    def scale(self, scale: Scale) -> PageTable:
        rows = tuple(
            (
                self.say("rule.list").join(tier.words),
                tier.spelled,
                self.rule_words.basis(tier.basis),
            )
            for tier in scale.tiers
        )
        return self.table(("spec.label", "spec.span", "table.basis"), rows)

    def inputs(self) -> Iterator[Block]:
        rows = tuple(
            (
                one.id,
                one.about,
                self.say("rule.list").join(one.labels) or str(one.span),
                self.rule_words.basis(one.basis),
            )
            for one in self.spec.inputs.values()
        )
        if rows:
            header = ("spec.input", "spec.about", "spec.answers", "table.basis")
            yield self.table(header, rows)

    def whole(self) -> Iterator[Block]:
        spec = self.spec
        if spec.total and spec.weight is not None:
            yield Heading(3, self.say("table.total"))
            yield paragraph(self.say("spec.weight", weight=as_text(spec.weight)))
            yield from self.rule_words.blocks(spec.total)
        if spec.inapplicable:
            take = self.say(f"inapplicable.{spec.inapplicable.take}")
            yield paragraph(f"{take} {self.rule_words.basis(spec.inapplicable.basis)}")
        if spec.grade:
            yield Heading(3, self.say("spec.grade"))
            basis = self.rule_words.basis(spec.grade_basis)
            yield paragraph(self.say("spec.says", scale=spec.grade.id, basis=basis))
        if spec.ceiling:
            best = {label: tier.label if tier else "" for label, tier in spec.ceiling.best.items()}
            told = self.say("rule.list").join(f"{label} → {tier}" for label, tier in best.items())
            about = spec.inputs[spec.ceiling.of].about
            basis = self.rule_words.basis(spec.ceiling.basis)
            yield paragraph(self.say("spec.ceiling", about=about, best=told), basis)

    def checks(self) -> Iterator[Block]:
        rows = tuple(
            (
                code,
                self.words.title(code),
                severity_label(self.spec.policy.severities[code], self.words),
                self.rule_words.basis(check.basis),
            )
            for code, check in self.spec.checks.items()
        )
        if rows:
            header = ("spec.code", "spec.finding", "spec.severity", "table.basis")
            yield self.table(header, rows)

    def sources(self) -> Iterable[Block]:
        for clause in self.spec.clauses.values():
            seen = self.say(f"seen.{clause.seen}")
            yield Quote(clause.quote, f"{clause.id} · {clause.document} · {clause.place} · {seen}")

    def assumptions(self) -> Iterator[Block]:
        told = dict.fromkeys(f"{a.id}: {a.text}" for a in self.spec.assumptions)
        yield from [bullets(*told)] if told else []
