"""
The checks: each looks at a scorecard and yields what a reviewer would remark.

A check knows its code and what to compare; how bad a finding is, which tolerance or threshold
holds, comes from the spec.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import accumulate

from perfrules.findings import Finding, Severity, Where
from perfrules.model.card import LineOfCard, Ranged, Scorecard, Scored, Unscored
from perfrules.model.form import Budget, MoneyRow, Number
from perfrules.model.quantity import Kind, Sign
from perfrules.review.notes import contradictions
from perfrules.values import Mode, Rounding, as_text

Check = Callable[[Scorecard], Iterator[Finding]]

PERCENT_POINT = Rounding(step=Fraction(1, 10_000), mode=Mode.HALF_UP)
"""How rates and changes are shown: hundredths of a percent."""

LONGEST_RUN = 20
"""Most neighbouring cost rows that are added up."""

COLUMNS = ("initial", "revised", "executed")
INEQUALITIES = (Sign.GE, Sign.GT, Sign.LE, Sign.LT)


def review(card: Scorecard) -> tuple[Finding, ...]:
    """Return all findings of all checks, in the order of the form within each check."""
    return tuple(finding for check in CHECKS for finding in check(card))


def _at(line: LineOfCard, field: str) -> Where:
    return Where(source=line.where.source, spot=line.cells.get(field, line.where.spot))


def _found(code: str, line: LineOfCard, field: str, **params: str) -> Finding:
    return Finding(code=code, where=_at(line, field), row=line.name, params=params)


def percent(share: Fraction) -> str:
    """Return a share in hundredths of a percent."""
    return as_text(PERCENT_POINT(share) * 100, 2) + "%"


# -- targets and actuals -----------------------------------------------------------------


def copied_inequality(card: Scorecard) -> Iterator[Finding]:
    """The actual still carries a comparator: nothing was measured."""
    for line in card.lines:
        if line.row and line.row.actual.sign in INEQUALITIES:
            same = "yes" if line.actual == line.target else ""
            yield _found("PRT01", line, "actual", actual=line.actual, same=same)


def bare_target(card: Scorecard) -> Iterator[Finding]:
    """The target is a number without a comparator: its direction is an assumption."""
    for line in card.lines:
        target = line.row.target if line.row else None
        if target and target.kind is Kind.QUANTITY and target.sign is Sign.NONE:
            yield _found("PRT05", line, "target", target=line.target, kind=line.kind)


def late_with_full_marks(card: Scorecard) -> Iterator[Finding]:
    """The deadline was missed, and the whole weight is claimed."""
    for line in card.lines:
        late = line.kind == "deadline" and isinstance(line.outcome, Ranged)
        if late and line.weight.value == line.claimed.value is not None:
            yield _found("PRT10", line, "claimed", target=line.target, actual=line.actual)


# -- claims ------------------------------------------------------------------------------


def claims(card: Scorecard) -> Iterator[Finding]:
    """A claim that is not what the rules give."""
    for line in card.lines:
        claim, weight = line.claimed.value, line.weight.value
        if claim is None or weight is None:
            continue
        if weight == 0 and not isinstance(line.outcome, Unscored):
            continue  # a row of a pool has no weight of its own to compare with
        params = {"claimed": line.claimed.text or "", "weight": line.weight.text or ""}
        if claim > weight:
            yield _found("PRS01", line, "claimed", **params)
        elif claim < 0:
            yield _found("PRS02", line, "claimed", **params)
        else:
            yield from _claim_beside_outcome(card, line, claim, weight, params)


def _claim_beside_outcome(
    card: Scorecard, line: LineOfCard, claim: Fraction, weight: Fraction, params: dict[str, str]
) -> Iterator[Finding]:
    low, high = as_text(line.low, 2), as_text(line.high, 2)
    match line.outcome:
        case Scored(points=points) if points != claim:
            code = _unequal(line, claim, points, weight)
            if abs(points - claim) <= card.spec.check(code).tolerance:
                yield _as_info(_found(code, line, "claimed", computed=low, **params))
            else:
                yield _found(code, line, "claimed", computed=low, **params)
        case Ranged() if line.settled is None:
            tier = line.claimed_tier or ""
            yield _found("PRS07", line, "claimed", low=low, high=high, tier=tier, **params)
        case _:
            pass


def _unequal(line: LineOfCard, claim: Fraction, points: Fraction, weight: Fraction) -> str:
    if line.row is None:
        return "PRM04"
    if claim == weight:
        return "PRS03"
    return "PRS04" if points == weight else "PRS05"


def _as_info(finding: Finding) -> Finding:
    """A difference within a stated tolerance is told, as an info."""
    return Finding(
        code=finding.code,
        where=finding.where,
        row=finding.row,
        params=finding.params,
        severity=Severity.INFO,
    )


def lost_without_reason(card: Scorecard) -> Iterator[Finding]:
    """Points are lost and the reason is empty."""
    for line in card.lines:
        claim, weight = line.claimed.value, line.weight.value
        if line.row is None or claim is None or weight is None or line.row.reason:
            continue
        if claim < weight:
            claimed, of = line.claimed.text or "", line.weight.text or ""
            yield _found("PRN01", line, "reason", claimed=claimed, weight=of)


# -- weights -----------------------------------------------------------------------------


def weights(card: Scorecard) -> Iterator[Finding]:
    """Weights in all, per section, and the fixed ones."""
    made = sum((_printed_weight(card, line) for line in card.lines), Fraction(0))
    if card.spec.weight is not None and made != card.spec.weight:
        params = {"sum": as_text(made), "total": as_text(card.spec.weight)}
        yield Finding(code="PRW01", where=card.form.where("header"), params=params)
    for section, group in zip(card.sections, card.spec.groups, strict=True):
        if group.rule:
            yield from _fixed_weight(card, group.label, group.weight)
        elif section.weight != group.weight and group.bounds is None:
            params = {"sum": as_text(section.weight), "weight": as_text(group.weight)}
            code = "PRW05" if group.fixed else "PRW02"
            yield Finding(
                code=code,
                where=_section_where(card, section.id),
                row=group.label,
                params=params,
            )


def _printed_weight(card: Scorecard, line: LineOfCard) -> Fraction:
    money = card.form.budget.total if card.form.budget else None
    printed = money.weight if line.row is None and money else line.weight
    return printed.value or (Fraction(0) if line.row else line.weight.value or Fraction(0))


def _fixed_weight(card: Scorecard, label: str, weight: Fraction) -> Iterator[Finding]:
    money = card.form.budget.total if card.form.budget else None
    if money and money.weight.value is not None and money.weight.value != weight:
        params = {"sum": money.weight.text or "", "weight": as_text(weight)}
        where = _money_where(money, "weight")
        yield Finding(code="PRW05", where=where, row=label, params=params)


def _section_where(card: Scorecard, group: str) -> Where:
    rows = [line.where for line in card.lines if line.group and line.group.id == group]
    return rows[0] if rows else card.form.where("header")


def listed_rows(card: Scorecard) -> Iterator[Finding]:
    """A row that the rules list with its points is not there, or has other points."""
    found = {line.entry: line for line in card.lines}
    for entry in card.spec.rows:
        if not entry.weight:
            continue
        line = found.get(entry.id)
        params = {"name": " ".join(entry.when.name), "weight": as_text(entry.weight)}
        if line is None:
            name = params["name"]
            yield Finding(code="PRF11", where=card.form.where("header"), row=name, params=params)
        elif line.weight.value != entry.weight:
            listed = as_text(entry.weight)
            yield _found("PRW07", line, "weight", weight=line.weight.text or "", listed=listed)


def rows_outside_groups(card: Scorecard) -> Iterator[Finding]:
    """A row whose first-level caption belongs to no group of the spec."""
    for line in card.lines:
        if line.row and line.group is None:
            yield _found("PR310", line, "name", level1=line.level1)


# -- money -------------------------------------------------------------------------------


def _money_where(money: MoneyRow, field: str) -> Where:
    return Where(source=money.where.source, spot=money.cells.get(field, money.where.spot))


def _amount(money: MoneyRow, column: str) -> Number:
    number: Number = getattr(money, column)
    return number


def money_adds_up(card: Scorecard) -> Iterator[Finding]:
    """The total of the money block is not the sum of its parts, column by column."""
    budget = card.form.budget
    if budget is None or budget.total is None:
        return
    for column in COLUMNS:
        printed = _amount(budget.total, column)
        parts = [v for part in budget.parts if (v := _amount(part, column).value) is not None]
        if printed.value is not None and parts:
            yield from _difference(card, budget.total, column, printed, parts)


def _difference(
    card: Scorecard, total: MoneyRow, column: str, printed: Number, parts: list[Fraction]
) -> Iterator[Finding]:
    assert printed.value is not None
    difference = printed.value - sum(parts, Fraction(0))
    if difference == 0:
        return
    tolerance = card.spec.check("PRM01").tolerance
    finding = Finding(
        code="PRM01",
        where=_money_where(total, column),
        row=total.label,
        params={
            "column": column,
            "parts": " + ".join(as_text(part) for part in parts),
            "sum": as_text(printed.value - difference),
            "printed": printed.text or "",
            "difference": as_text(abs(difference)),
            "tolerance": as_text(tolerance),
        },
    )
    yield _as_info(finding) if abs(difference) <= tolerance else finding


def execution_rate(card: Scorecard) -> Iterator[Finding]:
    """The printed rate is not the money's, at its own precision; or it is above 100 %."""
    total = card.form.budget.total if card.form.budget else None
    if total is None or total.executed.value is None or not total.revised.value:
        return
    rate = total.executed.value / total.revised.value
    params = {"rate": percent(rate), "printed": total.rate.text or ""}
    if total.rate.value is not None and not _same_rate(total.rate, rate):
        yield Finding(
            code="PRM03", where=_money_where(total, "rate"), row=total.label, params=params
        )
    if rate > 1:
        where = _money_where(total, "executed")
        yield Finding(code="PRM05", where=where, row=total.label, params=params)


