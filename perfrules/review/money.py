"""Checks of the audit that look at the money block, alone and beside the rows."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from perfrules.findings import Case, Code, Finding
from perfrules.model.card import LineOfCard, Scorecard, Scored
from perfrules.model.form import Budget, MoneyRow, Number, Row
from perfrules.model.vocabulary.review import ReviewWords
from perfrules.review.checks import COLUMNS, DECIMALS, changed_budget, of_initial, percent
from perfrules.review.found import (
    PERCENT,
    at_line,
    at_money,
    beyond,
    holds,
    levels,
    pair,
    rate,
    rows_of,
    total_of,
)
from perfrules.text import compact
from perfrules.values import Mode, Rounding, as_text

NOTHING = Fraction(0)


def _amount(money: MoneyRow, column: str) -> Number:
    number: Number = getattr(money, column)
    return number


# -- the block alone -----------------------------------------------------------------------


def blank_money(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A cell of the line that decides the rate is blank, or holds a dash."""
    total = total_of(card)
    if total is None:
        return
    for field in ("initial", "revised", "executed", "rate"):
        if field in total.cells and _amount(total, field).value is None:
            found = at_money(Code.REQUIRED_CELL_BLANK, total, field, field=field)
            is_dash = field == "initial" and total.initial.text
            yield replace(found, case=Case.DASH) if is_dash else found
    if total.weight.text and not total.claimed.text:
        yield at_money(Code.REQUIRED_CELL_BLANK, total, "claimed", field="claimed")


