"""
What a careful auditor remarks beyond the scores: left-overs, doubles, targets, reasons, money.

Checks on one row are data (`model.checks`, ``specs/vocabulary/review.yaml``, a spec's own); those
that look at several rows, or at the money, are the functions here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, groupby, pairwise

from perfrules.findings import Finding, Where
from perfrules.model.card import LineOfCard, Scorecard, Scored
from perfrules.model.checks import RowCheck, RowFacts
from perfrules.model.form import MoneyRow, Row
from perfrules.model.phrases import caption
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.model.words import ReviewWords
from perfrules.review.checks import percent
from perfrules.review.notes import plain
from perfrules.values import as_text

Audit = Callable[[Scorecard, ReviewWords], Iterator[Finding]]
PERCENT = "%"


def audit(card: Scorecard, words: ReviewWords) -> tuple[Finding, ...]:
    """Return all findings of all checks of the audit."""
    on_rows = (*words.checks, *card.spec.own_checks)
    found = [finding for check in on_rows for finding in row_check(card, check)]
    return (*found, *(finding for check in AUDITS for finding in check(card, words)))


# -- rows, by the catalogue --------------------------------------------------------------


def row_check(card: Scorecard, check: RowCheck) -> Iterator[Finding]:
    """Yield what one check of the catalogue, or of the spec, remarks: once a row."""
    beyond = card.spec.check(check.code).beyond
    for line, row in _rows(card):
        facts = _facts(card, line, row)
        trait = next((trait for trait in check.rows if trait.fits(facts, beyond)), None)
        if trait is not None:
            value = trait.value(facts)
            share = {} if value is None else {"share": percent(value)}
            told = {**facts.texts, "text": facts.texts[trait.at], **share}
            params = {**told, **check.said(told)}
            found = _found(check.code, line, trait.at, **params)
            yield replace(found, severity=check.severity)


def _rows(card: Scorecard) -> Iterator[tuple[LineOfCard, Row]]:
    for line in card.lines:
        if line.row is not None and line.row.applies:
            yield line, line.row


def _facts(card: Scorecard, line: LineOfCard, row: Row) -> RowFacts:
    labels = {
        "line": line.kind,
        "sign": row.target.sign,
        "target_is": row.target.kind,
        "actual_is": row.actual.kind,
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
    }
    numbers = {name: value for name, value in _numbers(card, line, row) if value is not None}
    return RowFacts(labels=labels, texts=texts, numbers=numbers)


def _numbers(card: Scorecard, line: LineOfCard, row: Row) -> Iterator[tuple[str, Fraction | None]]:
    aim, done = _exact(row.target), _exact(row.actual)
    yield from {"aim": aim, "done": done}.items()
    pair = _pair(row.target, row.actual)
    yield from zip(("target", "actual"), pair or (), strict=False)
    yield from {"weight": line.weight.value, "claimed": line.claimed.value}.items()
    yield from {"low": line.low, "high": line.high, "whole": card.spec.weight}.items()
    yield from {
        "rate": _rate(card),
        "executed": _executed(card, row.actual.unit or row.target.unit),
    }.items()


def _is_vague(quantity: Quantity) -> bool:
    """Tell whether a number is known only within bounds, or not even so."""
    if quantity.kind is not Kind.QUANTITY or quantity.sign is not Sign.NONE:
        return False
    return quantity.span is None or not quantity.span.is_point


def _exact(quantity: Quantity) -> Fraction | None:
    return quantity.number if quantity.kind is Kind.QUANTITY else None


def _pair(target: Quantity, actual: Quantity) -> tuple[Fraction, Fraction] | None:
    """Return both numbers in one unit; a unit that one side leaves out is the other's."""
    aim, done = _exact(target), _exact(actual)
    if aim is None or done is None:
        return None
    if target.unit == actual.unit:
        return aim, done
    if actual.unit is None and actual.factor == 1 and not (target.unit == PERCENT and done <= 1):
        return aim, done * target.factor
    if target.unit is None and target.factor == 1 and not (actual.unit == PERCENT and aim <= 1):
        return aim * actual.factor, done
    return None


def _total(card: Scorecard) -> MoneyRow | None:
    return card.form.budget.total if card.form.budget else None


def _rate(card: Scorecard) -> Fraction | None:
    total = _total(card)
    if total is None or total.executed.value is None or not total.revised.value:
        return None
    return total.executed.value / total.revised.value


def _executed(card: Scorecard, unit: str | None) -> Fraction | None:
    """Return the money that was spent, in *unit* if it is that of the money block."""
    budget, total = card.form.budget, _total(card)
    if not (budget and total and unit and budget.unit and budget.unit.endswith(unit)):
        return None
    return None if total.executed.value is None else total.executed.value * budget.factor


def _found(code: str, line: LineOfCard, at: str, /, **params: str) -> Finding:
    where = Where(source=line.where.source, spot=line.cells.get(at, line.where.spot))
    return Finding(code=code, where=where, row=line.name, params=params)