def _same_rate(printed: Number, rate: Fraction) -> bool:
    """Compare at the printed precision; a rate without a percent sign may be either."""
    assert printed.value is not None and printed.text is not None
    decimals = max(map(len, re.findall(r"\.(\d+)", printed.text)), default=0)
    half = Fraction(1, 2 * 10**decimals)
    readings = [printed.value * 100, printed.value]
    return any(abs(reading - rate * 100) <= half for reading in readings)


def budget_revised(card: Scorecard) -> Iterator[Finding]:
    """The budget was changed much within the year."""
    total = card.form.budget.total if card.form.budget else None
    beyond = card.spec.check("PRM15").beyond
    if total is None or beyond is None or not total.initial.value:
        return
    if total.revised.value is None:
        return
    change = (total.revised.value - total.initial.value) / total.initial.value
    if abs(change) > beyond:
        params = {
            "initial": total.initial.text or "",
            "revised": total.revised.text or "",
            "change": ("+" if change > 0 else "") + percent(change),
            "beyond": percent(beyond),
        }
        where = _money_where(total, "revised")
        yield Finding(code="PRM15", where=where, row=total.label, params=params)


def cost_beside_money(card: Scorecard) -> Iterator[Finding]:
    """Cost rows that add up to the money first planned, though another sum was spent."""
    budget = card.form.budget
    if budget is None:
        return
    costs = [(line, cost) for line in card.lines if (cost := _cost(line, budget)) is not None]
    told: set[str] = set()
    for money in (*budget.parts, *((budget.total,) if budget.total else ())):
        for run in _runs_of(costs, money):
            for line, _ in run:
                if line.id not in told:
                    told.add(line.id)
                    yield _cost_finding(line, run, money)


