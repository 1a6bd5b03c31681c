"""What the workshop found, as tables for a terminal, as Markdown and as plain data."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import Any

from perfrules.model.card import LineOfCard
from perfrules.model.messages import Lang, Messages
from perfrules.model.workshop import (
    Comparison,
    Difference,
    Pair,
    Reason,
    Trial,
    Want,
    Way,
    WhatIf,
)
from perfrules.values import Mode, Rounding, as_text
from perfrules.writers.columns import Column, laid_out
from perfrules.writers.tables import NAME_SHARE, PLACES, points, reach

SHOWN = Rounding(step=Fraction(1, 10_000), mode=Mode.HALF_UP)
"""How a number without an end is shown."""
PERCENT = "%"


class WorkshopText:
    """Puts the workshop's results into text of one language."""

    def __init__(self, messages: Messages, lang: Lang, room: int = 0) -> None:
        self.messages = messages
        self.lang = lang
        self.room = room

    def say(self, key: str, /, **params: object) -> str:
        return self.messages.say(key, self.lang, **params)

    def lines(self, made: Iterator[str]) -> str:
        return "\n".join(made) + "\n"

    # -- test ----------------------------------------------------------------------------

    def trial(self, trial: Trial) -> str:
        """Return how well a spec's examples hold it."""
        return self.lines(self._trial(trial))

    def _trial(self, trial: Trial) -> Iterator[str]:
        covered = trial.coverage
        yield self.say(
            "test.head",
            name=trial.spec.name,
            version=trial.spec.version,
            examples=trial.examples,
            touched=len(covered.touches) - len(covered.missing),
            touches=len(covered.touches),
            caught=len(trial.mutants) - len(trial.survivors),
            mutants=len(trial.mutants),
        )
        for touch in covered.missing:
            side = self.say(f"side.{touch.side}")
            yield self.say("test.missing", path=touch.path, edge=touch.edge, side=side)
        for mutant in trial.survivors:
            change = self.say(f"change.{mutant.change}")
            yield self.say("test.survivor", path=mutant.path, change=change, detail=mutant.detail)

    # -- diff ----------------------------------------------------------------------------

    def diff(self, found: tuple[Difference, ...], *, markdown: bool = False) -> str:
        """Return what changed, each value with what it rests on."""
        if not found:
            return self.say("diff.none") + "\n"
        return self.lines(self._markdown(found) if markdown else self._plain(found))

    def _plain(self, found: tuple[Difference, ...]) -> Iterator[str]:
        for one in found:
            yield one.path
            for key, value, reason in self._sides(one):
                yield f"  {self.say(key)}: {value}{self._reason(reason)}"

    def _markdown(self, found: tuple[Difference, ...]) -> Iterator[str]:
        for one in found:
            yield f"- `{one.path}`"
            for key, value, reason in self._sides(one):
                yield f"  - {self.say(key)}: `{value}`{self._reason(reason)}"

    def _sides(self, one: Difference) -> Iterator[tuple[str, str, Reason]]:
        nothing = self.say("diff.nothing")
        yield "diff.old", nothing if one.old is None else one.old, one.was
        yield "diff.new", nothing if one.new is None else one.new, one.now

    def _reason(self, reason: Reason) -> str:
        told = [f"“{quote}”" for quote in reason.quotes]
        if reason.assume:
            told.append(self.say("rule.assumed", text=reason.assume))
        return f" — {self.say('rule.also').join(told)}" if told else ""

    # -- compare -------------------------------------------------------------------------

    def comparison(self, found: Comparison) -> str:
        """Return a form under two specs, line by line, and the difference by amendment."""
        return self.lines(self._comparison(found))

    def _comparison(self, found: Comparison) -> Iterator[str]:
        one, two = found.one, found.two
        names = {"one": one.spec.name, "two": two.spec.name}
        yield self.say("compare.head", form=one.form.source, **names)
        yield ""
        columns = [
            Column(header=self.say("table.name"), share=NAME_SHARE),
            Column(header=self.say("table.weight"), right=True),
            Column(header=one.spec.name, right=True),
            Column(header=two.spec.name, right=True),
            Column(header=self.say("compare.change"), right=True),
        ]
        other = [pair for pair in found.pairs if not pair.is_same]
        total = self._row(self.say("compare.total"), "", one.whole, two.whole)
        yield from laid_out(columns, [*map(self._pair, other), total], self.room)
        yield self.say("compare.same", count=len(found.pairs) - len(other))
        none = self.say("table.none")
        yield self.say("compare.grade", one=one.grade or none, two=two.grade or none)
        yield ""
        yield from self._parts(found)

    def _pair(self, pair: Pair) -> list[str]:
        return self._row(pair.one.name, pair.one.weight.text or "–", pair.one, pair.two)

    def _row(self, name: str, weight: str, one: Any, two: Any) -> list[str]:
        low, high = two.low - one.low, two.high - one.high
        change = signed(low) if low == high else f"{signed(low)} … {signed(high)}"
        return [name, weight, reach(one.low, one.high), reach(two.low, two.high), change]

    def _parts(self, found: Comparison) -> Iterator[str]:
        if not found.parts:
            yield self.say("compare.no_parts")
            return
        yield self.say("compare.parts")
        columns = [
            Column(header="", share=1),
            Column(header=self.say("compare.low"), right=True),
            Column(header=self.say("compare.high"), right=True),
        ]
        rows = [
            [f"{part.spec} {' + '.join(part.ids)}", signed(part.low), signed(part.high)]
            for part in found.parts
        ]
        low, high = found.difference
        rows.append([self.say("compare.sum"), signed(low), signed(high)])
        yield from laid_out(columns, rows, self.room)

    # -- what if -------------------------------------------------------------------------

    def what_if(self, found: WhatIf) -> str:
        """Return what earns full marks for each row, and the ways to the next grade."""
        return self.lines(self._what_if(found))

    def _what_if(self, found: WhatIf) -> Iterator[str]:
        yield self.say("whatif.full")
        columns = [
            Column(header=self.say("table.name"), share=NAME_SHARE),
            Column(header=self.say("table.target"), share=1),
            Column(header=self.say("whatif.now"), share=1),
            Column(header=self.say("table.points"), right=True),
            Column(header=self.say("table.weight"), right=True),
            Column(header=self.say("whatif.need"), share=1),
            Column(header=self.say("whatif.printed"), share=1),
        ]
        rows = [self._full(line, want) for line, want in found.full]
        yield from laid_out(columns, rows, self.room)
        yield ""
        yield from self._ways(found)

    def _full(self, line: LineOfCard, want: Want | None) -> list[str]:
        need = self.say("whatif.no_number") if want is None else self.need(want)
        printed = "" if want is None or want.value is None else printable_value(want)
        weight = line.weight.text or "–"
        points_ = reach(line.low, line.high)
        return [line.name, line.target, line.actual, points_, weight, need, printed]

    def need(self, want: Want) -> str:
        """Return what a number must be: 不小于 95%, 大于 20%."""
        if want.value is None:
            return self.say("whatif.out_of_reach")
        keys = {
            (1, True): "at_least",
            (-1, True): "at_most",
            (1, False): "more",
            (-1, False): "less",
        }
        key = keys.get((want.beyond, want.attained), "exact")
        return self.say(f"whatif.{key}", value=amount(want.value, want))

    def _ways(self, found: WhatIf) -> Iterator[str]:
        if not found.ways:
            top = found.card.spec.grade.tiers[0].label if found.card.spec.grade else None
            done = found.card.grade == top
            yield self.say("whatif.best" if done else "whatif.no_way")
            return
        first = found.ways[0]
        yield self.say("whatif.ways", grade=first.grade, total=as_text(first.total))
        for number, way in enumerate(found.ways, start=1):
            yield self.say("whatif.way", number=number)
            yield from map(self._step, way.wants)

    def _step(self, want: Want) -> str:
        name = self.messages.field(want.name, self.lang)
        return self.say(
            "whatif.step",
            row=want.line.name,
            name=name,
            now=amount(want.now, want),
            need=self.need(want),
            points=exact(want.points),
        )


