"""One paragraph per line: rule, values with their cells, steps, rounding, clause, claim."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import assert_never

from perfrules.explain.formulas import bounds_text, formula_text, label_text, spots
from perfrules.explain.values import ValueText
from perfrules.model.card import (
    Act,
    Cause,
    Excluded,
    LineOfCard,
    Note,
    Ranged,
    Scorecard,
    Scored,
    Unscored,
)
from perfrules.model.explanation import Explanation
from perfrules.model.messages import Lang, Messages, Words
from perfrules.rules.formula import Formula, compute
from perfrules.rules.signature import Unit
from perfrules.rules.tree import Interpolation, NamedRounding, Rule, Steps
from perfrules.rules.units import unit_of
from perfrules.rules.walk import leaves, walk
from perfrules.values import as_text, number_text, points_text, share_text


def explain(card: Scorecard, messages: Messages, lang: Lang) -> tuple[Explanation, ...]:
    """Explain each line of a scorecard in one paragraph."""
    words = Words(messages, lang)
    return tuple(_explained(card, line, words) for line in card.lines)


def _explained(card: Scorecard, line: LineOfCard, words: Words) -> Explanation:
    steps = StepWords(card, line, words)
    notes = [note for note in line.outcome.trace.notes if note.act is Act.VALUE]
    known = [note for note in notes if not _is_open(note)]
    ranged = isinstance(line.outcome, Ranged)
    return Explanation(
        line=line,
        formula=steps.formula(notes[-1]) if notes else "",
        substituted="" if ranged else "; ".join(map(steps.substituted, known)),
        text="".join(_Paragraph(card, line, words, steps).sentences()).strip(),
    )


class StepWords:
    """Says what the interpreter did at the nodes of a line's rule."""

    def __init__(self, card: Scorecard, line: LineOfCard, words: Words) -> None:
        self.words = words
        self.values = ValueText(card, line, words)
        self.lets = _lets(line.rule)

    def sentence(self, note: Note) -> str:
        """Return what was done at one node; of a choice nothing, the range says it."""
        says: Mapping[Act, Callable[[Note], str]] = {
            Act.VALUE: self.value,
            Act.BRANCH: self.branch,
            Act.BOUNDS: self.bound,
            Act.ROUND: self.rounded,
        }
        if _is_open(note):
            says = {Act.VALUE: self.rule_sentence}
        return says[note.act](note) if note.act in says else ""

    def rule_sentence(self, note: Note) -> str:
        """Return what is computed, without numbers."""
        return self.words.say("explain.formula", formula=self.formula(note))

    def branch(self, note: Note) -> str:
        """Return why a step was taken, as a sentence."""
        return self.words.say("explain.condition", condition=self.condition(note))

    def bound(self, note: Note) -> str:
        """Return which bound the value was clamped to."""
        key = "explain.bound_high" if note.branch else "explain.bound_low"
        return self.words.say(key, result=self.result(note))

    def rounded(self, note: Note) -> str:
        """Return how a step on the way was rounded."""
        name = self.words.field(self.lets[id(note.rule)].name)
        rounding = self.rounding(note.rule.rounding, self.unit(note.rule))
        result = self.result(note)
        return self.words.say("explain.round", name=name, rounding=rounding, result=result)

    def value(self, note: Note) -> str:
        """Return how a number came about; of the points themselves nothing where they are read."""
        let = self.lets.get(id(note.rule))
        if isinstance(note.rule.shape, Interpolation):
            return self.on_line(note, note.rule.shape, is_points=let is None)
        assert isinstance(note.rule.shape, Formula)
        is_read = note.rule.shape.source in note.names or not note.names
        if let is None and is_read:
            return ""
        if let is not None and is_read:
            name, result = self.words.field(let.name), self.result(note)
            return self.words.say("explain.let_value", name=name, result=result)
        key, name = ("explain.let", self.words.field(let.name)) if let else ("explain.step", "")
        formula, numbers = self.formula(note), self.substituted(note)
        return self.words.say(key, name=name, formula=formula, substituted=numbers)

    def on_line(self, note: Note, line: Interpolation, *, is_points: bool) -> str:
        """Return where a value lies on a line between points."""
        params = {
            "of": self.words.field(line.of),
            "value": self.known(line.of, note),
            "result": self.result(note),
            "gives": self.words.say("explain.earns" if is_points else "explain.is"),
        }
        knots = [(self.operand(x, note), self.height(y, note)) for x, y in line.points]
        if not note.branch:
            return self.words.say("explain.line_first", edge=knots[0][0], **params)
        if note.branch == len(knots):
            return self.words.say("explain.line_last", edge=knots[-1][0], **params)
        (low, low_value), (high, high_value) = list(pairwise(knots))[note.branch - 1]
        return self.words.say(
            "explain.line_between",
            low=low,
            low_value=low_value,
            high=high,
            high_value=high_value,
            **params,
        )

    def condition(self, note: Note) -> str:
        """Return why a step was taken: 实际完成值 25个 不小于 年度指标值 24个."""
        assert isinstance(note.rule.shape, Steps) and note.branch is not None
        of, key = note.rule.shape.of, note.rule.shape.steps[note.branch].key
        if isinstance(key, str):
            return label_text(of, key, self.words)
        subject = f"{self.words.field(of)} {self.known(of, note)}".rstrip()
        return subject + bounds_text(key, self.words, lambda edge: self.edge(edge, note))

    def edge(self, edge: Formula, note: Note) -> str:
        """Return an edge with its value: 年度指标值 24个."""
        text = formula_text(edge, self.words)
        return f"{text} {self.known(edge.source, note)}" if edge.source in note.names else text

    def operand(self, formula: Formula, note: Note) -> str:
        """Return a formula with values in place of its names."""
        return formula_text(formula, self.words, lambda name: self.known(name, note))

    def height(self, formula: Formula, note: Note) -> str:
        """Return what a line gives at a knot."""
        if formula.names:
            return self.operand(formula, note)
        return self.values.of_unit(compute(formula, {}), self.unit(note.rule))

    def known(self, name: str, note: Note) -> str:
        """Return the value of a name at a node."""
        return self.values.named(name, note.names[name])

    def formula(self, note: Note) -> str:
        """Return what a node computes, in words."""
        if isinstance(note.rule.shape, Interpolation):
            line = note.rule.shape
            pairs = [
                (formula_text(x, self.words), formula_text(y, self.words)) for x, y in line.points
            ]
            knots = self.words.say("rule.list").join(f"{x} → {y}" for x, y in pairs)
            return self.words.say("rule.line", of=self.words.field(line.of), knots=knots)
        assert isinstance(note.rule.shape, Formula)
        return formula_text(note.rule.shape, self.words)

    def substituted(self, note: Note) -> str:
        """Return what a node computes with the numbers put in, and what came out."""
        if isinstance(note.rule.shape, Interpolation):
            line = note.rule.shape
            return f"{self.known(line.of, note)} → {self.result(note)}"
        assert isinstance(note.rule.shape, Formula)
        return f"{self.operand(note.rule.shape, note)} = {self.result(note)}"

    def result(self, note: Note) -> str:
        """Return the number that came out of a node."""
        assert note.result is not None
        return self.values.of_unit(note.result, self.unit(note.rule))

    def unit(self, rule: Rule) -> Unit:
        """Return the unit of a node's value; outside the named steps it is points."""
        let = self.lets.get(id(rule))
        return Unit.POINTS if let is None else unit_of(let.rule, self.values.units)

    def rounding(self, rounding: NamedRounding | None, unit: Unit = Unit.NUMBER) -> str:
        """Return a rounding in words: 0.01取整（四舍五入）."""
        assert rounding is not None
        step = rounding.rounding.step
        mode = self.words.say(f"mode.{rounding.rounding.mode}")
        shown = share_text(step) if unit is Unit.SHARE else as_text(step)
        return self.words.say("explain.rounding", step=shown, mode=mode)


