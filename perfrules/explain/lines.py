"""One paragraph per line: rule, values with their cells, steps, rounding, clause, claim."""

from collections.abc import Iterator
from typing import assert_never

from perfrules.explain.formulas import cells, condition, number, substituted, worded
from perfrules.model.card import (
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
from perfrules.model.messages import Lang, Messages
from perfrules.rules.tree import NamedRounding
from perfrules.values import as_text

PLACES = 2
"""Fewest decimals of printed points."""


def explain(card: Scorecard, messages: Messages, lang: Lang) -> tuple[Explanation, ...]:
    """Explain each line of a scorecard in one paragraph."""
    return tuple(_explained(card, line, messages, lang) for line in card.lines)


def _explained(card: Scorecard, line: LineOfCard, messages: Messages, lang: Lang) -> Explanation:
    notes = [note for note in line.outcome.trace.notes if note.step is None]
    ranged = isinstance(line.outcome, Ranged)
    return Explanation(
        line=line,
        formula=worded(notes[-1], messages, lang) if notes else "",
        substituted="" if ranged else "; ".join(map(substituted, notes)),
        text="".join(_Paragraph(card, line, messages, lang).sentences()).strip(),
    )


class _Paragraph:
    """The sentences about one line, in order."""

    def __init__(self, card: Scorecard, line: LineOfCard, messages: Messages, lang: Lang) -> None:
        self.card = card
        self.line = line
        self.messages = messages
        self.lang = lang

    def say(self, key: str, /, **params: object) -> str:
        return self.messages.say(key, self.lang, **params)

    def sentences(self) -> Iterator[str]:
        yield self.head()
        yield self.values()
        yield from self.result()
        yield from self.claim()
        yield from self.clauses()
        yield from self.assumptions()

    def head(self) -> str:
        line = self.line
        rule = self.say(f"kind.{line.kind}")
        return self.say("explain.head", name=line.name, weight=line.weight.text or "", rule=rule)

    def values(self) -> str:
        line = self.line
        if line.row is None:
            spots = cells(line.cells, "revised", "executed")
            return self.say("explain.money", revised=line.target, executed=line.actual, cells=spots)
        spots = cells(line.cells, "target", "actual")
        return self.say("explain.values", target=line.target, actual=line.actual, cells=spots)

    def result(self) -> Iterator[str]:
        match self.line.outcome:
            case Scored() as scored:
                yield from self.steps()
                yield self.scored(scored)
            case Ranged() as ranged:
                yield from self.steps()
                yield self.ranged(ranged)
            case Unscored(finding=finding):
                reason = self.messages.message(finding, self.lang)
                yield self.say("explain.unscored", reason=reason, weight=self.line.weight.text)
            case Excluded():
                yield self.say("explain.excluded")
            case _ as never:
                assert_never(never)

    def steps(self) -> Iterator[str]:
        notes = self.line.outcome.trace.notes
        steps = [note for note in notes if note.step is not None]
        for note in notes:
            if note.step is not None:
                # Of steps inside steps the innermost decided.
                if note is steps[-1] and isinstance(self.line.outcome, Scored):
                    told = condition(note, self.messages, self.lang)
                    yield self.say("explain.condition", condition=told)
            elif note.formula not in note.names or isinstance(self.line.outcome, Ranged):
                yield self.formula(note)

    def formula(self, note: Note) -> str:
        """Tell a formula; where its value is open, without numbers."""
        formula = worded(note, self.messages, self.lang)
        if isinstance(self.line.outcome, Ranged):
            return self.say("explain.formula", formula=formula)
        return self.say("explain.step", formula=formula, substituted=substituted(note))

    def scored(self, scored: Scored) -> str:
        points = as_text(scored.points, PLACES)
        if scored.exact == scored.points:
            return self.say("explain.scored", points=points)
        assert self.line.rule is not None
        return self.say(
            "explain.rounded",
            exact=number(scored.exact),
            rounding=self.rounding(self.line.rule.rounding),
            points=points,
        )

    def rounding(self, rounding: NamedRounding | None) -> str:
        assert rounding is not None
        mode = self.say(f"mode.{rounding.rounding.mode}")
        return self.say("explain.rounding", step=as_text(rounding.rounding.step), mode=mode)

    def ranged(self, ranged: Ranged) -> str:
        low, high = as_text(ranged.low, PLACES), as_text(ranged.high, PLACES)
        key = "explain.choice" if ranged.cause is Cause.CHOICE else "explain.imprecise"
        sentence = self.say(key, low=low, high=high, span=str(ranged.span))
        tier = self.say("explain.tier", tier=ranged.tier) if ranged.tier else ""
        return tier + sentence

    def claim(self) -> Iterator[str]:
        line = self.line
        if line.claimed.value is None:
            return
        params = {"claimed": line.claimed.text, "points": as_text(line.low, PLACES)}
        match line.outcome:
            case Scored(points=points):
                same = points == line.claimed.value
                yield self.say("explain.claim_same" if same else "explain.claim_other", **params)
            case Ranged():
                key = "explain.claim_outside" if line.settled is None else "explain.claim_inside"
                yield self.say(key, tier=line.claimed_tier or "", **params)
            case Unscored() | Excluded():
                yield self.say("explain.claim_open", **params)
            case _ as never:
                assert_never(never)

    def clauses(self) -> Iterator[str]:
        for id_ in self.line.clauses:
            clause = self.card.spec.clauses[id_]
            yield self.say("explain.clause", place=clause.place, quote=clause.quote, id=id_)

    def assumptions(self) -> Iterator[str]:
        for assumption in self.line.assumptions:
            yield self.say("explain.assumption", text=assumption.text, id=assumption.id)
