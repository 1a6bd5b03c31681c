"""Checks on rows as data: what a row must be like to be remarked on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Self

from perfrules.findings import Code, Severity
from perfrules.rules.formula import ArithmeticFault, Formula, evaluate, parse
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

Words = tuple[str, ...]
Lists = Mapping[str, Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTrait:
    """What a text must be like; an empty field asks nothing."""

    holds: Words = ()
    lacks: Words = ()
    whole: Words = ()
    lacks_whole: Words = ()
    matches: re.Pattern[str] | None = None
    filled: bool | None = None

    @classmethod
    def from_document(cls, document: Mapping[str, Any], lists: Lists) -> Self:
        """Build from plain data; a single word is the name of a list, if there is one."""

        def words(name: str) -> Words:
            given = document.get(name, ())
            return lists.get(given, (given,)) if isinstance(given, str) else tuple(given)

        pattern = document.get("matches")
        return cls(
            holds=words("holds"),
            lacks=words("lacks"),
            whole=words("is"),
            lacks_whole=words("lacks_whole"),
            matches=re.compile(pattern) if pattern else None,
            filled=document.get("filled"),
        )

    def fits(self, text: str) -> bool:
        """Tell whether a text is so."""
        return (
            (not self.holds or any(word in text for word in self.holds))
            and not any(word in text for word in self.lacks)
            and (not self.whole or phrase(text) in self.whole)
            and phrase(text) not in self.lacks_whole
            and (self.matches is None or self.matches.search(text) is not None)
            and (self.filled is None or bool(text.strip()) is self.filled)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A number must be beyond this: ``from`` ≥, ``to`` ≤, ``over`` >, ``under`` <."""

    of: Formula
    side: str
    limit: Fraction

    def fits(self, value: Fraction, limit: Fraction) -> bool:
        """Tell whether *value* lies on the side of *limit* that the check looks at."""
        match self.side:
            case "from":
                return value >= limit
            case "to":
                return value <= limit
            case "over":
                return value > limit
            case _:
                return value < limit


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """What checks may look at in a row; a number that is not known is not there."""

    labels: Mapping[str, str]
    texts: Mapping[str, str]
    numbers: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTrait:
    """
    One way to be remarked on: all of it must hold.

    Attributes:
        at: the field that is shown.
        case: of its findings, if it is worse or milder this way.
    """

    at: str
    labels: Mapping[str, Words]
    texts: Mapping[str, TextTrait]
    bound: Bound | None
    case: str = ""

    def __post_init__(self) -> None:
        freeze(self, "labels", "texts")

    @classmethod
    def from_document(cls, document: Mapping[str, Any], lists: Lists) -> Self:
        """
        Build from plain data.

        Raises:
            FormulaError: of its formula.
        """
        sides = [name for name in ("from", "to", "over", "under") if name in document]
        bound = None
        if "of" in document and sides:
            formula = parse(document["of"], NUMBERS)
            bound = Bound(of=formula, side=sides[0], limit=exact(document[sides[0]]))
        traits = {name: document[name] for name in TEXTS if name in document}
        asked = {"applies": ("yes",), **document}
        return cls(
            at=document["at"],
            labels={name: tuple(asked[name]) for name in LABELS if name in asked},
            texts={name: TextTrait.from_document(one, lists) for name, one in traits.items()},
            bound=bound,
            case=document.get("case", ""),
        )

    def fits(self, row: RowFacts, beyond: Fraction | None = None) -> bool:
        """
        Tell whether a row is so.

        Args:
            row: what is known of it.
            beyond: takes the place of the check's own bound.
        """
        return (
            all(row.labels[name] in labels for name, labels in self.labels.items())
            and all(trait.fits(row.texts[name]) for name, trait in self.texts.items())
            and self._is_beyond(row, beyond)
        )

    def value(self, row: RowFacts) -> Fraction | None:
        """Return the number that the bound is about, where it is known."""
        if self.bound is None or not self.bound.of.names <= row.numbers.keys():
            return None
        try:
            return Fraction(evaluate(self.bound.of, row.numbers))
        except ArithmeticFault:
            return None

    def _is_beyond(self, row: RowFacts, beyond: Fraction | None) -> bool:
        if self.bound is None:
            return True
        value = self.value(row)
        limit = self.bound.limit if beyond is None else beyond
        return value is not None and self.bound.fits(value, limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCheck:
    """
    A check of the catalogue, or of a spec.

    Attributes:
        code: of its findings.
        rows: the ways to be remarked on; the first that fits tells the field.
        severities: of a spec's own check, by case.
        params: of a spec's own check, its name and its sentences.
    """

    code: Code
    rows: tuple[RowTrait, ...]
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
        severities: Mapping[str, Severity] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Self:
        """
        Build from plain data.

        Args:
            code: of its findings.
            rows: what it lists under ``rows``.
            lists: words by the name of their list, which it may name.
            severities: of a spec's own check, by case.
            params: of a spec's own check.

        Raises:
            FormulaError: of a formula in it.
        """
        traits = tuple(RowTrait.from_document(row, lists or {}) for row in rows)
        return cls(code=code, rows=traits, severities=severities or {}, params=params or {})

    def said(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return its sentences with the texts of a row in place of their names: {actual}."""
        # Not str.format: a spec comes from strangers, and format reaches attributes.
        return {
            key: _NAME.sub(lambda name: texts.get(name[1], name[0]), sentence)
            for key, sentence in self.params.items()
        }
