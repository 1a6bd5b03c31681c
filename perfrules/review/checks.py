"""
The checks: each looks at a scorecard and yields what a reviewer would remark.

A check knows its code and what to compare; how bad a finding is, which tolerance or threshold
holds, comes from the spec.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from perfrules.findings import Case, Code, Finding, Where
from perfrules.model.card import Cause, LineOfCard, Ranged, Scorecard, Scored, Unscored
from perfrules.model.form import Budget, MoneyRow, Number
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.model.spec import Group
from perfrules.review.found import pair, rate_of
from perfrules.review.notes import contradictions
from perfrules.text import compact
from perfrules.values import Mode, Rounding, as_text

Check = Callable[[Scorecard], Iterator[Finding]]

PERCENT_POINT = Rounding(step=Fraction(1, 10_000), mode=Mode.HALF_UP)
"""How rates and changes are shown: hundredths of a percent."""

LONGEST_RUN = 20
"""Most neighbouring cost rows that are added up."""
MOST_DETAILS = 8
"""Most lines of the money block of which another one consists."""
MOST_PARTS = 12
"""Most parts of a block in which such lines are looked for."""
FEWEST_OF_A_HALF = 2
"""Fewest lines of a block of money that show all of it a second time."""

COLUMNS = ("initial", "revised", "executed")
NO_RATE = "–"
PLANNED = COLUMNS[:2]
DECIMALS = re.compile(r"\.(\d+)")
PERCENT = "%"
INEQUALITIES = (Sign.GE, Sign.GT, Sign.LE, Sign.LT)


def review(card: Scorecard) -> tuple[Finding, ...]:
    """Return all findings of all checks, in the order of the form within each check."""
    return tuple(finding for check in CHECKS for finding in check(card))


def _at(line: LineOfCard, field: str) -> Where:
    return Where(source=line.where.source, spot=line.cells.get(field, line.where.spot))


def _found(code: Code, line: LineOfCard, field: str, **params: str) -> Finding:
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
            yield _found(Code.ACTUAL_IS_INEQUALITY, line, "actual", actual=line.actual, same=same)
        elif line.row and _repeats_a_range(line):
            yield _found(Code.ACTUAL_IS_INEQUALITY, line, "actual", actual=line.actual, same="yes")


def _repeats_a_range(line: LineOfCard) -> bool:
    """Tell whether the actual is the very range that the target asks for."""
    assert line.row is not None
    span, same = line.row.actual.span, line.actual == line.target
    return same and line.row.actual.kind is Kind.QUANTITY and not (span and span.is_point)


def bare_target(card: Scorecard) -> Iterator[Finding]:
    """The target is one number without a comparator: its direction is an assumption."""
    for line in card.lines:
        target = line.row.target if line.row else None
        if target and target.sign is Sign.NONE and target.kind is Kind.QUANTITY and _is_one(target):
            found = _found(Code.BARE_TARGET, line, "target", target=line.target, kind=line.kind)
            decides = card.spec.check(Code.BARE_TARGET).severity or line.actual != line.target
            yield found if decides else replace(found, case=Case.REPEATED)


def _is_one(target: Quantity) -> bool:
    """Tell a number, whatever its bounds, from a range, which has no direction."""
    return target.span is None or target.span.is_point or target.span.high is None


def late_with_full_marks(card: Scorecard) -> Iterator[Finding]:
    """The deadline was missed, and the whole weight is claimed."""
    for line in card.lines:
        late = line.kind == "deadline" and isinstance(line.outcome, Ranged)
        if late and line.weight.value == line.claimed.value is not None:
            yield _found(
                Code.LATE_FULL_MARKS, line, "claimed", target=line.target, actual=line.actual
            )


# -- claims ------------------------------------------------------------------------------


def claims(card: Scorecard) -> Iterator[Finding]:
    """A claim that is not what the rules give."""
    places = _places(card)
    for line in card.lines:
        claim, weight = line.claimed.value, _weight_printed(card, line).value
        if claim is None or weight is None:
            continue
        if weight == 0 and not isinstance(line.outcome, Unscored):
            continue  # a row of a pool has no weight of its own to compare with
        params = {"claimed": line.claimed.text or "", "weight": as_text(weight)}
        if claim > weight:
            yield _found(Code.CLAIM_ABOVE_WEIGHT, line, "claimed", **params)
        elif claim < 0:
            yield _found(Code.NEGATIVE_CLAIM, line, "claimed", **params)
        else:
            yield from _claim_beside_outcome(card, line, weight, places)


def _places(card: Scorecard) -> Fraction:
    """Return the last decimal place that the column of scores uses, as a number: 1, 0.1, 0.01."""
    texts = [line.claimed.text or "" for line in card.lines]
    decimals = [len(found) for text in texts for found in DECIMALS.findall(text)]
    return Fraction(1, 10 ** max(decimals, default=0))


def _weight_printed(card: Scorecard, line: LineOfCard) -> Number:
    """Return the weight of a line as the form prints it; the rules' where it prints none."""
    rows = card.form.budget.rows if card.form.budget and line.row is None else ()
    printed = (row.weight for row in rows if row.where == line.where and row.weight.value)
    return next(printed, line.weight)


