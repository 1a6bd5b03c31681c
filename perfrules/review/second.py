"""The second opinion: a reviewed form beside the claimed one, and an audit of the reviewer."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from perfrules.findings import Code, Finding, Findings, Where
from perfrules.model.card import Scorecard
from perfrules.model.form import Form, Number, Reviewed, Row
from perfrules.model.quantity import Kind
from perfrules.model.second import SecondLine, SecondOpinion, deviation
from perfrules.model.vocabulary.review import ReviewWords
from perfrules.review.checks import percent
from perfrules.text import caption, phrase
from perfrules.values import Rounding, as_text

Audit = Callable[[SecondLine], Iterator[Finding]]


def as_reviewed(form: Form, reviewed: Form | None, words: ReviewWords) -> Form:
    """
    Return a form with the reviewer's values for actuals and the reviewer's scores for claims.

    Args:
        form: as it was handed in, perhaps with columns of a reviewer.
        reviewed: the reviewer's copy, if there is one; rows are matched by name and order.
        words: for numbering that is no part of a name.
    """
    if reviewed is None:
        return replace(form, rows=tuple(_taken(row, row.reviewed) for row in form.rows))
    copies = dict(_keyed(reviewed, words))
    rows = (_taken(row, _written(copies.get(key))) for key, row in _keyed(form, words))
    budget = reviewed.budget or form.budget
    return replace(form, rows=tuple(rows), budget=budget, claimed_total=reviewed.claimed_total)


def _keyed(form: Form, words: ReviewWords) -> Iterator[tuple[tuple[str, int], Row]]:
    """Yield the rows by name, counted where a name stands several times."""
    seen: dict[str, int] = {}
    for row in form.rows:
        name = words.numbering.sub("", caption(row.name))
        seen[name] = seen.get(name, 0) + 1
        yield (name, seen[name]), row


def _written(row: Row | None) -> Reviewed | None:
    """Return what a reviewer's copy says of a row: its columns of review, else its own."""
    if row is None or row.reviewed:
        return row.reviewed if row else None
    return Reviewed(actual=row.actual, points=row.claimed, deviation=Number(), remark=row.reason)


def _taken(row: Row, written: Reviewed | None) -> Row:
    if written is None:
        return replace(row, claimed=Number(), reviewed=None)
    actual = row.actual if written.actual.kind is Kind.BLANK else written.actual
    return replace(row, actual=actual, claimed=written.points, reviewed=written)


def second_opinion(own: Scorecard, reviewed: Scorecard, words: ReviewWords) -> SecondOpinion:
    """
    Put two scorecards of one form side by side, and look at the reviewer's work.

    Args:
        own: by the values of the form.
        reviewed: by those of `as_reviewed`, under the rules of the review.
        words: of the catalogue.
    """
    lines = tuple(_lines(own, reviewed))
    found = [finding for line in lines for finding in _remarks(line, words, own)]
    findings = Findings((*found, *_uneven(lines)))
    return SecondOpinion(own=own, reviewed=reviewed, lines=lines, findings=findings)


def _remarks(line: SecondLine, words: ReviewWords, own: Scorecard) -> Iterator[Finding]:
    for check in AUDITS:
        yield from check(line)
    yield from other_share_than_said(line, words, own.spec.points.rounding)
    yield from unsupported_with_points(line, words)


def _lines(own: Scorecard, reviewed: Scorecard) -> Iterator[SecondLine]:
    """Pair the lines of the rows, which are the same in both; money lines by their group."""
    of_rows = iter(line for line in reviewed.lines if line.row)
    of_money = {line.id: line for line in reviewed.lines if line.row is None}
    for line in own.lines:
        other = next(of_rows) if line.row else of_money.get(line.id, line)
        yield SecondLine(
            own=line, reviewed=other, written=other.row.reviewed if other.row else None
        )


def _found(code: Code, line: SecondLine, /, **params: str) -> Finding:
    spot = line.own.cells.get("reviewed", line.own.where.spot)
    where = Where(source=line.own.where.source, spot=spot)
    return Finding(code=code, where=where, row=line.own.name, params=params)


def _scores(line: SecondLine) -> dict[str, str]:
    assert line.written is not None
    return {
        "claimed": line.own.claimed.text or "",
        "reviewed": line.written.points.text or "",
        "weight": line.own.weight.text or "",
        "remark": line.written.remark or "",
    }


# -- the reviewer's work, row by row -------------------------------------------------------