def signed(value: Fraction) -> str:
    """Return points with their sign."""
    text = exact(value)
    return text if value <= 0 else f"+{text}"


def exact(value: Fraction) -> str:
    """Return points; those without an end are marked as rounded."""
    text = as_text(value, PLACES)
    return f"≈{as_text(SHOWN(value))}" if "/" in text else text


def amount(value: Fraction, want: Want) -> str:
    """Return a number as the form prints it: in its magnitude, with its unit."""
    printed = value / want.scale
    text = as_text(printed)
    text = f"≈{as_text(SHOWN(printed))}" if "/" in text else text
    return text + want.unit


def printable_value(want: Want) -> str:
    """Return the next number, in the direction needed, with the decimals that the form prints."""
    assert want.value is not None
    step = Fraction(1, 10 ** decimals(want.line, want.name))
    steps = want.value / want.scale / step
    number = ceil(steps) if want.beyond >= 0 else floor(steps)
    if not want.attained and number == steps:
        number += want.beyond
    return as_text(number * step) + want.unit


def decimals(line: LineOfCard, name: str) -> int:
    """Return how many decimals the form prints in target and actual."""
    texts = (line.target, line.actual)
    found = [len(text.partition(".")[2]) for text in map(_digits, texts)]
    return max(found) if name else 0


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isascii() and (c.isdigit() or c == "."))