def _claim_beside_outcome(
    card: Scorecard, line: LineOfCard, weight: Fraction, places: Fraction
) -> Iterator[Finding]:
    params = {"claimed": line.claimed.text or "", "weight": as_text(weight)}
    match line.outcome:
        case Scored(exact=exact):
            yield from _claim_beside_points(card, line, weight, exact, places)
        case Ranged(tier=tier) if line.settled is None:
            low, high = as_text(line.low, 2), as_text(line.high, 2)
            named = line.claimed_tier or ""
            params |= {"low": low, "high": high, "tier": named, "meant": tier or ""}
            yield _found(Code.CLAIM_OUTSIDE_RANGE, line, "claimed", **params)
        case Ranged(cause=Cause.CHOICE) if _is_lost_for_nothing(line):
            yield _found(
                Code.LOST_THOUGH_MET, line, "claimed", computed=as_text(line.high, 2), **params
            )
        case _:
            pass


def _is_lost_for_nothing(line: LineOfCard) -> bool:
    """Tell whether words say that all was done, points are lost, and no reason is given."""
    row, claim = line.row, line.claimed.value
    if row is None or claim is None or row.reason or row.actual.kind is not Kind.WORDS:
        return False
    return line.actual == line.target and claim < line.high


def _claim_beside_points(
    card: Scorecard, line: LineOfCard, weight: Fraction, exact: Fraction, places: Fraction
) -> Iterator[Finding]:
    """
    A claim beside the one value of the rules.

    A weight that the form changed may scale the value. A claim that only rounds otherwise (to the
    decimals of its column, or by cutting off) is told as an info.
    """
    claim, of, grid = line.claimed.value, line.weight.value, card.spec.points.rounding
    assert claim is not None
    scale = weight / of if of else Fraction(1)
    points = line.low if scale == 1 else grid(exact * scale)
    if claim in (points, line.low):
        return
    code = _unequal(line, claim, points, weight)
    params = {"claimed": line.claimed.text or "", "weight": as_text(weight)}
    found = _found(code, line, "claimed", computed=as_text(points, 2), **params)
    tolerated = abs(points - claim) <= card.spec.check(code).tolerance
    cut_off = Rounding(step=grid.step, mode=Mode.DOWN)(exact * scale)
    rounded = Rounding(step=places, mode=Mode.HALF_UP)(points)
    only_rounded = claim != weight and claim in (cut_off, rounded)
    yield _tolerated(found) if tolerated or only_rounded else found


