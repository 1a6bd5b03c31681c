"""
What a careful auditor remarks beyond the scores: left-overs, doubles, targets, reasons, money.

Checks on one row are data (`model.checks`, ``specs/vocabulary/review.yaml``, a spec's own) and
are looked at here; those that look at several rows, at the money, at the head and the goals
are functions of their own modules.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from perfrules.findings import Case, Code, Finding
from perfrules.model.card import LineOfCard, Scorecard, Unscored
from perfrules.model.checks import RowCheck, RowFacts
from perfrules.model.form import Row
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.model.vocabulary.review import ReviewWords
from perfrules.review.checks import percent
from perfrules.review.found import PERCENT, at_line, exact_number, pair, rate, total_of
from perfrules.review.heads import HEAD_CHECKS
from perfrules.review.money import MONEY_CHECKS
from perfrules.review.sections import SECTION_CHECKS
from perfrules.review.unscored import UNSCORED_CHECKS
from perfrules.text import caption

Audit = Callable[[Scorecard, ReviewWords], Iterator[Finding]]
HUNDRED = 100
BY_DIRECTION = (Code.FULL_MARKS_THOUGH_MISSED, Code.CLAIM_DIFFERS)


def audit(card: Scorecard, words: ReviewWords) -> tuple[Finding, ...]:
    """Return all findings of all checks of the audit."""
    on_rows = (*words.checks, *card.spec.own_checks)
    found = [finding for check in on_rows for finding in row_check(card, check)]
    return (*found, *(finding for check in AUDITS for finding in check(card, words)))


def in_doubt(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """
    Return findings; those that depend on a doubtful direction say so.

    Where the direction of a target looks upside down or is missing, the score that the rules
    give may be the wrong one, and the claim the right one.
    """
    doubtful = {finding.row for finding in findings if finding.code == Code.DIRECTION_DOUBTFUL}
    return tuple(
        replace(finding, case=Case.DOUBTFUL)
        if finding.code in BY_DIRECTION and finding.row in doubtful
        else finding
        for finding in findings
    )


def row_check(card: Scorecard, check: RowCheck) -> Iterator[Finding]:
    """Yield what one check of the catalogue, or of the spec, remarks: once a row."""
    limit = card.spec.check(check.code).beyond
    for line in card.lines:
        if line.row is None:
            continue
        facts = _facts(card, line, line.row)
        trait = next((trait for trait in check.rows if trait.fits(facts, limit)), None)
        if trait is not None:
            value = trait.value(facts)
            share = {} if value is None else {"share": percent(value)}
            told = {**facts.texts, "text": facts.texts[trait.at], **share}
            params = {**told, **check.said(told)}
            found = at_line(check.code, line, trait.at, **params)
            yield replace(found, case=trait.case)


def _facts(card: Scorecard, line: LineOfCard, row: Row) -> RowFacts:
    labels = {
        "applies": "yes" if row.applies else "no",
        "line": line.kind,
        "sign": row.target.sign,
        "target_is": row.target.kind,
        "actual_is": row.actual.kind,
        "units": _units(row),
        "scored": "no" if isinstance(line.outcome, Unscored) else "yes",
        "actual_exact": "no" if _is_vague(row.actual) else "yes",
    }
    texts = {
        "level1": caption(row.level1),
        "level2": caption(row.level2),
        "name": row.name,
        "caption": row.level1 + row.level2 + row.name,
        "target": line.target,
        "actual": line.actual,
        "reason": row.reason or "",
        "unit": row.target.unit or "",
        "actual_unit": row.actual.unit or "",
        "claimed": line.claimed.text or "",
        "weight": line.weight.text or "",
        "rate": "" if (spent := rate(card)) is None else percent(spent),
    }
    numbers = {name: value for name, value in _numbers(card, line, row) if value is not None}
    return RowFacts(labels=labels, texts=texts, numbers=numbers)


def _numbers(card: Scorecard, line: LineOfCard, row: Row) -> Iterator[tuple[str, Fraction | None]]:
    aim, done = exact_number(row.target), exact_number(row.actual)
    both = pair(row.target, row.actual) or (None, None)
    yield from {"aim": aim, "done": done, "target": both[0], "actual": both[1]}.items()
    yield from {"weight": line.weight.value, "claimed": line.claimed.value}.items()
    yield from {"low": line.low, "high": line.high, "whole": card.spec.weight}.items()
    yield "rate", rate(card)
    yield "executed", _executed(card, row.actual.unit or row.target.unit)
    yield "share", _share(row)


def _units(row: Row) -> str:
    """Tell how the units of target and actual, both numbers, are to each other."""
    units = {row.target.unit, row.actual.unit}
    if len(units) == 1:
        return "same"
    return "one" if None in units else "other"


def _is_vague(quantity: Quantity) -> bool:
    """Tell whether a number is known only within bounds, or not even so."""
    if quantity.kind is not Kind.QUANTITY or quantity.sign is not Sign.NONE:
        return False
    return quantity.span is None or not quantity.span.is_point


def _share(row: Row) -> Fraction | None:
    """Return the actual as a share of the whole; a bare number above 1 is in percent."""
    done = exact_number(row.actual)
    if done is None or row.actual.unit == PERCENT:
        return done
    bare = row.actual.unit is None and row.target.unit in (None, PERCENT)
    return done / HUNDRED if bare and done > 1 else None


def _executed(card: Scorecard, unit: str | None) -> Fraction | None:
    """Return the money that was spent, in *unit* if it is that of the money block."""
    budget, total = card.form.budget, total_of(card)
    if not (budget and total and unit and budget.unit and budget.unit.endswith(unit)):
        return None
    return None if total.executed.value is None else total.executed.value * budget.factor


AUDITS: tuple[Audit, ...] = (
    *SECTION_CHECKS,
    *HEAD_CHECKS,
    *MONEY_CHECKS,
    *UNSCORED_CHECKS,
)