# -- plain data ---------------------------------------------------------------------------


def trial_document(trial: Trial) -> dict[str, Any]:
    """Return how well a spec's examples hold it, as plain data."""
    return {
        "schema": "perfrules/spec-test/1",
        "spec": f"{trial.spec.id}@{trial.spec.version}",
        "digest": trial.spec.digest,
        "examples": trial.examples,
        "touches": [
            {"path": t.path, "edge": t.edge, "side": t.side, "done": t.done}
            for t in trial.coverage.touches
        ],
        "mutants": [
            {"path": m.path, "change": m.change, "detail": m.detail, "caught": m.caught}
            for m in trial.mutants
        ],
        "holds": trial.holds,
    }


def diff_document(one: str, two: str, found: tuple[Difference, ...]) -> dict[str, Any]:
    """Return what changed between two specs, as plain data."""

    def reason(why: Reason) -> dict[str, Any]:
        return {"quotes": list(why.quotes), "assume": why.assume}

    changes = [
        {
            "path": d.path,
            "old": d.old,
            "new": d.new,
            "old_basis": reason(d.was),
            "new_basis": reason(d.now),
        }
        for d in found
    ]
    return {"schema": "perfrules/spec-diff/1", "one": one, "two": two, "changes": changes}


def comparison_document(found: Comparison) -> dict[str, Any]:
    """Return a form under two specs, as plain data; all points are text, exact."""

    def ends(one: Any) -> dict[str, str | None]:
        settled = None if one.settled is None else as_text(one.settled, PLACES)
        return {"low": points(one.low), "high": points(one.high), "settled": settled}

    low, high = found.difference
    return {
        "schema": "perfrules/comparison/1",
        "form": found.one.form.source,
        "one": {"spec": found.one.spec.name, "digest": found.one.spec.digest},
        "two": {"spec": found.two.spec.name, "digest": found.two.spec.digest},
        "lines": [
            {"id": pair.one.id, "name": pair.one.name, "one": ends(pair.one), "two": ends(pair.two)}
            for pair in found.pairs
        ],
        "total": {"one": ends(found.one.whole), "two": ends(found.two.whole)},
        "grade": {"one": found.one.grade, "two": found.two.grade},
        "difference": {"low": as_text(low), "high": as_text(high)},
        "parts": [
            {
                "spec": part.spec,
                "amendments": list(part.ids),
                "low": as_text(part.low),
                "high": as_text(part.high),
            }
            for part in found.parts
        ],
    }


def what_if_document(found: WhatIf) -> dict[str, Any]:
    """Return what it would take, as plain data; numbers are exact text."""
    return {
        "schema": "perfrules/what-if/1",
        "form": found.card.form.source,
        "spec": found.card.spec.name,
        "full": [
            {"id": line.id, "name": line.name, "want": _want(want) if want else None}
            for line, want in found.full
        ],
        "ways": [_way(way) for way in found.ways],
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "grade": way.grade,
        "total": as_text(way.total),
        "rows": [{"id": want.line.id, **_want(want)} for want in way.wants],
    }


def _want(want: Want) -> dict[str, Any]:
    value = want.value
    return {
        "name": want.name,
        "points": as_text(want.points),
        "now": as_text(want.now / want.scale),
        "value": None if value is None else as_text(value / want.scale),
        "attained": want.attained,
        "direction": {1: "more", -1: "less", 0: "as is"}[want.beyond],
        "unit": want.unit,
        "printed": None if value is None else printable_value(want),
    }
