"""Checks of the audit that look at the head of a form and at the goals of the year."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import product

from perfrules.findings import Code, Finding
from perfrules.model.card import Scorecard
from perfrules.model.form import Form
from perfrules.model.vocabulary.review import Amount, ReviewWords
from perfrules.review.found import beyond, exact_number, holds
from perfrules.text import caption, phrase, wording
from perfrules.values import as_text

COPIED = 0.9
"""Least similarity (0 to 1) of a copied goal, where both hold the same numbers."""
LONGEST_GOAL = 2_000
"""Characters of a goal that are looked at."""
FEWEST_PARTS = 2
"""Fewest amounts that can make another one."""


# -- the head ------------------------------------------------------------------------------


def blank_heads(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """A head that every form fills has nothing behind it."""
    for label, value in card.form.head.items():
        if caption(label) in words.heads and not value.strip():
            params = {"field": label}
            yield Finding(
                code=Code.REQUIRED_CELL_BLANK, where=card.form.where(), row=label, params=params
            )


def owner_swapped(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """What should be the authority is by its name below what carries the project out."""
    owner, unit = (said(card.form, words.lists[name], words) for name in ("owners", "carriers"))
    if owner and unit and words.rank(owner) > words.rank(unit):
        params = {"owner": owner, "unit": unit}
        yield Finding(
            code=Code.OWNER_AND_UNIT_SWAPPED, where=card.form.where("unit"), params=params
        )


def said(form: Form, labels: tuple[str, ...], words: ReviewWords) -> str:
    """Return the unit behind the first of some labels, without the number in front of it."""
    return words.code_of_unit.sub("", phrase(_behind(form, labels)))


def _behind(form: Form, labels: tuple[str, ...]) -> str:
    found = (value for label, value in form.head.items() if caption(label) in labels)
    return next(found, "")


def project_of_another_year(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """The name of the project speaks of another year than the form's."""
    year, named = card.form.fiscal_year, _behind(card.form, words.lists["projects"])
    if year is not None and (years := words.other_years(named, year)):
        params = {"named": years, "year": str(year)}
        yield Finding(code=Code.YEAR_DIFFERS, where=card.form.where(), row=named, params=params)


# -- the goals -----------------------------------------------------------------------------


def _goals(card: Scorecard, words: ReviewWords) -> tuple[list[str], list[str]]:
    """Return the goals that were planned, and what is said to be done."""
    planned, done = list[str](), list[str]()
    for header, text in card.form.goals.items():
        side = done if holds(header, words.lists["done"]) else planned
        side.append(text[:LONGEST_GOAL])
    return planned, done


def goal_copied(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """What was done repeats what was planned, nearly word for word (a heuristic)."""
    for one, two in product(*_goals(card, words)):
        if len(one) >= words.longest_head and _is_copy(wording(one), wording(two), words):
            yield Finding(code=Code.GOAL_COPIED, where=card.form.where(), params={"text": two})


def _is_copy(one: str, two: str, words: ReviewWords) -> bool:
    """Tell whether a text repeats another one; numbers must be the same."""
    if words.goals.numbers.findall(one) != words.goals.numbers.findall(two):
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= COPIED


def goal_sums(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """The amounts in a sentence of the goals do not make the sum that it names (a heuristic)."""
    least = beyond(card, words, Code.GOAL_AMOUNTS_DIFFER)
    for text in (text for side in _goals(card, words) for text in side):
        for whole, parts in _sums(wording(text), words):
            made = sum((part.value for part in parts), Fraction(0))
            if made != whole.value and made >= whole.value * least:
                shown = " + ".join(part.text for part in parts)
                params = {"whole": whole.text, "parts": shown, "sum": as_text(made / whole.factor)}
                yield Finding(code=Code.GOAL_AMOUNTS_DIFFER, where=card.form.where(), params=params)


def _sums(text: str, words: ReviewWords) -> Iterator[tuple[Amount, list[Amount]]]:
    """
    Yield amounts that should be the sum of others, with these.

    Behind a word like 其中 stand the parts of the amount before it; a word like 共计 stands
    before the sum, and the parts before it in its sentence, else behind.
    """
    goals = words.goals
    for mark in goals.parts_follow.finditer(text):
        behind = goals.parts_end.split(text[mark.end() :])[0]
        yield from _whole(words.amounts(text[: mark.start()])[::-1], words.amounts(behind))
    for sentence in () if goals.parts_follow.search(text) else goals.sentence_end.split(text):
        for mark in goals.sum_follows.finditer(sentence):
            whole = words.amounts(sentence[mark.end() :])
            before = words.amounts(sentence[: mark.start()])
            parts = [part for part in before if whole and _are_alike(part.unit, whole[0].unit)]
            yield from _whole(whole[:1], parts if len(parts) >= FEWEST_PARTS else whole[1:])


def _whole(
    sums: tuple[Amount, ...], found: Sequence[Amount]
) -> Iterator[tuple[Amount, list[Amount]]]:
    """Yield the first of some amounts that has the unit of its parts, if these are several."""
    unit = found[0].unit if found else ""
    parts = [part for part in found if _are_alike(part.unit, unit)]
    whole = next((one for one in sums if _are_alike(one.unit, unit)), None)
    if whole and len(parts) >= FEWEST_PARTS:
        yield whole, parts


def _are_alike(one: str, two: str) -> bool:
    """Tell whether two units count the same: 个 and 个机构."""
    return bool(one and two) and (one.startswith(two) or two.startswith(one))


def goal_beside_rows(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """Amounts of the planned goals stand in no target and not in the money (a heuristic)."""
    targets = (line.row.target for line in card.lines if line.row)
    known = {(exact_number(target), target.unit) for target in targets}
    known |= set(_money(card, words))
    planned = " ".join(_goals(card, words)[0])
    other = [one for one in words.amounts(wording(planned)) if (one.value, one.unit) not in known]
    if other:
        amounts = " / ".join(dict.fromkeys(amount.text for amount in other))
        yield Finding(
            code=Code.GOAL_WITHOUT_ROW, where=card.form.where(), params={"amounts": amounts}
        )


def _money(card: Scorecard, words: ReviewWords) -> Iterator[tuple[Fraction, str]]:
    """Yield the planned amounts of the money block, in each unit of money."""
    budget = card.form.budget
    for row in budget.rows if budget else ():
        for number in (row.initial, row.revised):
            for unit in words.lists["money_units"] if number.value is not None else ():
                assert budget is not None and number.value is not None
                yield number.value * budget.factor, unit


HEAD_CHECKS: tuple[Callable[[Scorecard, ReviewWords], Iterator[Finding]], ...] = (
    blank_heads,
    owner_swapped,
    project_of_another_year,
    goal_copied,
    goal_sums,
    goal_beside_rows,
)
