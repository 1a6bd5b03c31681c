"""A form's own notes and places beside a spec's quotes and places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from perfrules.model.form import Form
from perfrules.model.spec import Clause
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A note that says nearly what a clause says, but not quite."""

    clause: Clause
    number: int
    printed: str
    quoted: str


def evidence(form: Form, places: Iterable[str], clauses: Iterable[Clause]) -> str | None:
    """
    Tell what speaks for a spec being the one of a form.

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


def contradictions(form: Form, clauses: Iterable[Clause]) -> Iterator[Contradiction]:
    """Yield the notes that print another wording of a clause than the spec quotes."""
    notes = [wording(note[:LONGEST_NOTE]) for note in form.notes[:MOST_NOTES]]
    for clause in clauses:
        quote = wording(clause.quote)
        if any(quote in note for note in notes):
            continue
        for number, note in enumerate(notes, start=1):
            if difference := _difference(note, quote):
                printed, quoted = difference
                yield Contradiction(clause=clause, number=number, printed=printed, quoted=quoted)
                break


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