def sources_beside_uses(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Where the money came from and what it went to are two sums."""
    budget = card.form.budget
    uses = [row for row in budget.parts if holds(row.label, words.lists["uses"])] if budget else []
    sources = [row for row in budget.parts if row not in uses] if budget else []
    for column in COLUMNS if uses and sources else ():
        one, two = (_added(_amount(row, column) for row in half) for half in (sources, uses))
        if one and two and one != two:
            params = {"column": column, "sources": as_text(one), "uses": as_text(two)}
            yield at_money(Code.SOURCES_AND_USES_DIFFER, uses[0], column, **params)


def _added(numbers: Iterator[Number]) -> Fraction:
    return sum((number.value or NOTHING for number in numbers), NOTHING)


def parts_with_weight(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A line below the total of the money block repeats its weight or score."""
    for money in card.form.budget.parts if card.form.budget else ():
        for field in ("weight", "claimed"):
            number = _amount(money, field)
            if number.value:
                yield at_money(
                    Code.MONEY_PART_HAS_POINTS, money, field, field=field, value=number.text or ""
                )


def no_budget(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """The budget is nothing."""
    total = total_of(card)
    if total and total.revised.value == 0:
        yield at_money(Code.NO_BUDGET, total, "revised", executed=total.executed.text or "")


def execution_not_scored(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """The rules give points for execution, and the form none: neither in the block nor in a row."""
    total = total_of(card)
    scored = next((group for group in card.spec.groups if group.rule), None)
    in_a_row = any(
        holds(levels(row) + row.name, words.sections["execution"]) for _, row in rows_of(card)
    )
    if total and scored and not in_a_row and not total.weight.text and not total.claimed.text:
        spent = rate(card)
        shown = "–" if spent is None else percent(spent)
        yield at_money(
            Code.EXECUTION_NOT_SCORED, total, "weight", weight=as_text(scored.weight), rate=shown
        )


def other_denominator(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """The printed rate is that of the initial budget, not of the revised one."""
    total, spent = total_of(card), rate(card)
    if total and spent is not None and of_initial(total):
        printed = total.rate.text or ""
        yield at_money(
            Code.RATE_OF_OTHER_BUDGET, total, "rate", printed=printed, rate=percent(spent)
        )


def bare_rate(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A rate is printed without its percent sign."""
    for money in card.form.budget.rows if card.form.budget else ():
        if money.rate.value is not None and PERCENT not in compact(money.rate.text or ""):
            yield at_money(Code.RATE_WITHOUT_PERCENT, money, "rate", printed=money.rate.text or "")


def mixed_units(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Amounts of one line differ as much as two units do (a heuristic)."""
    much = beyond(card, words, Code.MONEY_UNITS_MIXED)
    for money in card.form.budget.rows if card.form.budget else ():
        amounts = [n for n in (money.initial, money.revised, money.executed) if n.value]
        values = [abs(number.value) for number in amounts if number.value]
        if values and max(values) >= much * min(values):
            shown = " / ".join(number.text or "" for number in amounts)
            yield at_money(Code.MONEY_UNITS_MIXED, money, "executed", amounts=shown)


def budget_changed(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """The budget was changed much within the year, and nothing says why."""
    said = " ".join(
        (*card.form.texts, *card.form.notes, *(row.reason or "" for _, row in rows_of(card)))
    )
    if not holds(said, words.lists["budget_changes"]):
        yield from changed_budget(card, beyond(card, words, Code.BUDGET_REVISED))


def cut_to_execution(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """The revised budget is just what was executed, far below the initial one."""
    total, share = total_of(card), beyond(card, words, Code.BUDGET_CUT_TO_SPENT)
    if total is None or not total.initial.value or not total.revised.value:
        return
    cut = (total.initial.value - total.revised.value) / total.initial.value
    if total.revised.value == total.executed.value and cut > share:
        texts = {column: _amount(total, column).text or "" for column in ("initial", "revised")}
        yield at_money(Code.BUDGET_CUT_TO_SPENT, total, "revised", share=percent(cut), **texts)


# -- beside the rows -----------------------------------------------------------------------


def costs_apart(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """
    Cost rows that do not agree with the money that was executed (a heuristic by names).

    A total cost must be the executed amount; a single cost is at most that; and costs that
    together come near the executed amount should be that amount. A cost that is just what a
    line of the block executed is right.
    """
    budget, total = card.form.budget, total_of(card)
    if budget is None or total is None or not (executed := _all_executed(budget)):
        return
    costs = [
        (line, row, cost) for line, row in rows_of(card) if (cost := _cost(row, budget, words))
    ]
    single = [found for found in costs if not holds(found[1].name, words.lists["total_cost"])]
    made = sum((cost for *_, cost in single), NOTHING)
    near = made >= executed * beyond(card, words, Code.COST_DIFFERS_FROM_SPENT) and not _agrees(
        made, [executed], ""
    )
    for line, row, cost in costs:
        lines = budget.rows if (line, row, cost) in single else ()
        known = [money.executed.value for money in lines if money.executed.value is not None]
        known.append(executed)
        if _agrees(cost, known, row.actual.text):
            continue
        if (line, row, cost) not in single or cost > executed or near:
            yield _cost_finding(line, executed, made if near else cost)


def _all_executed(budget: Budget) -> Fraction:
    """Return what was executed in all; by the parts where the total line says nothing."""
    printed = budget.total.executed.value if budget.total else None
    return printed or _added(part.executed for part in budget.parts)


def _cost(row: Row, budget: Budget, words: ReviewWords) -> Fraction | None:
    """Return the cost that a row claims, in the unit of the money block."""
    lists = words.lists
    is_cost = holds(levels(row), lists["cost"]) or holds(row.name, lists["total_cost"])
    both, unit = pair(row.target, row.actual), row.actual.unit or row.target.unit
    done = both[1] if both else row.actual.number
    if not is_cost or holds(row.name, lists["unit_cost"]) or done is None or not budget.unit:
        return None
    return done / budget.factor if unit in lists["money_units"] else None


def _agrees(cost: Fraction, executed: list[Fraction], printed: str) -> bool:
    """Tell whether a cost is one of some amounts, rounded to the decimals that it prints."""
    decimals = max(map(len, DECIMALS.findall(printed)), default=0)
    rounding = Rounding(step=Fraction(1, 10**decimals), mode=Mode.HALF_UP)
    return cost in executed or (decimals > 0 and cost in map(rounding, executed))


def _cost_finding(line: LineOfCard, executed: Fraction, made: Fraction) -> Finding:
    params = {"executed": as_text(executed), "sum": as_text(made), "actual": line.actual}
    return at_line(Code.COST_DIFFERS_FROM_SPENT, line, "actual", **params)


def spent_little_done_all(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Little was spent, and every row of output (or, without captions, every row) claims all."""
    total, spent = total_of(card), rate(card)
    rows = [line for line, _ in rows_of(card)]
    output = [line for line, row in rows_of(card) if holds(row.level1, words.sections["output"])]
    if total is None or spent is None or not rows or not all(map(is_full, output or rows)):
        return
    if spent < beyond(card, words, Code.LITTLE_SPENT_ALL_DONE):
        yield at_money(Code.LITTLE_SPENT_ALL_DONE, total, "executed", rate=percent(spent))


def is_full(line: LineOfCard) -> bool:
    """Tell whether a line claims its whole weight."""
    return line.claimed.value is not None and line.claimed.value == line.weight.value


def done_beside_spent(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """What was done, by the computed points, differs much from what was spent."""
    total, spent = total_of(card), rate(card)
    scored = [line for line, _ in rows_of(card) if isinstance(line.outcome, Scored)]
    weight = sum((line.weight.value or NOTHING for line in scored), NOTHING)
    if total is None or spent is None or not weight:
        return
    done = sum((line.low for line in scored), NOTHING) / weight
    if abs(done - spent) > beyond(card, words, Code.DONE_AND_SPENT_DIFFER):
        shares = {"rate": percent(spent), "done": percent(done)}
        yield at_money(Code.DONE_AND_SPENT_DIFFER, total, "executed", **shares)


def unspent_without_a_word(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Much was not spent, and no row says why."""
    total, spent = total_of(card), rate(card)
    if total is None or spent is None or any(row.reason for _, row in rows_of(card)):
        return
    if spent < beyond(card, words, Code.LITTLE_SPENT_WITHOUT_REASON):
        yield at_money(Code.LITTLE_SPENT_WITHOUT_REASON, total, "executed", rate=percent(spent))


MONEY_CHECKS: tuple[Callable[[Scorecard, ReviewWords], Iterator[Finding]], ...] = (
    blank_money,
    sources_beside_uses,
    parts_with_weight,
    no_budget,
    execution_not_scored,
    other_denominator,
    bare_rate,
    mixed_units,
    budget_changed,
    cut_to_execution,
    costs_apart,
    spent_little_done_all,
    done_beside_spent,
    unspent_without_a_word,
)