def _unequal(line: LineOfCard, claim: Fraction, points: Fraction, weight: Fraction) -> Code:
    if line.row is None:
        return Code.EXECUTION_POINTS_DIFFER
    if claim == weight:
        return Code.FULL_MARKS_THOUGH_MISSED
    return Code.LOST_THOUGH_MET if points == weight else Code.CLAIM_DIFFERS


def _tolerated(finding: Finding) -> Finding:
    """Return a finding about a difference that decides nothing."""
    return replace(finding, case=Case.TOLERATED)


def lost_without_reason(card: Scorecard) -> Iterator[Finding]:
    """Points are lost and the reason is empty; or no row has room for one."""
    lost = [line for line in card.lines if _is_unexplained(line)]
    for line in lost:
        if "reason" in line.cells:
            claimed, of = line.claimed.text or "", line.weight.text or ""
            yield _found(Code.LOST_WITHOUT_REASON, line, "reason", claimed=claimed, weight=of)
    without = [line for line in lost if "reason" not in line.cells]
    if without:
        params = {"count": str(len(without))}
        yield Finding(code=Code.NO_ROOM_FOR_REASONS, where=card.form.where("header"), params=params)


def _is_unexplained(line: LineOfCard) -> bool:
    claim, weight = line.claimed.value, line.weight.value
    if line.row is None or claim is None or weight is None or line.row.reason:
        return False
    return claim < weight


# -- weights -----------------------------------------------------------------------------


def weights(card: Scorecard) -> Iterator[Finding]:
    """Weights in all, per section, and the fixed ones; of a form without any nothing is said."""
    if not any(line.weight.text for line in card.lines if line.row):
        return
    yield from _weights_in_all(card)
    grouped = any(
        line.row and line.group for line in card.lines
    )  # else PR310 or PR323 tells of all
    for section, group in zip(card.sections, card.spec.groups, strict=True):
        if group.rule:
            yield from _weight_of_execution(card, group)
        elif grouped and section.weight != group.weight and group.bounds is None:
            params = {"sum": as_text(section.weight), "weight": as_text(group.weight)}
            code = Code.FIXED_WEIGHT_CHANGED if group.fixed else Code.SECTION_WEIGHT_DIFFERS
            yield Finding(
                code=code,
                where=_section_where(card, section.id),
                row=group.label,
                params=params,
            )


def _weights_in_all(card: Scorecard) -> Iterator[Finding]:
    """
    All weights together are not those of the whole form.

    A form that prints none for execution has either left it out, or has none to give.
    """
    total = card.spec.weight
    rows = _added(line.weight.value for line in card.lines if line.row)
    money = [line for line in card.lines if line.row is None]
    made = rows + _added(_weight_printed(card, line).value for line in money)
    prints = any(row.weight.text for row in card.form.budget.rows) if card.form.budget else False
    if total is None or made == total or (rows == total and not prints):
        return
    shown = made if prints or not money else rows
    params = {"sum": as_text(shown), "total": as_text(total)}
    yield Finding(code=Code.WEIGHTS_NOT_TOTAL, where=card.form.where("header"), params=params)


def _added(values: Iterable[Fraction | None]) -> Fraction:
    return sum((value for value in values if value is not None), Fraction(0))


def _weight_of_execution(card: Scorecard, group: Group) -> Iterator[Finding]:
    """The weight of execution is another than that of the rules, fixed there or not."""
    money = card.form.budget.total if card.form.budget else None
    if money and money.weight.value is not None and money.weight.value != group.weight:
        params = {"sum": money.weight.text or "", "weight": as_text(group.weight)}
        where, code = (
            _money_where(money, "weight"),
            Code.FIXED_WEIGHT_CHANGED if group.fixed else Code.SECTION_WEIGHT_DIFFERS,
        )
        yield Finding(code=code, where=where, row=group.label, params=params)


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
            yield Finding(
                code=Code.LISTED_ROW_MISSING,
                where=card.form.where("header"),
                row=name,
                params=params,
            )
        elif line.weight.value != entry.weight:
            listed = as_text(entry.weight)
            yield _found(
                Code.LISTED_WEIGHT_DIFFERS,
                line,
                "weight",
                weight=line.weight.text or "",
                listed=listed,
            )


