"""The goals of the year next to what was done, to each other and to the rows."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from perfrules.findings import Code
from perfrules.review.subjects import FORM, FormSubject
from perfrules.review.support import Check, Observations, Stage, check, exact_number, holds
from perfrules.text import wording
from perfrules.values import as_text, sum_of

if TYPE_CHECKING:
    from perfrules.model.vocabulary.review import MentionedAmount, ReviewWords

COPIED = 0.9
"""Least similarity (0 to 1) of a copied goal, where both hold the same numbers."""
LONGEST_GOAL = 2_000
"""Characters of a goal that are looked at."""
FEWEST_PARTS = 2
"""Fewest amounts that can make another one."""


@check(Code.NO_GOALS, FORM, Stage.REVIEW, Stage.PRECHECK)
def no_goals(form: FormSubject) -> Observations:
    """The form says itself that no goals were set."""
    for text in (*form.form.texts, *form.form.notes):
        if holds(text, form.words.lists["no_goals"]):
            yield form.at(text=text)
            return


@check(Code.GOAL_COPIED, FORM, Stage.REVIEW)
def goal_copied(form: FormSubject) -> Observations:
    """What was done repeats what was planned, nearly word for word (a heuristic)."""
    words = form.words
    for one, two in product(*_goals(form)):
        if len(one) >= words.longest_head and _is_copy(wording(one), wording(two), words):
            yield form.at(text=two)


def _goals(form: FormSubject) -> tuple[list[str], list[str]]:
    """Return the goals that were planned, and what is said to be done."""
    planned, done = list[str](), list[str]()
    for header, text in form.form.goals.items():
        side = done if holds(header, form.words.lists["done"]) else planned
        side.append(text[:LONGEST_GOAL])
    return planned, done


def _is_copy(one: str, two: str, words: "ReviewWords") -> bool:
    """Return whether a text repeats another one; numbers must be the same."""
    if words.goals.numbers.findall(one) != words.goals.numbers.findall(two):
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= COPIED


# -- amounts -------------------------------------------------------------------------------


@check(Code.GOAL_AMOUNTS_DIFFER, FORM, Stage.REVIEW)
def goal_amounts_differ(form: FormSubject) -> Observations:
    """The amounts in a sentence of the goals do not make the sum that it names (a heuristic)."""
    least = form.beyond(Code.GOAL_AMOUNTS_DIFFER)
    for text in (text for side in _goals(form) for text in side):
        for whole, parts in _sums(wording(text), form.words):
            made = sum_of(part.value for part in parts)
            if made != whole.value and made >= whole.value * least:
                shown = " + ".join(part.text for part in parts)
                yield form.at(whole=whole.text, parts=shown, sum=as_text(made / whole.factor))


def _sums(
    text: str, words: "ReviewWords"
) -> "Iterator[tuple[MentionedAmount, list[MentionedAmount]]]":
    """
    Yield amounts that should be the sum of others, with these.

    A word like 其中 separates an amount from its parts, which follow. A word like 共计 comes
    before a sum; its parts are in the sentence before it, else behind it.
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
    sums: "tuple[MentionedAmount, ...]", found: "Sequence[MentionedAmount]"
) -> "Iterator[tuple[MentionedAmount, list[MentionedAmount]]]":
    """Yield the first of some amounts that has the unit of its parts, if these are several."""
    unit = found[0].unit if found else ""
    parts = [part for part in found if _are_alike(part.unit, unit)]
    whole = next((one for one in sums if _are_alike(one.unit, unit)), None)
    if whole and len(parts) >= FEWEST_PARTS:
        yield whole, parts


def _are_alike(one: str, two: str) -> bool:
    """Return whether two units count the same: 个 and 个机构."""
    return bool(one and two) and (one.startswith(two) or two.startswith(one))


@check(Code.GOAL_WITHOUT_ROW, FORM, Stage.REVIEW, Stage.PRECHECK)
def goal_without_row(form: FormSubject) -> Observations:
    """Amounts of the planned goals are in no target and not in the money (a heuristic)."""
    planned = form.words.amounts(wording(" ".join(_goals(form)[0])))
    if not planned:
        return
    targets = (row.row.target for row in form.indicators)
    known = {(exact_number(target), target.unit) for target in targets}
    known |= set(_planned_money(form))
    other = [one for one in planned if (one.value, one.unit) not in known]
    if other:
        yield form.at(amounts=" / ".join(dict.fromkeys(amount.text for amount in other)))


def _planned_money(form: FormSubject) -> Iterator[tuple[Fraction, str]]:
    """Yield the planned amounts of the money block, in each unit of money."""
    for line in form.money:
        for value in (line.values["initial"], line.values["revised"]):
            for unit in form.words.lists["money_units"]:
                if value is not None:
                    yield value * line.budget.factor, unit


CHECKS: tuple[Check[FormSubject, Any], ...] = (
    no_goals,
    goal_copied,
    goal_amounts_differ,
    goal_without_row,
)
