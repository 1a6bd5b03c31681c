"""The money block: its sums and rates, alone and next to the rows of the form."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from perfrules.findings import Case, Code
from perfrules.model.card import Scored
from perfrules.review.subjects import COLUMNS, FORM, MONEY_ROWS, PLANNED, FormSubject, MoneySubject
from perfrules.review.support import (
    NO_RATE,
    NOTHING,
    Check,
    Observations,
    Stage,
    check,
    holds,
    readings_of,
    same_number,
)
from perfrules.text import PERCENT, compact
from perfrules.values import as_text, percent_text, sum_of

MOST_DETAILS = 8
"""Most lines of the money block of which another one consists."""
MOST_PARTS = 12
"""Most parts of a block in which such lines are looked for."""
FEWEST_OF_A_HALF = 2
"""Fewest lines of a block of money that show all of it a second time."""


# -- sums ----------------------------------------------------------------------------------


@check(Code.MONEY_NOT_SUM, FORM, Stage.SCORE)
def money_adds_up(form: FormSubject) -> Observations:
    """The total of the money block is not the sum of its parts, column by column."""
    total = form.total
    for column, printed in total.values.items() if total else ():
        for lines in () if printed is None else _ways_to_add(form.parts, column, printed):
            parts = [value for line in lines if (value := line.values[column]) is not None]
            if total and printed is not None and parts:
                yield from _difference(total, column, printed, parts)


def _ways_to_add(
    parts: tuple[MoneySubject, ...], column: str, whole: Fraction
) -> Iterator[Sequence[MoneySubject]]:
    """
    Yield the lines that should make the total.

    That is all parts; or, where a part is followed by lines that add up to it in every column
    (of which it consists), the parts without those lines; or, of a block that shows the same
    money twice (where it came from, what it went to), each half.
    """
    ways = _outer_lines(parts) if len(parts) <= MOST_PARTS else ()
    fitting = next((lines for lines in ways if _made(lines, column) == whole), None)
    half = None if fitting else _half(parts, column, whole)
    if half:
        yield from (parts[:half], parts[half:])
    else:
        yield fitting or parts


def _half(parts: tuple[MoneySubject, ...], column: str, whole: Fraction) -> int | None:
    """Return how many parts from the first on make the whole."""
    cuts = range(FEWEST_OF_A_HALF, len(parts) - FEWEST_OF_A_HALF + 1)
    return next((cut for cut in cuts if _made(parts[:cut], column) == whole), None)


def _made(lines: Iterable[MoneySubject], column: str) -> Fraction:
    return sum_of(line.values[column] for line in lines)


def _outer_lines(parts: tuple[MoneySubject, ...]) -> Iterator[tuple[MoneySubject, ...]]:
    """Yield the parts without lines of which others consist, in all ways to see it."""
    yield parts
    for start in range(len(parts)):
        if count := _details(parts[start:]):
            for rest in _outer_lines(parts[start + 1 + count :]):
                yield (*parts[: start + 1], *rest)


def _details(parts: tuple[MoneySubject, ...]) -> int:
    """Return how many lines below the first one add up to it, in every column."""
    first = [parts[0].values[column] or NOTHING for column in COLUMNS]
    for count in range(min(MOST_DETAILS, len(parts) - 1), 1, -1):
        below = parts[1 : 1 + count]
        if any(first) and all(map(_equals_sum, first, [below] * len(COLUMNS), COLUMNS)):
            return count
    return 0


def _equals_sum(value: Fraction, lines: Sequence[MoneySubject], column: str) -> bool:
    return value == _made(lines, column)


def _difference(
    total: MoneySubject, column: str, printed: Fraction, parts: Sequence[Fraction]
) -> Observations:
    made = sum_of(parts)
    if made == printed:
        return
    tolerance, difference = total.form.tolerance(Code.MONEY_NOT_SUM), abs(printed - made)
    observed = total.at(
        column,
        column=column,
        parts=" + ".join(map(as_text, parts)),
        sum=as_text(made),
        printed=total.amount(column).text or "",
        difference=as_text(difference),
        tolerance=as_text(tolerance),
    )
    yield observed.in_case(Case.TOLERATED if difference <= tolerance else "")


@check(Code.SOURCES_AND_USES_DIFFER, FORM, Stage.REVIEW)
def sources_differ_from_uses(form: FormSubject) -> Observations:
    """Where the money came from and what it went to are two sums."""
    labels = form.words.lists["uses"]
    uses = [part for part in form.parts if holds(part.money.label, labels)]
    sources = [part for part in form.parts if part not in uses]
    for column in COLUMNS if uses and sources else ():
        one, two = _made(sources, column), _made(uses, column)
        if one and two and one != two:
            yield uses[0].at(column, column=column, sources=as_text(one), uses=as_text(two))


# -- rates ---------------------------------------------------------------------------------


@check(Code.RATE_DIFFERS, MONEY_ROWS, Stage.SCORE)
def printed_rate(line: MoneySubject) -> Observations:
    """
    The amounts of a line do not give its printed rate, at the precision that is printed.

    That of a part is a minor case, and so is one that the initial budget gives.
    """
    printed, rate = line.money.rate, line.rate
    if printed.value is None:
        return
    if rate is None:
        if line.money.revised.value == 0 and printed.value:
            observed = line.at("rate", rate=NO_RATE, printed=printed.text or "")
            yield observed.in_case(Case.MINOR)
    elif not same_number(printed, rate):
        observed = line.at("rate", rate=percent_text(rate), printed=printed.text or "")
        yield observed.in_case(_case_of_rate(line, rate))


def _case_of_rate(line: MoneySubject, rate: Fraction) -> str:
    readings, step = readings_of(line.money.rate)
    if any(0 <= rate * 100 - reading < step for reading in readings):
        return Case.CUT_OFF
    return Case.MINOR if line.prints_rate_of_initial or not line.is_total else ""


@check(Code.OVERSPENT, FORM, Stage.SCORE)
def overspent(form: FormSubject) -> Observations:
    """More was executed than the revised budget."""
    total = form.total
    rate = _highest_rate(total) if total else None
    if total and rate is not None and rate > 1:
        yield total.at("executed", rate=percent_text(rate), printed=total.money.rate.text or "")


def _highest_rate(total: MoneySubject) -> Fraction | None:
    """Return the rate of the amounts, else the printed one, where its sign says what it is."""
    printed = total.money.rate
    is_percent = total.rate is None and PERCENT in compact(printed.text or "")
    return printed.value if is_percent else total.rate


@check(Code.RATE_OF_OTHER_BUDGET, FORM, Stage.REVIEW)
def other_denominator(form: FormSubject) -> Observations:
    """The printed rate is that of the initial budget, not of the revised one."""
    total = form.total
    if total and total.prints_rate_of_initial:
        yield total.at("rate", printed=total.money.rate.text or "", rate=form.rate_text)


@check(Code.RATE_WITHOUT_PERCENT, MONEY_ROWS, Stage.REVIEW)
def bare_rate(line: MoneySubject) -> Observations:
    """A rate is printed without its percent sign."""
    rate = line.money.rate
    if rate.value is not None and PERCENT not in compact(rate.text or ""):
        yield line.at("rate", printed=rate.text or "")


# -- the budget ----------------------------------------------------------------------------


@check(Code.REQUIRED_CELL_BLANK, FORM, Stage.REVIEW)
def blank_money(form: FormSubject) -> Observations:
    """A cell of the line that decides the rate is blank, or holds a dash."""
    total = form.total
    if total is None:
        return
    for field in (*COLUMNS, "rate"):
        if field in total.money.cells and total.amount(field).value is None:
            is_dash = field == "initial" and total.money.initial.text
            observed = total.at(field, field=field)
            yield observed.in_case(Case.DASH if is_dash else "")
    if total.money.weight.text and not total.money.claimed.text:
        yield total.at("claimed", field="claimed")


@check(Code.NO_BUDGET, FORM, Stage.REVIEW)
def no_budget(form: FormSubject) -> Observations:
    """The budget is nothing."""
    total = form.total
    if total and total.money.revised.value == 0:
        yield total.at("revised", executed=total.money.executed.text or "")


@check(Code.MONEY_UNITS_MIXED, MONEY_ROWS, Stage.REVIEW)
def mixed_units(line: MoneySubject) -> Observations:
    """Amounts of one line differ as much as two units do (a heuristic)."""
    values = [abs(value) for value in line.values.values() if value]
    much = line.form.beyond(Code.MONEY_UNITS_MIXED)
    if len(values) > 1 and max(values) >= much * min(values):
        texts = (line.amount(column).text or "" for column in COLUMNS if line.values[column])
        yield line.at("executed", amounts=" / ".join(texts))


@check(Code.BUDGET_REVISED, FORM, Stage.SCORE)
def budget_revised(form: FormSubject) -> Observations:
    """The budget was changed within the year by more than the spec allows without a word."""
    beyond = form.spec.check(Code.BUDGET_REVISED).beyond
    if beyond is not None:
        yield from _changed_budget(form, beyond)


@check(Code.BUDGET_REVISED, FORM, Stage.REVIEW)
def budget_revised_without_a_word(form: FormSubject) -> Observations:
    """The budget was changed much, nothing says why, and the spec sets no bound of its own."""
    if form.spec.check(Code.BUDGET_REVISED).beyond is not None:
        return
    reasons = (row.row.reason or "" for row in form.rows)
    said = " ".join((*form.form.texts, *form.form.notes, *reasons))
    if not holds(said, form.words.lists["budget_changes"]):
        yield from _changed_budget(form, form.beyond(Code.BUDGET_REVISED))


def _changed_budget(form: FormSubject, beyond: Fraction) -> Observations:
    total = form.total
    if total is None or not total.money.initial.value or total.money.revised.value is None:
        return
    initial, revised = total.money.initial, total.money.revised
    change = (total.money.revised.value - total.money.initial.value) / total.money.initial.value
    if abs(change) > beyond:
        texts = {"initial": initial.text or "", "revised": revised.text or ""}
        shown = ("+" if change > 0 else "") + percent_text(change)
        yield total.at("revised", **texts, change=shown, beyond=percent_text(beyond))


@check(Code.BUDGET_CUT_TO_SPENT, FORM, Stage.REVIEW)
def cut_to_execution(form: FormSubject) -> Observations:
    """The revised budget is just what was executed, far below the initial one."""
    total = form.total
    if total is None:
        return
    initial, revised, executed = total.values.values()
    if not initial or not revised or revised != executed:
        return
    cut = (initial - revised) / initial
    if cut > form.beyond(Code.BUDGET_CUT_TO_SPENT):
        texts = {column: total.amount(column).text or "" for column in PLANNED}
        yield total.at("revised", share=percent_text(cut), **texts)


# -- next to what was done -----------------------------------------------------------------


@check(Code.LITTLE_SPENT_ALL_DONE, FORM, Stage.REVIEW)
def spent_little_done_all(form: FormSubject) -> Observations:
    """Little was spent, and every row of output (or, without captions, every row) claims all."""
    words = form.words.sections["output"]
    rows = [row for row in form.rows if holds(row.row.level1, words)] or form.rows
    if form.total is None or form.rate is None or not rows or not all(r.is_full for r in rows):
        return
    if form.rate < form.beyond(Code.LITTLE_SPENT_ALL_DONE):
        yield form.total.at("executed", rate=form.rate_text)


@check(Code.DONE_AND_SPENT_DIFFER, FORM, Stage.REVIEW)
def done_differs_from_spent(form: FormSubject) -> Observations:
    """What was done, by the computed points, differs much from what was spent."""
    scored = [row for row in form.rows if isinstance(row.line.outcome, Scored)]
    weight = sum_of(row.of for row in scored)
    if form.total is None or form.rate is None or not weight:
        return
    done = sum_of(row.line.low for row in scored) / weight
    if abs(done - form.rate) > form.beyond(Code.DONE_AND_SPENT_DIFFER):
        yield form.total.at("executed", rate=form.rate_text, done=percent_text(done))


@check(Code.LITTLE_SPENT_WITHOUT_REASON, FORM, Stage.REVIEW)
def unspent_without_a_word(form: FormSubject) -> Observations:
    """Much was not spent, and no row says why."""
    if form.total is None or form.rate is None or any(row.row.reason for row in form.rows):
        return
    if form.rate < form.beyond(Code.LITTLE_SPENT_WITHOUT_REASON):
        yield form.total.at("executed", rate=form.rate_text)


CHECKS: tuple[Check[FormSubject, Any], ...] = (
    money_adds_up,
    printed_rate,
    overspent,
    budget_revised,
    blank_money,
    sources_differ_from_uses,
    no_budget,
    other_denominator,
    bare_rate,
    mixed_units,
    budget_revised_without_a_word,
    cut_to_execution,
    spent_little_done_all,
    done_differs_from_spent,
    unspent_without_a_word,
)