def _cost(line: LineOfCard, budget: Budget) -> Fraction | None:
    """Return a reverse row's actual in the unit of the money block, if it is money."""
    actual = line.row.actual if line.row and line.kind == "reverse" else None
    if actual is None or actual.number is None or not actual.unit or not budget.unit:
        return None
    return actual.number / budget.factor if budget.unit.endswith(actual.unit) else None


Costs = list[tuple[LineOfCard, Fraction]]


def _runs_of(costs: Costs, money: MoneyRow) -> Iterator[Costs]:
    """Yield runs of neighbouring cost rows whose sum is the initial amount of a money row."""
    initial, executed = money.initial.value, money.executed.value
    if initial is None or executed is None or executed == initial:
        return
    for start in range(len(costs)):
        run = costs[start : start + LONGEST_RUN]
        for length, made in enumerate(accumulate(cost for _, cost in run), start=1):
            if made == initial:
                yield run[:length]


def _cost_finding(line: LineOfCard, run: Costs, money: MoneyRow) -> Finding:
    return _found(
        "PRM09",
        line,
        "actual",
        actual=line.actual,
        sum=" + ".join(as_text(cost) for _, cost in run),
        label=money.label,
        initial=money.initial.text or "",
        executed=money.executed.text or "",
    )


# -- total and grade ---------------------------------------------------------------------


