"""A form's own notes and places next to a spec's quotes and places."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any

from perfrules.findings import Code
from perfrules.model.form import Form
from perfrules.model.spec import Clause
from perfrules.review.subjects import FORM, FormSubject
from perfrules.review.support import Check, Observations, Stage, check
from perfrules.text import wording

ALIKE = 0.85
"""Least similarity (0 to 1) at which a note is taken for another wording of a quote."""
MOST_NOTES = 12
"""Notes of a form that are compared."""
LONGEST_NOTE = 1_000
"""Characters of a note that are compared."""
SHORTEST_QUOTE = 12
"""Fewest characters of a quote that speaks for its spec; shorter ones are found anywhere."""
CONTEXT = 6
"""Characters shown around a difference."""


def evidence(form: Form, places: Iterable[str], clauses: Iterable[Clause]) -> str | None:
    """
    Return the evidence that a spec is the one for a form.

    Returns:
        ``unit:…`` or ``title:…`` for a place word in the unit or title, ``text:…`` for one
        anywhere else, ``notes:n`` for n quotes that the form's notes print; joined by ``+``;
        ``None`` where nothing speaks for it.
    """
    found = [*_places(form, places), *_quotes(form, clauses)]
    return " + ".join(found) or None


def _places(form: Form, places: Iterable[str]) -> Iterator[str]:
    heads = {"unit": form.unit or "", "title": form.title or "", "text": "\n".join(form.texts)}
    for name, text in heads.items():
        for place in places:
            if place in text:
                yield f"{name}:{place}"
                return


def _quotes(form: Form, clauses: Iterable[Clause]) -> Iterator[str]:
    printed = wording("\n".join(form.notes))
    quotes = (wording(clause.quote) for clause in clauses) if printed else ()
    count = sum(len(quote) >= SHORTEST_QUOTE and quote in printed for quote in quotes)
    if count:
        yield f"notes:{count}"


@check(Code.OTHER_RULE_PRINTED, FORM, Stage.SCORE, Stage.PRECHECK)
def note_contradicts_clause(form: FormSubject) -> Observations:
    """A note of the form prints another wording of a clause than the spec quotes."""
    notes = [wording(note[:LONGEST_NOTE]) for note in form.form.notes[:MOST_NOTES]]
    for clause in form.card.clauses if notes else ():
        quote = wording(clause.quote)
        if any(quote in note for note in notes):
            continue
        differences = ((n, _difference(note, quote)) for n, note in enumerate(notes, start=1))
        number, found = next(((n, found) for n, found in differences if found), (0, None))
        if found:
            texts = {"printed": found[0], "quoted": found[1], "clause": clause.id}
            yield form.at(f"note{number}", note=str(number), spec=form.spec.name, **texts)


def _difference(note: str, quote: str) -> tuple[str, str] | None:
    """Return the parts that differ, if *note* holds a passage much like *quote*."""
    longest = SequenceMatcher(None, note, quote, autojunk=False).find_longest_match()
    start = max(0, longest.a - longest.b)
    passage = note[start : start + len(quote)]
    matcher = SequenceMatcher(None, passage, quote, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    first, last = changes[0], changes[-1]
    printed = passage[max(0, first[1] - CONTEXT) : last[2] + CONTEXT]
    quoted = quote[max(0, first[3] - CONTEXT) : last[4] + CONTEXT]
    return printed, quoted


CHECKS: tuple[Check[FormSubject, Any], ...] = (note_contradicts_clause,)