def _of_money(code: str, money: MoneyRow, at: str, /, **params: str) -> Finding:
    where = Where(source=money.where.source, spot=money.cells.get(at, money.where.spot))
    return Finding(code=code, where=where, row=money.label, params=params)


def _beyond(card: Scorecard, words: ReviewWords, code: str) -> Fraction:
    """Return the bound of a check: the spec's, else the catalogue's."""
    own = card.spec.check(code).beyond
    return words.beyond[code] if own is None else own


# -- the form ----------------------------------------------------------------------------


def blanks(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A cell that every form fills is blank; a column that nobody filled is told by none."""
    if any(line.claimed.text for line, _ in _rows(card)):
        for line, _ in _rows(card):
            if line.weight.value and not line.claimed.text:
                yield _found("PRF13", line, "claimed", field="claimed")
    total = _total(card)
    for field in _money_fields(total) if total else ():
        assert total is not None
        yield _of_money("PRF13", total, field, field=field)


def _money_fields(total: MoneyRow) -> Iterator[str]:
    """Yield the blank fields, of those that have a column, of the line that decides the rate."""
    for field in ("initial", "revised", "executed", "rate"):
        if field in total.cells and not getattr(total, field).text:
            yield field
    if total.weight.text and not total.claimed.text:
        yield "claimed"


def blank_heads(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """A head that every form fills has nothing behind it."""
    texts = [caption(text) for text in card.form.texts]
    for text, following in pairwise(texts):
        if text in words.heads and following in words.heads:
            params = {"field": text}
            yield Finding(code="PRF13", where=card.form.where(), row=text, params=params)


def goal_copied(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """What was done repeats what was planned, word for word (a heuristic by length)."""
    for text, following in pairwise(card.form.texts):
        if text == following and len(text) >= words.longest_head:
            yield Finding(code="PRF14", where=card.form.where(), params={"text": text})


def sections_missing(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A group that the rules give points has no row, and no row is of an unknown group."""
    filled = {line.group.id for line in card.lines if line.group}
    if any(line.group is None for line in card.lines):
        return
    for group in card.spec.groups:
        if group.captions and group.weight > 0 and group.id not in filled:
            params = {"weight": as_text(group.weight)}
            where = card.form.where("header")
            yield Finding(code="PRF03", where=where, row=group.label, params=params)


def nameless_sections(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A first-level caption holds nothing but its points."""
    told = set()
    for line, row in _rows(card):
        if row.level1 and not caption(row.level1) and row.level1 not in told:
            told.add(row.level1)
            yield _found("PRF12", line, "level1", level1=row.level1)


def caption_weights(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """A first-level caption prints other points than its rows have."""
    for printed, lines in _sections(card):
        said = words.caption_weight.search(plain(printed))
        made = sum((line.weight.value or Fraction(0) for line in lines), Fraction(0))
        if said and Fraction(said[1]) != made:
            params = {"level1": printed, "printed": said[1], "sum": as_text(made)}
            yield _found("PRW09", lines[0], "level1", **params)


def _sections(card: Scorecard) -> Iterator[tuple[str, list[LineOfCard]]]:
    """Yield runs of rows under one first-level caption."""
    for printed, run in groupby(_rows(card), key=lambda pair: pair[1].level1):
        yield printed, [line for line, _ in run]


def doubles(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Two rows of one name: in one group, or in two."""
    rows = [(line, words.numbering.sub("", caption(row.name))) for line, row in _rows(card)]
    for (one, name), (two, other) in combinations(rows, 2):
        if name and name == other:
            code = "PRF05" if one.level1 == two.level1 else "PRF06"
            yield _found(code, two, "name", level1=one.level1, other=two.level1)


def other_years(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """A name or target speaks of other years only than the form's."""
    year = str(card.form.fiscal_year or card.spec.fiscal_year)
    for line, row in _rows(card):
        for field, text in {"name": row.name, "target": row.target.text}.items():
            named = words.year.findall(text)
            if named and year not in named:
                yield _found("PRF09", line, field, named=" ".join(named), year=year)


def parts_with_weight(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A line below the total of the money block repeats its weight or score."""
    for money in card.form.budget.parts if card.form.budget else ():
        for field in ("weight", "claimed"):
            number = getattr(money, field)
            if number.value:
                yield _of_money("PRW06", money, field, field=field, value=number.text or "")


def parts_of_rows(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """The parts of a row do not add up to it, or count something else."""
    for row, parts in _with_parts(card.form.rows):
        for field in ("target", "actual"):
            whole, of = getattr(row, field), [getattr(part, field) for part in parts]
            numbers = [number for one in of if (number := _exact(one)) is not None]
            if _exact(whole) is None or len(numbers) != len(of):
                continue
            where = Where(source=row.where.source, spot=row.cells.get(field, row.where.spot))
            params = {"field": field, "value": whole.text}
            params["parts"] = " + ".join(part.text for part in of)
            if any(part.unit != whole.unit for part in of):
                yield Finding(code="PRT14", where=where, row=row.name, params=params)
            elif sum(numbers, Fraction(0)) != whole.number:
                yield Finding(code="PRT13", where=where, row=row.name, params=params)


def _with_parts(rows: tuple[Row, ...]) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each row that has parts below it, with them."""
    whole: Row | None = None
    parts: list[Row] = []
    for row in (*rows, None):
        if row is not None and row.part:
            parts.append(row)
            continue
        if whole is not None and parts:
            yield whole, parts
        whole, parts = row, []


def all_full(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """Every row claims its whole weight."""
    if card.lines and all(map(_is_full, card.lines)):
        params = {"count": str(len(card.lines))}
        yield Finding(code="PRG04", where=card.form.where("claimed_total"), params=params)


def _is_full(line: LineOfCard) -> bool:
    return line.claimed.value is not None and line.claimed.value == line.weight.value


def above_the_ceiling(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """The printed total lies above what the rules of the total let through."""
    printed, total = card.form.claimed_total, card.total
    if printed.value is None or total is None or total.high >= card.sum.high:
        return
    if printed.value > total.high:
        params = {"printed": printed.text or "", "high": as_text(total.high)}
        yield Finding(code="PRG03", where=card.form.where("claimed_total"), params=params)


def too_many_decimals(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A claim has more decimals than the rules round to."""
    step = card.spec.points.rounding.step
    for line in card.lines:
        if line.claimed.value is not None and line.claimed.value % step:
            params = {"claimed": line.claimed.text or "", "step": as_text(step)}
            yield _found("PRS06", line, "claimed", **params)


# -- money -------------------------------------------------------------------------------


def no_budget(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """The budget is nothing."""
    total = _total(card)
    if total and total.revised.value == 0:
        yield _of_money("PRM06", total, "revised", executed=total.executed.text or "")


def execution_not_scored(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """The rules give points for execution, and the form none."""
    total = _total(card)
    scored = next((group for group in card.spec.groups if group.rule), None)
    if total and scored and not total.weight.text and not total.claimed.text:
        yield _of_money("PRW08", total, "weight", weight=as_text(scored.weight))


def other_denominator(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """The printed rate is that of the initial budget, not of the revised one."""
    total, rate = _total(card), _rate(card)
    if total is None or rate is None or total.rate.value is None or not total.initial.value:
        return
    assert total.executed.value is not None
    other = total.executed.value / total.initial.value
    if total.rate.text == percent(other) != percent(rate):
        yield _of_money("PRM07", total, "rate", printed=total.rate.text, rate=percent(rate))


def bare_rate(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A rate is printed without its percent sign."""
    total = _total(card)
    if total and total.rate.value is not None and PERCENT not in (total.rate.text or ""):
        yield _of_money("PRM16", total, "rate", printed=total.rate.text or "")


def mixed_units(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Amounts of one line differ as much as two units do (a heuristic)."""
    much = _beyond(card, words, "PRM08")
    for money in card.form.budget.rows if card.form.budget else ():
        amounts = [n for n in (money.initial, money.revised, money.executed) if n.value]
        values = [abs(number.value) for number in amounts if number.value]
        if values and max(values) >= much * min(values):
            shown = " / ".join(number.text or "" for number in amounts)
            yield _of_money("PRM08", money, "executed", amounts=shown)


def spent_little_done_all(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Little was spent, and every row claims all."""
    total, rate = _total(card), _rate(card)
    rows = [line for line, _ in _rows(card)]
    if total is None or rate is None or not rows or not all(map(_is_full, rows)):
        return
    if rate < _beyond(card, words, "PRM11"):
        yield _of_money("PRM11", total, "executed", rate=percent(rate))


def done_beside_spent(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """What was done, by the computed points, differs much from what was spent."""
    total, rate = _total(card), _rate(card)
    scored = [line for line, _ in _rows(card) if isinstance(line.outcome, Scored)]
    weight = sum((line.weight.value or Fraction(0) for line in scored), Fraction(0))
    if total is None or rate is None or not weight:
        return
    done = sum((line.low for line in scored), Fraction(0)) / weight
    if abs(done - rate) > _beyond(card, words, "PRM12"):
        shares: Mapping[str, str] = {"rate": percent(rate), "done": percent(done)}
        yield _of_money("PRM12", total, "executed", **shares)


def unspent_without_a_word(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Much was not spent, and no row says why."""
    total, rate = _total(card), _rate(card)
    if total is None or rate is None or any(row.reason for _, row in _rows(card)):
        return
    if rate < _beyond(card, words, "PRN06"):
        yield _of_money("PRN06", total, "executed", rate=percent(rate))


AUDITS: tuple[Audit, ...] = (
    blanks,
    blank_heads,
    goal_copied,
    sections_missing,
    nameless_sections,
    caption_weights,
    doubles,
    other_years,
    parts_with_weight,
    parts_of_rows,
    all_full,
    above_the_ceiling,
    too_many_decimals,
    no_budget,
    execution_not_scored,
    other_denominator,
    bare_rate,
    mixed_units,
    spent_little_done_all,
    done_beside_spent,
    unspent_without_a_word,
)