def claimed_total(card: Scorecard) -> Iterator[Finding]:
    """The printed total is not the sum of the printed scores."""
    total = card.form.claimed_total
    claimed = [line.claimed.value for line in card.lines]
    known = [claim for claim in claimed if claim is not None]
    if total.value is None or len(known) != len(claimed):
        return
    made = sum(known, Fraction(0))
    if abs(total.value - made) > card.spec.check("PRG01").tolerance:
        params = {"printed": total.text or "", "sum": as_text(made)}
        yield Finding(code="PRG01", where=card.form.where("claimed_total"), params=params)


def claimed_grade(card: Scorecard) -> Iterator[Finding]:
    """The printed grade is not that of the printed total (or of no possible total)."""
    printed, scale, total = card.form.claimed_grade, card.spec.grade, card.form.claimed_total
    if not printed or scale is None:
        return
    right = {t.label for t in scale.tiers if total.value is not None and total.value in t.span}
    right = right or set(card.grades)
    meant = {tier.label for tier in scale.tiers if printed in tier.words}
    if not meant & right:
        params = {"printed": printed, "grade": " ".join(sorted(right)), "total": total.text or ""}
        yield Finding(code="PRG02", where=card.form.where("claimed_grade"), params=params)


# -- the spec itself ---------------------------------------------------------------------


def spec_fits_form(card: Scorecard) -> Iterator[Finding]:
    """The form is of another year, the spec is a trial, or the form prints other rules."""
    form, spec = card.form, card.spec
    if form.fiscal_year is not None and form.fiscal_year != spec.fiscal_year:
        years = {"year": str(form.fiscal_year), "spec": spec.name}
        yield Finding(code="PR312", where=form.where("fiscal_year"), params=years)
    if spec.trial:
        yield Finding(code="PR313", where=form.where(), params={"spec": spec.name})
    for found in contradictions(form, card.clauses):
        params = {
            "note": str(found.number),
            "printed": found.printed,
            "quoted": found.quoted,
            "clause": found.clause.id,
            "spec": spec.name,
        }
        where = form.where(f"note{found.number}")
        yield Finding(code="PR311", where=where, params=params)


CHECKS: tuple[Check, ...] = (
    copied_inequality,
    bare_target,
    late_with_full_marks,
    claims,
    lost_without_reason,
    weights,
    listed_rows,
    rows_outside_groups,
    money_adds_up,
    execution_rate,
    budget_revised,
    cost_beside_money,
    claimed_total,
    claimed_grade,
    spec_fits_form,
)