def not_reviewed(line: SecondLine) -> Iterator[Finding]:
    """A row of the form that the review passes over."""
    if line.own.row and line.written is None:
        yield _found(Code.ROW_NOT_REVIEWED, line)


def no_score(line: SecondLine) -> Iterator[Finding]:
    """A value or a remark of the reviewer, and no score."""
    written = line.written
    said = written and (written.remark or written.actual.kind is not Kind.BLANK)
    if written and said and written.points.value is None:
        yield _found(Code.NO_REVIEW_SCORE, line, **_scores(line))


def taken_without_a_word(line: SecondLine) -> Iterator[Finding]:
    """The reviewer took points and says not why."""
    taken = _taken_points(line)
    if taken is not None and taken > 0 and line.written and not line.written.remark:
        yield _found(Code.DEDUCTED_WITHOUT_REMARK, line, **_scores(line))


def _taken_points(line: SecondLine) -> Fraction | None:
    claim = line.own.claimed.value
    points = line.written.points.value if line.written else None
    return None if claim is None or points is None else claim - points


def other_share_than_said(
    line: SecondLine, words: ReviewWords, grid: Rounding
) -> Iterator[Finding]:
    """The remark names a share to take, and another was taken: neither of weight nor claim."""
    remark = line.written.remark if line.written else None
    said = words.deducted.search(remark) if remark else None
    weight, claim, taken = line.own.weight.value, line.own.claimed.value, _taken_points(line)
    if said is None or taken is None or weight is None or claim is None:
        return
    points = weight - (claim - taken)
    share = Fraction(said[1]) / 100
    if grid(weight * share) != points and grid(claim * share) != taken:
        yield _found(
            Code.OTHER_SHARE_THAN_SAID,
            line,
            said=f"{said[1]}%",
            taken=as_text(taken, 2),
            **_scores(line),
        )


def unsupported_with_points(line: SecondLine, words: ReviewWords) -> Iterator[Finding]:
    """The remark says that nothing supports the row, and points stand (a heuristic by words)."""
    remark = (line.written.remark if line.written else None) or ""
    points = line.written.points.value if line.written else None
    if points and any(word in remark for word in words.unsupported):
        yield _found(Code.UNSUPPORTED_WITH_POINTS, line, **_scores(line))


def above_the_claim(line: SecondLine) -> Iterator[Finding]:
    """The review gives more than was claimed."""
    taken = _taken_points(line)
    if taken is not None and taken < 0:
        yield _found(Code.REVIEW_ABOVE_CLAIM, line, **_scores(line))


def wrong_deviation(line: SecondLine) -> Iterator[Finding]:
    """The printed deviation is not (claimed - reviewed) / claimed, at its own precision."""
    printed = line.written.deviation.value if line.written else None
    right = deviation(line.own.claimed.value, line.written.points.value if line.written else None)
    if printed is None or right is None or percent(printed) == percent(right):
        return
    assert line.written is not None
    yield _found(
        Code.WRONG_DEVIATION, line, printed=line.written.deviation.text or "", right=percent(right)
    )


def outside_the_rules(line: SecondLine) -> Iterator[Finding]:
    """The reviewer's score is none that the rules of the review give for the reviewer's values."""
    points = line.written.points.value if line.written else None
    reviewed = line.reviewed
    if points is not None and not reviewed.low <= points <= reviewed.high:
        ends = dict.fromkeys(as_text(end, 2) for end in (reviewed.low, reviewed.high))
        yield _found(Code.REVIEWED_WITHOUT_RULE, line, points="–".join(ends), **_scores(line))


def _uneven(lines: tuple[SecondLine, ...]) -> Iterator[Finding]:
    """One remark, and different shares of the weight taken."""
    first: dict[str, tuple[SecondLine, Fraction]] = {}
    for line in lines:
        taken, weight = _taken_points(line), line.own.weight.value
        if taken is None or not weight or not line.written or not line.written.remark:
            continue
        remark, share = phrase(line.written.remark), taken / weight
        other, before = first.setdefault(remark, (line, share))
        if before != share:
            shares = {"share": percent(share), "before": percent(before)}
            yield _found(Code.UNEVEN_SHARES, line, other=other.own.name, **shares, **_scores(line))


AUDITS: tuple[Audit, ...] = (
    not_reviewed,
    no_score,
    taken_without_a_word,
    above_the_claim,
    wrong_deviation,
    outside_the_rules,
)
