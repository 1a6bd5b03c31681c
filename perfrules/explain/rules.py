"""A rule in words: what it gives, when, and what it rests on."""

from collections.abc import Iterator, Mapping

from perfrules.explain.formulas import bounds_text, formula_text, span_text
from perfrules.model.messages import Words
from perfrules.model.page import Block, PageTable, bullets, paragraph, text_columns
from perfrules.model.spec import Clause
from perfrules.rules.formula import Formula
from perfrules.rules.signature import Unit
from perfrules.rules.tree import (
    Basis,
    Choice,
    EdgeSpan,
    Interpolation,
    NamedRounding,
    Pick,
    Rule,
    Shape,
)
from perfrules.rules.walk import leaves
from perfrules.values import as_text, share_text


class RuleWords:
    """Puts rules of one spec into words."""

    def __init__(self, clauses: Mapping[str, Clause], words: Words) -> None:
        self.clauses = clauses
        self.words = words
        self.say = words.say

    def formula(self, formula: Formula) -> str:
        """Return a formula with its names in the reader's words."""
        return formula_text(formula, self.words)

    def blocks(self, rule: Rule) -> Iterator[Block]:
        """Yield what a rule says, as blocks of a page."""
        rows = tuple(self.cases(rule))
        if len(rows) == 1 and not rows[0][0]:
            yield paragraph(rows[0][1])
        else:
            header = (self.say("rule.when"), self.say("rule.gives"), self.say("table.basis"))
            yield PageTable(text_columns(*header), rows)
        if dressings := tuple(self.dressings(rule)):
            yield bullets(*dressings)
        if basis := self.basis(rule.basis):
            yield paragraph(basis)

    def cases(self, rule: Rule) -> Iterator[tuple[str, str, str]]:
        """Yield condition, result and basis of each branch; steps inside steps are joined."""
        for leaf, conditions in leaves(rule):
            told = [self.condition(name, key) for name, key in conditions]
            basis = self.basis(leaf.basis) if conditions else ""
            yield self.say("rule.and").join(told), self.result(leaf.shape), basis

    def condition(self, name: str, key: EdgeSpan | str) -> str:
        """Return when a step is taken."""
        if isinstance(key, str):
            label = self.words.label(key)
            return self.say("span.label", name=self.words.field(name), label=label)
        return self.words.field(name) + bounds_text(key, self.words, self.formula)

    def result(self, shape: Shape) -> str:
        """Return what a rule without steps gives."""
        match shape:
            case Formula() as formula:
                return self.formula(formula)
            case Interpolation(of=of, points=points):
                knots = self.say("rule.list").join(
                    f"{self.formula(x)} → {self.formula(y)}" for x, y in points
                )
                return self.say("rule.line", of=self.words.field(of), knots=knots)
            case Pick(scale=scale):
                return self.say("rule.pick", scale=scale.id)
            case Choice(span=span):
                low = self.formula(span.low) if span.low else ""
                high = self.formula(span.high) if span.high else ""
                return self.say("rule.choice", low=low, high=high)
            case _ as never:
                raise AssertionError(never)  # a leaf of a rule has no steps

    def dressings(self, rule: Rule) -> Iterator[str]:
        """Yield the words around the value: needs, given numbers, lets, bounds, rounding."""
        for name, span in rule.needs.items():
            asked = span_text(span, self.words)
            yield self.say("rule.needs", name=self.words.field(name), span=asked.strip())
        for name, value in rule.given.items():
            shown = share_text(value) if rule.units.get(name) is Unit.SHARE else as_text(value)
            yield self.say("rule.given", name=self.words.field(name), value=shown)
        for name, inner in rule.lets.items():
            yield from self.let(name, inner)
        if rule.bounds:
            bounds = bounds_text(rule.bounds, self.words, self.formula)
            yield self.say("rule.bounds", bounds=bounds.strip())
        if rule.rounding:
            yield self.say("rule.round", rounding=self.rounding(rule.rounding))

    def let(self, name: str, rule: Rule) -> Iterator[str]:
        """Yield how a named step on the way is computed."""
        for condition, result, _ in self.cases(rule):
            told = self.say("rule.given", name=self.words.field(name), value=result)
            yield self.say("rule.let_when", told=told, when=condition) if condition else told
        yield from self.dressings(rule)
        if basis := self.basis(rule.basis):
            yield f"{self.words.field(name)}: {basis}"

    def rounding(self, rounding: NamedRounding) -> str:
        """Return a rounding, and why it is the one."""
        mode = self.say(f"mode.{rounding.rounding.mode}")
        told = self.say("explain.rounding", step=as_text(rounding.rounding.step), mode=mode)
        basis = self.basis(rounding.basis)
        return f"{told} [{basis}]" if basis else told

    def basis(self, basis: Basis) -> str:
        """Return what something rests on: places of clauses, and what was assumed."""
        places = dict.fromkeys(self.clauses[cite].place for cite in basis.cite)
        told = [self.say("rule.by", places=self.say("rule.list").join(places))] if places else []
        if basis.assume:
            told.append(self.say("rule.assumed", text=basis.assume.text))
        return self.say("rule.also").join(told)
