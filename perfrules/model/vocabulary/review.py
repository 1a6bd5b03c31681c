"""The words with which forms are reviewed: the catalogue of checks on rows, and what else asks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from perfrules.findings import Code
from perfrules.model.checks import RowCheck
from perfrules.model.vocabulary.quantities import QuantityWords
from perfrules.text import PERCENT, any_of, phrase
from perfrules.values import exact


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class MentionedAmount:
    """
    A number with its unit inside a sentence.

    Attributes:
        value: in *unit*, without its magnitude.
        factor: how much a printed 1 means: 10000 for 30万元.
    """

    text: str
    value: Fraction
    unit: str
    factor: Fraction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class GoalWords:
    """
    The words of goals.

    Attributes:
        numbers: a number in a text.
        parts_follow: the parts of the amount before it follow it.
        parts_end: where such parts end.
        sum_follows: the sum of the amounts before it follows it.
        sentence_end: where sentences are split.
        between: what separates amounts, and the parts of a unit (元、角) elsewhere.
    """

    numbers: re.Pattern[str]
    parts_follow: re.Pattern[str]
    parts_end: re.Pattern[str]
    sum_follows: re.Pattern[str]
    sentence_end: re.Pattern[str]
    between: re.Pattern[str]

    @classmethod
    def from_document(cls, document: Mapping[str, str]) -> Self:
        """Build from plain data."""
        return cls(**{name: re.compile(pattern) for name, pattern in document.items()})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReviewWords:
    """
    The catalogue of checks on rows, and what the other checks need.

    Attributes:
        lists: words by the name of their list; a spec's own checks may name them too.
        sections: kind of section → words of its captions.
        required: kinds of section that every form has.
        checks: those on rows.
        beyond: finding code → bound of a check that is a function.
        numbering: what comes before names and is not part of them.
        year: a year that a text names.
        year_digits: Chinese digits of a year → digits.
        caption_weight: the points that a caption prints, in one of its groups.
        bare_points: a caption that is nothing but points.
        noted_weights: kind of section → the points that a note gives it, in group 1.
        heads: captions in the head of a form that have something behind them.
        ranks: how units are ranked by their names; if several fit, the last one counts.
        code_of_unit: a number in front of a unit's name.
        longest_head: characters from which on a text is a sentence.
        deducted: how a reviewer's remark names the share that is taken, in percent.
        unsupported: what a reviewer says of a row that nothing supports.
        grades: the list of grades as phrases.
        amount: a number with magnitude and unit; not_amounts: units that date or score.
    """

    lists: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, tuple[str, ...]]
    required: frozenset[str]
    checks: tuple[RowCheck, ...]
    beyond: Mapping[Code, Fraction]
    numbering: re.Pattern[str]
    year: re.Pattern[str]
    year_digits: Mapping[int, str]
    caption_weight: re.Pattern[str]
    bare_points: re.Pattern[str]
    noted_weights: Mapping[str, re.Pattern[str]]
    heads: frozenset[str]
    ranks: tuple[re.Pattern[str], ...]
    code_of_unit: re.Pattern[str]
    longest_head: int
    goals: GoalWords
    deducted: re.Pattern[str]
    unsupported: tuple[str, ...]
    grades: frozenset[str]
    amount: re.Pattern[str]
    not_amounts: frozenset[str]
    factors: Mapping[str, Fraction]
    name_unit: re.Pattern[str]

    @classmethod
    def from_document(cls, document: Mapping[str, Any], quantities: QuantityWords) -> Self:
        """
        Build from the plain data of ``specs/vocabulary/review.yaml``.

        Args:
            document: that data.
            quantities: for numbers with their units inside sentences.
        """
        lists = _lists(document["words"])
        sections = _lists(document["sections"])
        return cls(
            lists=lists,
            sections=sections,
            required=frozenset(document["required"]),
            checks=tuple(
                RowCheck.from_document(
                    Code(code), check["rows"], lists, precheck=check.get("precheck", False)
                )
                for code, check in document["checks"].items()
            ),
            beyond={Code(code): exact(limit) for code, limit in document["beyond"].items()},
            numbering=re.compile(document["numbering"]),
            year=re.compile(document["year"]),
            year_digits={ord(c): str(digit) for digit, c in enumerate(document["year_digits"])},
            caption_weight=re.compile(document["caption_weight"]),
            bare_points=re.compile(document["bare_points"]),
            noted_weights=dict(_noted_weights(document["noted_weight"], _lists(document["noted"]))),
            heads=frozenset(document["heads"]),
            ranks=tuple(map(re.compile, document["ranks"])),
            code_of_unit=re.compile(document["code_of_unit"]),
            longest_head=int(document["longest_head"]),
            goals=GoalWords.from_document(document["goals"]),
            deducted=re.compile(document["deducted"]),
            unsupported=tuple(document["unsupported"]),
            grades=frozenset(map(phrase, lists["grades"])),
            amount=_amount_pattern(quantities),
            not_amounts=frozenset(document["not_amounts"]),
            factors={**quantities.factors.magnitudes, **quantities.factors.parts},
            name_unit=re.compile(document["name_unit"]),
        )

    def other_years(self, text: str, year: int) -> str:
        """Return the years that a text names, if that of the form is neither one nor between."""
        named = [int(found) for found in self.year.findall(text.translate(self.year_digits))]
        if not named or min(named) <= year <= max(named):
            return ""
        return " ".join(map(str, dict.fromkeys(named)))

    def section_kinds(self, caption: str) -> frozenset[str]:
        """Return the kinds of section that a caption speaks of."""
        kinds = self.sections.items()
        return frozenset(kind for kind, names in kinds if any(map(caption.__contains__, names)))

    def rank(self, unit: str) -> int:
        """Return the rank of a unit by its name, 1 for the highest; 0 if it is not known."""
        fitting = [rank for rank, pattern in enumerate(self.ranks, start=1) if pattern.search(unit)]
        return max(fitting, default=0)

    def amounts(self, text: str) -> tuple[MentionedAmount, ...]:
        """Return the numbers with units in a text, in its order."""
        return tuple(self._amounts(text))

    def _amounts(self, text: str) -> Iterator[MentionedAmount]:
        for found in self.amount.finditer(self.goals.between.sub(";", text)):
            part, unit = found["part"], found["unit"] or PERCENT
            factor = self.factors.get(part or found["magnitude"] or "", Fraction(1))
            value = exact(found["number"].replace(",", "")) * factor
            if unit not in self.not_amounts:
                yield MentionedAmount(text=found[0], value=value, unit=unit, factor=factor)

    def unit_of_name(self, name: str) -> str:
        """Return the unit in brackets at the end of a name, without magnitude; else nothing."""
        said = self.name_unit.search(name)
        found = self.amount.fullmatch(f"1{said[1]}") if said else None
        return (found["unit"] or PERCENT) if found else ""


def _lists(document: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in document.items()}


def _noted_weights(
    pattern: str, sections: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the pattern of each kind of section; its words take the place of {section}."""
    for kind, words in sections.items():
        yield kind, re.compile(pattern.replace("{section}", f"(?:{any_of(words)})"))


def _amount_pattern(quantities: QuantityWords) -> re.Pattern[str]:
    magnitudes = any_of(tuple(quantities.factors.magnitudes))
    parts = any_of(tuple(quantities.factors.parts))
    return re.compile(
        r"(?<![0-9.])(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)"
        rf"(?:(?P<part>{parts})|(?P<magnitude>{magnitudes})?(?P<unit>{quantities.units.pattern.pattern}))"
    )