def rows_outside_groups(card: Scorecard) -> Iterator[Finding]:
    """A row whose first-level caption belongs to no group of the spec."""
    outside = [line for line in card.lines if line.row and line.group is None]
    unnamed = [line for line in outside if not line.level1]
    for line in outside:
        if line.level1:
            yield _found(Code.OUTSIDE_GROUPS, line, "name", level1=line.level1)
    if unnamed:  # mostly all: the form has no such column
        yield replace(
            _found(Code.NO_FIRST_LEVEL, unnamed[0], "name", count=str(len(unnamed))), row=None
        )


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
        for rows in _ways_to_add(budget, column):
            parts = [value for row in rows if (value := _amount(row, column).value) is not None]
            if printed.value is not None and parts:
                yield from _difference(card, budget.total, column, printed, parts)


def _ways_to_add(budget: Budget, column: str) -> Iterator[list[MoneyRow]]:
    """
    Yield the lines that should make the total.

    That is all parts; or, where a part is followed by lines that add up to it in every column
    (of which it consists), the parts without those lines; or, of a block that shows the same
    money twice (where it came from, what it went to), each half.
    """
    assert budget.total is not None
    whole, parts = _amount(budget.total, column).value, list(budget.parts)
    cuts = range(FEWEST_OF_A_HALF, len(parts) - FEWEST_OF_A_HALF + 1)
    half = next((cut for cut in cuts if _made(parts[:cut], column) == whole), None)
    outer = _outers(budget.parts) if len(parts) <= MOST_PARTS else iter(())
    fitting = next((list(rows) for rows in outer if _made(rows, column) == whole), None)
    if fitting is None and half:
        yield from (parts[:half], parts[half:])
    else:
        yield fitting or parts


def _made(rows: Iterable[MoneyRow], column: str) -> Fraction:
    return _added(_amount(row, column).value for row in rows)


def _outers(parts: tuple[MoneyRow, ...]) -> Iterator[tuple[MoneyRow, ...]]:
    """Yield the parts without lines of which others consist, in all ways to see it."""
    if not parts:
        yield ()
        return
    for skipped in sorted({0, _details(parts)}):
        for rest in _outers(parts[1 + skipped :]):
            yield (parts[0], *rest)


def _details(parts: tuple[MoneyRow, ...]) -> int:
    """Return how many lines below the first one add up to it, in every column."""
    first = [_amount(parts[0], column).value for column in COLUMNS]
    for count in range(MOST_DETAILS, 1, -1):
        below = parts[1 : 1 + count]
        made = [_made(below, column) for column in COLUMNS]
        if len(below) == count and any(first) and made == [value or 0 for value in first]:
            return count
    return 0


