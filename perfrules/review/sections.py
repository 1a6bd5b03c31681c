"""Checks of the audit that look at several rows: blanks, sections, weights, names, parts."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations, groupby

from perfrules.findings import Code, Finding, Where
from perfrules.model.card import LineOfCard, Scorecard
from perfrules.model.form import Row
from perfrules.model.spec import Group
from perfrules.model.vocabulary.review import ReviewWords
from perfrules.review.found import at_line, exact_number, holds, levels, rows_of
from perfrules.review.money import is_full
from perfrules.text import caption, compact, phrase
from perfrules.values import as_text

NOTHING = Fraction(0)
FEWEST_ALIKE = 5
"""Fewest rows of one weight that are told."""


# -- blanks and sections -------------------------------------------------------------------


def blanks(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A score is blank where others are not; an empty column is told by none."""
    if any(line.claimed.text for line, _ in rows_of(card)):
        for line, _ in rows_of(card):
            if line.weight.value and line.claimed.value is None:
                yield at_line(Code.REQUIRED_CELL_BLANK, line, "claimed", field="claimed")


def sections_missing(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Groups that the rules give points have no row, and no row of another may be of them."""
    missing = [group for group in card.spec.groups if _is_missing(card, group, words)]
    if missing:
        label = " ".join(group.label for group in missing)
        weight = as_text(sum((group.weight for group in missing), NOTHING))
        where = card.form.where("header")
        yield Finding(code=Code.SECTION_MISSING, where=where, row=label, params={"weight": weight})


def _is_missing(card: Scorecard, group: Group, words: ReviewWords) -> bool:
    """Tell whether no row is of a group; of one with several kinds, of a kind that must be."""
    kinds = {kind for one in group.captions for kind in _kinds(one, words)}
    wanted = kinds & words.required if len(kinds) > 1 else kinds
    return group.weight > 0 and not all(_may_be_there(card, kind, words) for kind in wanted)


def _kinds(text: str, words: ReviewWords) -> set[str]:
    """Return the kinds of section that a caption speaks of."""
    return {kind for kind, names in words.sections.items() if holds(text, names)}


def _may_be_there(card: Scorecard, kind: str, words: ReviewWords) -> bool:
    """Tell whether a row is of a kind by its captions, or has none that says anything."""
    for line, row in rows_of(card):
        told = _kinds(levels(row), words)
        if kind in told or (line.group is None and not told):
            return True
    return False


def nameless_sections(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """A first-level caption holds nothing but its points."""
    told = set()
    for line, row in rows_of(card):
        bare = not caption(row.level1) or words.bare_points.fullmatch(compact(row.level1))
        if row.level1 and bare and row.level1 not in told:
            told.add(row.level1)
            yield at_line(Code.SECTION_UNNAMED, line, "level1", level1=row.level1)


def no_goals(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """The form says itself that no goals were set."""
    for text in (*card.form.texts, *card.form.notes):
        if holds(text, words.lists["no_goals"]):
            yield Finding(code=Code.NO_GOALS, where=card.form.where(), params={"text": text})
            return


# -- weights -------------------------------------------------------------------------------


def caption_weights(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """A caption of either level prints other points than its rows have."""
    by_level1 = groupby(rows_of(card), key=lambda pair: pair[1].level1)
    by_level2 = groupby(rows_of(card), key=lambda pair: (pair[1].level1, pair[1].level2))
    runs = [(printed, "level1", list(run)) for printed, run in by_level1]
    runs += [(printed[1], "level2", list(run)) for printed, run in by_level2]
    for printed, level, run in runs:
        said = words.caption_weight.search(compact(printed))
        made = _weight(line for line, _ in run)
        points = next(filter(None, said.groups())) if said else None
        if points is not None and Fraction(points) != made:
            params = {"level1": printed, "printed": points, "sum": as_text(made)}
            yield at_line(Code.CAPTION_POINTS_DIFFER, run[0][0], level, **params)


def _weight(lines: Iterator[LineOfCard]) -> Fraction:
    return sum((line.weight.value or NOTHING for line in lines), NOTHING)


def noted_weights(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """The form's own notes give a section other points than its rows have."""
    notes = {f"note{number}": note for number, note in enumerate(card.form.notes, start=1)}
    for place, text in {**notes, "title": " ".join(card.form.texts)}.items():
        for kind, pattern in words.noted_weights.items():
            said, made = pattern.search(compact(text)), _made(card, kind, words)
            if said and made is not None and Fraction(said[1]) != made:
                params = {"said": said[0], "sum": as_text(made)}
                where = card.form.where(place)
                yield Finding(code=Code.NOTE_POINTS_DIFFER, where=where, row=said[0], params=params)


def _made(card: Scorecard, kind: str, words: ReviewWords) -> Fraction | None:
    """Return the weights of a kind of section, if the form has it."""
    total = card.form.budget.total if card.form.budget else None
    if kind == "execution":
        return total.weight.value if total else None
    first = [line for line, row in rows_of(card) if kind in _kinds(caption(row.level1), words)]
    return _weight(iter(first)) if first else None


def equal_weights(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """All rows weigh the same: nothing was weighed."""
    weights = [line.weight.value for line, _ in rows_of(card)]
    if len(weights) >= FEWEST_ALIKE and weights[0] and len(set(weights)) == 1:
        params = {"count": str(len(weights)), "weight": as_text(weights[0])}
        yield Finding(code=Code.ALL_WEIGHTS_EQUAL, where=card.form.where("header"), params=params)


# -- names ---------------------------------------------------------------------------------


def doubles(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Two rows of one name: in one group, or in two."""
    rows = [(line, words.numbering.sub("", caption(row.name))) for line, row in rows_of(card)]
    for (one, name), (two, other) in combinations(rows, 2):
        if name and name == other:
            code = (
                Code.INDICATOR_TWICE if one.level1 == two.level1 else Code.INDICATOR_IN_TWO_SECTIONS
            )
            yield at_line(code, two, "name", level1=one.level1, other=two.level1)


def other_years(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """A name, target or actual speaks of other years only than the form's."""
    year = card.form.fiscal_year
    if year is None:
        return
    for line, row in rows_of(card):
        texts = {"name": row.name, "target": row.target.text, "actual": row.actual.text}
        for field, text in texts.items():
            if named := words.other_years(text, year):
                yield at_line(Code.YEAR_DIFFERS, line, field, named=named, year=str(year))


def named_by_a_grade(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """A tier or a grade stands where the name should be."""
    tiers = {
        word for scale in card.spec.scales.values() for tier in scale.tiers for word in tier.words
    }
    grades = {phrase(word) for word in (*tiers, *words.lists["grades"])}
    for line, row in rows_of(card):
        if words.numbering.sub("", phrase(row.name)) in grades:
            yield at_line(Code.GRADE_AS_NAME, line, "name", name=row.name)


def named_with_another_unit(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """The name prints another unit in brackets than the target or the actual has."""
    for line, row in rows_of(card):
        named = words.unit_of_name(compact(row.name))
        for field, quantity in {"target": row.target, "actual": row.actual}.items():
            if named and quantity.unit and named != quantity.unit:
                params = {"named": named, "field": field, "value": quantity.text}
                yield at_line(Code.UNIT_DIFFERS_FROM_NAME, line, field, **params)
                break


# -- parts and all rows --------------------------------------------------------------------


def parts_of_rows(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """The parts of a row do not add up to it, or count something else."""
    for row, parts in _with_parts(card.form.rows):
        for field in ("target", "actual"):
            whole, of = getattr(row, field), [getattr(part, field) for part in parts]
            numbers = [number for one in of if (number := exact_number(one)) is not None]
            if exact_number(whole) is None or len(numbers) != len(of):
                continue
            where = Where(source=row.where.source, spot=row.cells.get(field, row.where.spot))
            params = {"field": field, "value": whole.text}
            params["parts"] = " + ".join(part.text for part in of)
            if any(part.unit != whole.unit for part in of):
                yield Finding(
                    code=Code.PARTS_OF_OTHER_UNIT, where=where, row=row.name, params=params
                )
            elif sum(numbers, NOTHING) != whole.number:
                yield Finding(code=Code.PARTS_NOT_SUM, where=where, row=row.name, params=params)


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
    if claims_all(card):
        params = {"count": str(len(card.lines))}
        yield Finding(
            code=Code.FULL_MARKS_EVERYWHERE, where=card.form.where("claimed_total"), params=params
        )


def claims_all(card: Scorecard) -> bool:
    """Tell whether every line claims its whole weight."""
    return bool(card.lines) and all(map(is_full, card.lines))


def above_the_ceiling(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """The printed total lies above what the rules of the total let through."""
    printed, total = card.form.claimed_total, card.total
    if printed.value is None or total is None or total.high >= card.sum.high:
        return
    if printed.value > total.high:
        params = {"printed": printed.text or "", "high": as_text(total.high)}
        yield Finding(
            code=Code.TOTAL_ABOVE_CEILING, where=card.form.where("claimed_total"), params=params
        )


def too_many_decimals(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:  # noqa: ARG001
    """A claim has more decimals than the rules round to."""
    step = card.spec.points.rounding.step
    for line in card.lines:
        if line.claimed.value is not None and line.claimed.value % step:
            params = {"claimed": line.claimed.text or "", "step": as_text(step)}
            yield at_line(Code.TOO_MANY_DECIMALS, line, "claimed", **params)


def satisfaction_elsewhere(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Satisfaction is a second level of one section, and the form has a section of that name."""
    names = words.lists["satisfied"]
    sections = {caption(row.level1) for _, row in rows_of(card) if row.level1}
    if not any(holds(section, names) for section in sections):
        return
    for line, row in rows_of(card):
        if row.level1 and holds(row.level2, names) and not holds(row.level1, names):
            params = {"level1": row.level1, "level2": row.level2}
            yield at_line(Code.ROW_IN_WRONG_SECTION, line, "level2", **params)


SECTION_CHECKS: tuple[Callable[[Scorecard, ReviewWords], Iterator[Finding]], ...] = (
    blanks,
    sections_missing,
    nameless_sections,
    no_goals,
    caption_weights,
    noted_weights,
    equal_weights,
    doubles,
    other_years,
    named_by_a_grade,
    named_with_another_unit,
    parts_of_rows,
    all_full,
    above_the_ceiling,
    too_many_decimals,
    satisfaction_elsewhere,
)
