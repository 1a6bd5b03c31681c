"""Checks of the audit on rows that no rule scores, for want of one or for its print."""

from collections.abc import Callable, Iterator

from perfrules.findings import Code, Finding
from perfrules.model.card import Scorecard, Unscored
from perfrules.model.form import Row
from perfrules.model.quantity import Sign
from perfrules.model.vocabulary.review import ReviewWords
from perfrules.review.found import at_line, holds, pair, rows_of


def missed_with_full_marks(card: Scorecard, words: ReviewWords) -> Iterator[Finding]:
    """A row misses its target, and claims its whole weight."""
    for line, row in rows_of(card):
        is_full = line.weight.value is not None and line.claimed.value == line.weight.value
        if isinstance(line.outcome, Unscored) and is_full and _is_missed(row, words):
            texts = {"target": line.target, "actual": line.actual}
            yield at_line(
                Code.MISSED_FULL_MARKS_UNRULED,
                line,
                "claimed",
                claimed=line.claimed.text or "",
                **texts,
            )


def _is_missed(row: Row, words: ReviewWords) -> bool:
    """Tell whether an exact actual is on the wrong side of its target; bare ones by words."""
    both = pair(row.target, row.actual)
    if both is None:
        return False
    aim, done = both
    if row.target.sign in (Sign.LE, Sign.LT):
        return done > aim
    lower = (*words.lists["lower_is_better"], *words.lists["cost"])
    is_bare = row.target.sign is Sign.NONE
    return done < aim and not (is_bare and holds(row.level2 + row.name, lower))


UNSCORED_CHECKS: tuple[Callable[[Scorecard, ReviewWords], Iterator[Finding]], ...] = (
    missed_with_full_marks,
)