def _difference(
    card: Scorecard, total: MoneyRow, column: str, printed: Number, parts: list[Fraction]
) -> Iterator[Finding]:
    assert printed.value is not None
    difference = printed.value - sum(parts, Fraction(0))
    if difference == 0:
        return
    tolerance = card.spec.check(Code.MONEY_NOT_SUM).tolerance
    finding = Finding(
        code=Code.MONEY_NOT_SUM,
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
    yield _tolerated(finding) if abs(difference) <= tolerance else finding


def execution_rate(card: Scorecard) -> Iterator[Finding]:
    """A printed rate is not the money's, at its own precision; or it is above 100 %."""
    budget = card.form.budget
    for money in budget.rows if budget else ():
        computed = rate_of(money)
        if computed is not None and money.rate.value is not None:
            yield from _rate_beside_money(budget, money, computed)
        elif money.revised.value == 0 and money.rate.value:
            params = {"rate": NO_RATE, "printed": money.rate.text or ""}
            where = _money_where(money, "rate")
            found = Finding(code=Code.RATE_DIFFERS, where=where, row=money.label, params=params)
            yield replace(found, case=Case.MINOR)
    total = budget.total if budget else None
    rate = _highest_rate(total) if total else None
    if total and rate is not None and rate > 1:
        params = {"rate": percent(rate), "printed": total.rate.text or ""}
        where = _money_where(total, "executed")
        yield Finding(code=Code.OVERSPENT, where=where, row=total.label, params=params)


def _highest_rate(money: MoneyRow) -> Fraction | None:
    """Return the rate of the amounts, else the printed one, where its sign says what it is."""
    computed = rate_of(money)
    return (
        money.rate.value
        if computed is None and PERCENT in compact(money.rate.text or "")
        else computed
    )


def _rate_beside_money(budget: Budget | None, money: MoneyRow, rate: Fraction) -> Iterator[Finding]:
    """
    A printed rate that the amounts of its line do not give.

    That of a part is a warning, and so is one that the initial budget gives; one that only
    cuts decimals off is an info.
    """
    if same_rate(money.rate, rate):
        return
    params = {"rate": percent(rate), "printed": money.rate.text or ""}
    where = _money_where(money, "rate")
    found = Finding(code=Code.RATE_DIFFERS, where=where, row=money.label, params=params)
    if _is_cut_off(money.rate, rate):
        yield replace(found, case=Case.CUT_OFF)
    elif of_initial(money) or (budget and money is not budget.total):
        yield replace(found, case=Case.MINOR)
    else:
        yield found


def of_initial(money: MoneyRow) -> bool:
    """Tell whether a printed rate is that of the initial budget, and not of the revised one."""
    rate = rate_of(money)
    if rate is None or money.rate.value is None or not money.initial.value:
        return False
    assert money.executed.value is not None
    other = money.executed.value / money.initial.value
    return same_rate(money.rate, other) and not same_rate(money.rate, rate)


def _readings(printed: Number) -> tuple[tuple[Fraction, Fraction], Fraction]:
    """Return a printed rate in percent, both ways to read one without a sign, and its step."""
    assert printed.value is not None and printed.text is not None
    decimals = max(map(len, DECIMALS.findall(printed.text)), default=0)
    return (printed.value * 100, printed.value), Fraction(1, 10**decimals)


def same_rate(printed: Number, rate: Fraction) -> bool:
    """Compare at the printed precision; a rate without a percent sign may be either."""
    readings, step = _readings(printed)
    return any(abs(reading - rate * 100) <= step / 2 for reading in readings)


def _is_cut_off(printed: Number, rate: Fraction) -> bool:
    readings, step = _readings(printed)
    return any(0 <= rate * 100 - reading < step for reading in readings)


def budget_revised(card: Scorecard) -> Iterator[Finding]:
    """The budget was changed much within the year, as the spec sees it."""
    yield from changed_budget(card, card.spec.check(Code.BUDGET_REVISED).beyond)


def changed_budget(card: Scorecard, beyond: Fraction | None) -> Iterator[Finding]:
    """The budget was changed by more than *beyond* within the year."""
    total = card.form.budget.total if card.form.budget else None
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
        yield Finding(code=Code.BUDGET_REVISED, where=where, row=total.label, params=params)


def cost_beside_money(card: Scorecard) -> Iterator[Finding]:
    """Cost rows that add up to money that was planned, though another sum was spent."""
    budget = card.form.budget
    if budget is None:
        return
    costs = [(line, cost) for line in card.lines if (cost := _cost(line, budget)) is not None]
    told: set[str] = set()
    for money in (*budget.parts, *((budget.total,) if budget.total else ())):
        for column, run in _runs_of(costs, money):
            for line, _ in run:
                if line.id not in told:
                    told.add(line.id)
                    yield _cost_finding(line, run, money, column)


def _cost(line: LineOfCard, budget: Budget) -> Fraction | None:
    """Return a reverse row's actual in the unit of the money block, if it is money."""
    row = line.row if line.kind == "reverse" else None
    both = pair(row.target, row.actual) if row else None
    unit = (row.actual.unit or row.target.unit) if row else None
    if both is None or not unit or not budget.unit:
        return None
    return both[1] / budget.factor if budget.unit.endswith(unit) else None


Costs = list[tuple[LineOfCard, Fraction]]


def _runs_of(costs: Costs, money: MoneyRow) -> Iterator[tuple[str, Costs]]:
    """Yield runs of neighbouring cost rows whose sum is a planned amount of a money row."""
    executed = money.executed.value
    planned = {column: _amount(money, column).value for column in PLANNED}
    wanted = {v: column for column, v in reversed(planned.items()) if v not in (None, executed)}
    if executed is None:
        return
    for start in range(len(costs)):
        run = costs[start : start + LONGEST_RUN]
        for length, made in enumerate(accumulate(cost for _, cost in run), start=1):
            if made in wanted:
                yield wanted[made], run[:length]


def _cost_finding(line: LineOfCard, run: Costs, money: MoneyRow, column: str) -> Finding:
    return _found(
        Code.COST_CONTRADICTS_MONEY,
        line,
        "actual",
        actual=line.actual,
        sum=" + ".join(as_text(cost) for _, cost in run),
        label=money.label,
        column=column,
        planned=_amount(money, column).text or "",
        executed=money.executed.text or "",
    )


# -- total and grade ---------------------------------------------------------------------


def claimed_total(card: Scorecard) -> Iterator[Finding]:
    """The printed total is not, or cannot be, the sum of the printed scores."""
    total = card.form.claimed_total
    if total.value is None or not any(line.claimed.value is not None for line in card.lines):
        return
    least = _added(line.claimed.value for line in card.lines)
    open_ = _added(_weight_open(card, line) for line in card.lines)
    tolerance = card.spec.check(Code.TOTAL_NOT_SUM).tolerance
    if not least - tolerance <= total.value <= least + open_ + tolerance:
        known = as_text(least) if not open_ else f"{as_text(least)}–{as_text(least + open_)}"
        params = {"printed": total.text or "", "sum": known}
        yield Finding(
            code=Code.TOTAL_NOT_SUM, where=card.form.where("claimed_total"), params=params
        )


def _weight_open(card: Scorecard, line: LineOfCard) -> Fraction | None:
    """Return the points that a line without a score could have; none where it prints no weight."""
    if line.claimed.value is not None:
        return None
    total = card.form.budget.total if card.form.budget else None
    return total.weight.value if total and line.row is None else line.weight.value


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
        yield Finding(
            code=Code.GRADE_DOES_NOT_FIT, where=card.form.where("claimed_grade"), params=params
        )


# -- the spec itself ---------------------------------------------------------------------


def spec_fits_form(card: Scorecard) -> Iterator[Finding]:
    """The form is of another year, the spec is a trial, or the form prints other rules."""
    form, spec = card.form, card.spec
    if form.fiscal_year is not None and form.fiscal_year != spec.fiscal_year:
        years = {"year": str(form.fiscal_year), "spec": spec.name}
        yield Finding(code=Code.OTHER_FISCAL_YEAR, where=form.where("fiscal_year"), params=years)
    if spec.head.trial:
        yield Finding(code=Code.TRIAL_SPEC, where=form.where(), params={"spec": spec.name})
    for found in contradictions(form, card.clauses):
        params = {
            "note": str(found.number),
            "printed": found.printed,
            "quoted": found.quoted,
            "clause": found.clause.id,
            "spec": spec.name,
        }
        where = form.where(f"note{found.number}")
        yield Finding(code=Code.OTHER_RULE_PRINTED, where=where, params=params)


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
