"""Comparator and unit that an indicator's name prints in brackets: 建设面积（≥，亩）."""

import re

from perfrules.binding.notice import Notices
from perfrules.binding.quantities import parse
from perfrules.binding.text import one_of, plain
from perfrules.model.grid import Cell
from perfrules.model.quantity import Kind, Sign
from perfrules.model.vocabulary import Vocabulary

FROM_NAME = "PR215"
_BRACKETS = re.compile(r"\(([^()]+)\)$")
_BETWEEN = ",、;*"


def with_name(name: str, target: Cell | None, notices: Notices) -> Cell | None:
    """
    Return the target with the comparator and the unit that only the name prints, and tell.

    Only where the target is a number that lacks them; what stands in the brackets must be a
    comparator, a unit, or both, and nothing else.
    """
    if target is None:
        return None
    words = notices.vocabulary
    found = parse(target.text.strip(), words.quantities, fiscal_year=notices.fiscal_year)
    sign, unit = _printed(name, words)
    sign = sign if found.sign is Sign.NONE else ""
    unit = unit if found.unit is None else ""
    if found.kind is not Kind.QUANTITY or not (sign or unit):
        return target
    joined = f"{sign}{target.text.strip()}{unit}"
    notices.notice(FROM_NAME, target, name, target=joined)
    return Cell(joined, target.spot)


def _printed(name: str, words: Vocabulary) -> tuple[str, str]:
    """Return the comparator and the unit in the brackets at the end of a name."""
    match = _BRACKETS.search(plain(name))
    if match is None:
        return "", ""
    signs = tuple(word for word, _ in words.quantities.before)
    sign = one_of(match[1], signs) or ""
    unit = match[1].removeprefix(sign).strip(_BETWEEN)
    known = not unit or words.quantities.unit.fullmatch(unit) is not None
    return (sign, unit) if known else ("", "")
