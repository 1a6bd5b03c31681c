"""Cost rows next to the money block."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

from perfrules.findings import Code
from perfrules.model.form import Budget
from perfrules.model.spec import LineKind
from perfrules.review.subjects import FORM, PLANNED, FormSubject, MoneySubject, RowSubject
from perfrules.review.support import (
    Check,
    Observation,
    Observations,
    Stage,
    check,
    decimals_of,
    holds,
)
from perfrules.values import Mode, Rounding, as_text, sum_of

LONGEST_RUN = 20
"""Most neighbouring cost rows that are added up."""

Costs = Sequence[tuple[RowSubject, Fraction]]


@check(Code.COST_CONTRADICTS_MONEY, FORM, Stage.SCORE)
def costs_are_planned_money(form: FormSubject) -> Observations:
    """Cost rows add up to money that was planned, though another sum was spent."""
    costs = [(row, cost) for row in form.indicators if (cost := _reverse_cost(row)) is not None]
    sums = _sums_of_runs(costs)
    told: set[str] = set()
    for money in (*form.parts, *((form.total,) if form.total else ())) if costs else ():
        for run, column in _planned_runs(sums, money):
            for row, _ in run:
                if row.line.id not in told:
                    told.add(row.line.id)
                    yield _planned_cost(row, run, money, column)


def _reverse_cost(row: RowSubject) -> Fraction | None:
    """Return a reverse row's actual in the unit of the money block, if it is money."""
    budget, unit = row.form.budget, row.unit
    if budget is None or row.line.kind is not LineKind.REVERSE or not unit or not budget.unit:
        return None
    if row.numbers is None or not budget.unit.endswith(unit):
        return None
    return row.numbers[1] / budget.factor


def _sums_of_runs(costs: Costs) -> Mapping[Fraction, Sequence[Costs]]:
    """Return what neighbouring cost rows add up to, each sum with the runs that make it."""
    sums: dict[Fraction, list[Costs]] = {}
    for start in range(len(costs)):
        run = costs[start : start + LONGEST_RUN]
        for length, made in enumerate(accumulate(cost for _, cost in run), start=1):
            sums.setdefault(made, []).append(run[:length])
    return sums


def _planned_runs(
    sums: Mapping[Fraction, Sequence[Costs]], money: MoneySubject
) -> Iterator[tuple[Costs, str]]:
    """Yield runs that make a planned amount of a money row, if that is not what was executed."""
    executed = money.values["executed"]
    for column in PLANNED if executed is not None else ():
        planned = money.values[column]
        if planned is not None and planned != executed:
            yield from ((run, column) for run in sums.get(planned, ()))


def _planned_cost(row: RowSubject, run: Costs, money: MoneySubject, column: str) -> Observation:
    return row.at(
        "actual",
        actual=row.actual,
        sum=" + ".join(as_text(cost) for _, cost in run),
        label=money.money.label,
        column=column,
        planned=money.amount(column).text or "",
        executed=money.money.executed.text or "",
    )


@check(Code.COST_DIFFERS_FROM_SPENT, FORM, Stage.REVIEW)
def costs_differ_from_spent(form: FormSubject) -> Observations:
    """
    Cost rows do not agree with the money that was executed (a heuristic by names).

    A total cost must be the executed amount; a single cost is at most that; and costs that
    together come near the executed amount should be that amount. A cost that is just what a
    line of the block executed is right.
    """
    budget = form.budget
    if budget is None or form.total is None or not (executed := _all_executed(form)):
        return
    costs = [(row, cost) for row in form.rows if (cost := _named_cost(row, budget))]
    total_cost = form.words.lists["total_cost"]
    made = sum_of(cost for row, cost in costs if not holds(row.row.name, total_cost))
    share = form.beyond(Code.COST_DIFFERS_FROM_SPENT)
    near = made >= executed * share and not _agrees(made, [executed], "")
    for row, cost in costs:
        is_single = not holds(row.row.name, total_cost)
        lines = (money.values["executed"] for money in form.money if is_single)
        known = [value for value in lines if value is not None]
        if _agrees(cost, [*known, executed], row.row.actual.text):
            continue
        if not is_single or cost > executed or near:
            told = {"executed": as_text(executed), "sum": as_text(made if near else cost)}
            yield row.at("actual", actual=row.actual, **told)


def _all_executed(form: FormSubject) -> Fraction:
    """Return what was executed in all; by the parts where the total line says nothing."""
    printed = form.total.values["executed"] if form.total else None
    return printed or sum_of(part.values["executed"] for part in form.parts)


def _named_cost(row: RowSubject, budget: Budget) -> Fraction | None:
    """Return the cost that a row claims by its name, in the unit of the money block."""
    lists, name = row.form.words.lists, row.row.name
    is_cost = holds(row.levels, lists["cost"]) or holds(name, lists["total_cost"])
    done = row.numbers[1] if row.numbers else row.row.actual.number
    if not is_cost or holds(name, lists["unit_cost"]) or done is None or not budget.unit:
        return None
    return done / budget.factor if row.unit in lists["money_units"] else None


def _agrees(cost: Fraction, executed: Sequence[Fraction], printed: str) -> bool:
    """Return whether a cost is one of some amounts, rounded to the decimals that it prints."""
    decimals = decimals_of(printed)
    rounding = Rounding(step=Fraction(1, 10**decimals), mode=Mode.HALF_UP)
    return cost in executed or (decimals > 0 and cost in map(rounding, executed))


CHECKS: tuple[Check[FormSubject, Any], ...] = (costs_are_planned_money, costs_differ_from_spent)