def _is_open(note: Note) -> bool:
    """Return whether a node was evaluated for many numbers at once, so that none can be shown."""
    shape = note.rule.shape
    match note.act, shape:
        case Act.BRANCH, Steps(of=of):
            return of not in note.names
        case Act.VALUE, Formula(names=names) | Interpolation(names=names):
            return note.result is None or not names <= note.names.keys()
        case _:
            return note.result is None


@dataclass(frozen=True, slots=True)
class Let:
    """A named step on the way."""

    name: str
    rule: Rule


def _lets(rule: Rule | None) -> Mapping[int, Let]:
    """Return the step on the way that a node belongs to, by the node's identity."""
    found: dict[int, Let] = {}
    for part in walk(rule) if rule else ():
        for name, inner in part.lets.items():
            let = Let(name, inner)
            found |= {id(one): let for one in (inner, *(leaf for leaf, _ in leaves(inner)))}
    return found


class _Paragraph:
    """The sentences about one line, in order."""

    def __init__(self, card: Scorecard, line: LineOfCard, words: Words, steps: StepWords) -> None:
        self.card = card
        self.line = line
        self.words = words
        self.step_words = steps

    def sentences(self) -> Iterator[str]:
        yield self.head()
        yield self.read_values()
        yield from self.result()
        yield from self.claim()
        yield from self.clauses()
        yield from self.assumptions()

    def head(self) -> str:
        line = self.line
        rule = self.words.say(f"kind.{line.kind}")
        weight = line.weight.text or ""
        return self.words.say("explain.head", name=line.name, weight=weight, rule=rule)

    def read_values(self) -> str:
        line, say = self.line, self.words.say
        if line.row is None:
            cells = self.cells("revised", "executed")
            amounts = {"revised": line.target, "executed": line.actual}
            return say("explain.money", cells=cells, **amounts) if any(amounts.values()) else ""
        cells = self.cells("target", "actual")
        return say("explain.values", target=line.target, actual=line.actual, cells=cells)

    def cells(self, *fields: str) -> str:
        """Return the spots of some fields in brackets; nothing where none is known."""
        found = spots(self.line.cells, *fields)
        return self.words.say("explain.cells", cells=found) if found else ""

    def result(self) -> Iterator[str]:
        match self.line.outcome:
            case Scored() as scored:
                yield from self.steps()
                yield self.scored(scored)
            case Ranged() as ranged:
                yield from self.ranged_steps(ranged)
                yield self.ranged(ranged)
            case Unscored(finding=finding):
                reason = self.words.message(finding)
                weight = self.line.weight.text
                yield self.words.say("explain.unscored", reason=reason, weight=weight)
            case Excluded():
                yield self.words.say("explain.excluded")
            case _ as never:
                assert_never(never)

    def steps(self) -> Iterator[str]:
        notes = self.line.outcome.trace.notes
        for note, following in pairwise((*notes, None)):
            # Of steps inside steps the innermost decided.
            outer = note and following and note.act is following.act is Act.BRANCH
            if note is not None and not outer:
                yield self.step_words.sentence(note)

    def ranged_steps(self, ranged: Ranged) -> Iterator[str]:
        """Yield the formulas without numbers, and the labels that decided."""
        for note in ranged.trace.notes:
            if note.act is Act.VALUE:
                yield self.step_words.rule_sentence(note)
            elif note.act is Act.BRANCH and ranged.cause is Cause.CHOICE:
                yield self.step_words.sentence(note)

    def scored(self, scored: Scored) -> str:
        points = points_text(scored.points)
        if scored.exact == scored.points:
            last = self.line.outcome.trace.notes[-1:]
            if last and isinstance(last[0].rule.shape, Interpolation):
                return ""  # where the rate lies on the line has said it
            return self.words.say("explain.scored", points=points)
        assert self.line.rule is not None
        rounding = self.step_words.rounding(self.line.rule.rounding)
        exact = number_text(scored.exact)
        return self.words.say("explain.rounded", exact=exact, rounding=rounding, points=points)

    def ranged(self, ranged: Ranged) -> str:
        low, high = points_text(ranged.low), points_text(ranged.high)
        key = "explain.choice" if ranged.cause is Cause.CHOICE else "explain.imprecise"
        sentence = self.words.say(key, low=low, high=high, span=str(ranged.span))
        tier = self.words.say("explain.tier", tier=ranged.tier) if ranged.tier else ""
        return tier + sentence

    def claim(self) -> Iterator[str]:
        line, say = self.line, self.words.say
        if line.claimed.value is None:
            return
        params = {"claimed": line.claimed.text, "points": points_text(line.low)}
        match line.outcome:
            case Scored(points=points):
                same = points == line.claimed.value
                yield say("explain.claim_same" if same else "explain.claim_other", **params)
            case Ranged():
                key = "explain.claim_outside" if line.settled is None else "explain.claim_inside"
                named = line.claimed_tier
                tier = say("explain.claim_tier", tier=named) if named else ""
                yield say(key, tier=tier, **params)
            case Unscored() | Excluded():
                yield say("explain.claim_open", **params)
            case _ as never:
                assert_never(never)

    def clauses(self) -> Iterator[str]:
        for id_ in self.line.clauses:
            clause = self.card.spec.clauses[id_]
            place, quote = clause.place, clause.quote
            yield self.words.say("explain.clause", place=place, quote=quote, id=id_)

    def assumptions(self) -> Iterator[str]:
        for assumption in self.line.assumptions:
            yield self.words.say("explain.assumption", text=assumption.text, id=assumption.id)
