"""Checks on rows as data: what a row must be like to be reported."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from perfrules.findings import Code, Severity
from perfrules.rules.formula import ArithmeticFault, Formula, compute, parse
from perfrules.text import phrase
from perfrules.values import Frozen, exact, freeze

NUMBERS = (
    "target",
    "actual",
    "aim",
    "done",
    "weight",
    "claimed",
    "low",
    "high",
    "rate",
    "executed",
    "whole",
    "share",
)
"""
Names that a check's formula may read: *target* and *actual* where they are exact numbers of one
unit, *aim* and *done* each by itself, *low* and *high* the points computed, *rate* and *executed*
of the money block (in the row's unit), *whole* the points of the form, *share* the actual as a
share (a bare 95 is 95 %).
"""
TEXTS = (
    "level1",
    "level2",
    "name",
    "caption",
    "target",
    "actual",
    "reason",
    "unit",
    "actual_unit",
    "claimed",
    "weight",
)
"""Texts of a row that a check may look at; *caption* is level1, level2 and name together."""
LABELS = (
    "line",
    "sign",
    "target_is",
    "actual_is",
    "actual_exact",
    "units",
    "scored",
    "applies",
)
"""
Labels of a row: kind of its line, comparator of its target, sorts of both, the actual exact,
how their units are (same, one, other), whether it was scored, whether it applies (without a
word of it a check is about rows that do).
"""

_NAME = re.compile(r"\{([a-z0-9_]+)\}")

WordList = tuple[str, ...]
Lists = Mapping[str, WordList]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTrait:
    """
    What a text must be like; an empty field asks nothing.

    Attributes:
        holds: it holds one of some words, which the pattern finds; lacks: none of these.
        whole: the phrase is one of these; lacks_whole: it is not one of these.
    """

    holds: re.Pattern[str] | None = None
    lacks: re.Pattern[str] | None = None
    whole: frozenset[str] = frozenset()
    lacks_whole: frozenset[str] = frozenset()
    matches: re.Pattern[str] | None = None
    filled: bool | None = None

    @classmethod
    def from_document(cls, document: Mapping[str, Any], lists: Lists) -> Self:
        """Build from plain data; a single word is the name of a list, if there is one."""

        def words(name: str) -> WordList:
            given = document.get(name, ())
            return lists.get(given, (given,)) if isinstance(given, str) else tuple(given)

        pattern = document.get("matches")
        return cls(
            holds=_one_of(words("holds")),
            lacks=_one_of(words("lacks")),
            whole=frozenset(words("is")),
            lacks_whole=frozenset(words("lacks_whole")),
            matches=re.compile(pattern) if pattern else None,
            filled=document.get("filled"),
        )

    def fits(self, text: str) -> bool:
        """Return whether a text is like this."""
        if self.filled is not None and bool(text.strip()) is not self.filled:
            return False
        if self.whole and phrase(text) not in self.whole:
            return False
        if self.holds and not self.holds.search(text):
            return False
        if self.lacks and self.lacks.search(text):
            return False
        if self.matches and not self.matches.search(text):
            return False
        return not (self.lacks_whole and phrase(text) in self.lacks_whole)


def _one_of(words: WordList) -> re.Pattern[str] | None:
    """Return a pattern that finds any of some words: much faster than to look for each."""
    return re.compile("|".join(map(re.escape, words))) if words else None


class Side(StrEnum):
    """On which side of a limit a number must be."""

    FROM = "from"
    TO = "to"
    OVER = "over"
    UNDER = "under"

    def holds(self, value: Fraction, limit: Fraction) -> bool:
        """Return whether *value* is on this side of *limit*."""
        return _COMPARISONS[self](value, limit)


_COMPARISONS: Mapping[Side, Callable[[Fraction, Fraction], bool]] = {
    Side.FROM: operator.ge,
    Side.TO: operator.le,
    Side.OVER: operator.gt,
    Side.UNDER: operator.lt,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A number must be beyond this."""

    of: Formula
    side: Side
    limit: Fraction

    def is_passed(self, value: Fraction | None, limit: Fraction | None) -> bool:
        """Return whether a number is beyond *limit*, or beyond its own where there is none."""
        return value is not None and self.side.holds(value, self.limit if limit is None else limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """What checks may look at in a row; a number that is not known is not there."""

    labels: Mapping[str, str]
    texts: Mapping[str, str]
    numbers: Mapping[str, Fraction]
    computed: dict[str, Fraction | None] = field(default_factory=dict, compare=False, repr=False)
    """formula → its number, once it was asked for: many checks compare the same one"""

    def value(self, formula: Formula) -> Fraction | None:
        """Return a number; ``None`` where a name has no value, or it cannot be computed."""
        if formula.source not in self.computed:
            self.computed[formula.source] = self._value(formula)
        return self.computed[formula.source]

    def _value(self, formula: Formula) -> Fraction | None:
        if not formula.names <= self.numbers.keys():
            return None
        try:
            return Fraction(compute(formula, self.numbers))
        except ArithmeticFault:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTrait:
    """
    One way to be reported: all of it must hold.

    Attributes:
        at: the field that is shown.
        labels: each with those of its values that fit.
        texts: each with what it must be like.
        case: of its findings, if it is worse or milder this way.
    """

    at: str
    labels: tuple[tuple[str, WordList], ...]
    texts: tuple[tuple[str, TextTrait], ...]
    bound: Bound | None
    case: str = ""

    @classmethod
    def from_document(cls, document: Mapping[str, Any], lists: Lists) -> Self:
        """
        Build from plain data.

        Raises:
            FormulaError: of its formula.
        """
        sides = [side for side in Side if side in document]
        bound = None
        if "of" in document and sides:
            formula = parse(document["of"], NUMBERS)
            bound = Bound(of=formula, side=sides[0], limit=exact(document[sides[0]]))
        traits = [(name, document[name]) for name in TEXTS if name in document]
        asked = {"applies": ("yes",), **document}
        return cls(
            at=document["at"],
            labels=tuple((name, tuple(asked[name])) for name in LABELS if name in asked),
            texts=tuple((name, TextTrait.from_document(one, lists)) for name, one in traits),
            bound=bound,
            case=document.get("case", ""),
        )

    def fits(self, row: RowFacts, beyond: Fraction | None = None) -> bool:
        """
        Return whether a row has all of it.

        Args:
            row: what is known of it.
            beyond: takes the place of the check's own bound.
        """
        labels, texts = row.labels, row.texts
        for name, wanted in self.labels:
            if labels[name] not in wanted:
                return False
        for name, trait in self.texts:
            if not trait.fits(texts[name]):
                return False
        return self.bound is None or self.bound.is_passed(row.value(self.bound.of), beyond)

    def value(self, row: RowFacts) -> Fraction | None:
        """Return the number that the bound is about, where it is known."""
        return row.value(self.bound.of) if self.bound else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck:
    """
    A check of the catalogue, or of a spec.

    Attributes:
        code: of its findings.
        rows: the ways to be reported; the first that fits decides which field is shown.
        precheck: whether it looks at the plan alone, and is made in a precheck too.
        severities: of a spec's own check, by case.
        params: of a spec's own check, its name and its sentences.
    """

    code: Code
    rows: tuple[RowTrait, ...]
    precheck: bool = False
    severities: Mapping[str, Severity] = field(default_factory=Frozen)
    params: Mapping[str, str] = field(default_factory=Frozen)

    def __post_init__(self) -> None:
        freeze(self, "severities", "params")

    @classmethod
    def from_document(
        cls,
        code: Code,
        rows: Iterable[Mapping[str, Any]],
        lists: Lists | None = None,
        *,
        precheck: bool = False,
        severities: Mapping[str, Severity] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Self:
        """
        Build from plain data.

        Args:
            code: of its findings.
            rows: what it lists under ``rows``.
            lists: words by the name of their list, which it may name.
            precheck: whether it looks at the plan alone.
            severities: of a spec's own check, by case.
            params: of a spec's own check.

        Raises:
            FormulaError: of a formula in it.
        """
        traits = tuple(RowTrait.from_document(row, lists or {}) for row in rows)
        return cls(
            code=code,
            rows=traits,
            precheck=precheck,
            severities=severities or {},
            params=params or {},
        )

    def fitting(self, row: RowFacts, beyond: Fraction | None = None) -> RowTrait | None:
        """Return the first way in which a row is reported, if there is one."""
        for trait in self.rows:
            if trait.fits(row, beyond):
                return trait
        return None

    def said(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return its sentences with the texts of a row in place of their names: {actual}."""
        # Not str.format: a spec comes from strangers, and format reaches attributes.
        return {
            key: _NAME.sub(lambda name: texts.get(name[1], name[0]), sentence)
            for key, sentence in self.params.items()
        }
