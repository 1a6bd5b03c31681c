"""Comparator and unit that stand elsewhere: in the indicator's name, or as a nature of the row."""

import re
from dataclasses import replace

from perfrules.binding.notice import Notices
from perfrules.binding.quantities import parse
from perfrules.binding.text import one_of
from perfrules.findings import Code, Where
from perfrules.model.form import Row
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.model.vocabulary import Vocabulary
from perfrules.text import compact

_BRACKETS = re.compile(r"\(([^()]+)\)$")
_BETWEEN = ",、;*"


def with_signs(row: Row, notices: Notices) -> Row:
    """
    Return a row whose target has the comparator and the unit that only its name or nature print.

    建设面积（≥，亩） and a column 正向 say what the target itself leaves out; its text stays as
    printed, and that something was taken from elsewhere is told. Only where the target is a
    number that lacks them; what stands in the brackets of the name must be a comparator, a
    unit, or both, and nothing else.
    """
    found = _completed(row, notices.vocabulary, notices.fiscal_year)
    if found is None:
        return row
    spot = row.cells.get("target", row.where.spot)
    notices.notice_at(
        Code.TAKEN_FROM_NAME, Where(source=row.where.source, spot=spot), row.name, target=found.text
    )
    return replace(row, target=replace(found, text=row.target.text))


def _completed(row: Row, words: Vocabulary, year: int | None) -> Quantity | None:
    target = row.target
    if target.kind is not Kind.QUANTITY:
        return None
    sign, unit = _printed(row.name, words)
    sign = (sign or words.headers.natures.get(row.nature or "", "")) * (target.sign is Sign.NONE)
    unit = unit * (target.unit is None)
    if not (sign or unit):
        return None
    found = parse(f"{sign}{target.text.strip()}{unit}", words.quantities, fiscal_year=year)
    return found if found.kind is Kind.QUANTITY else None


def _printed(name: str, words: Vocabulary) -> tuple[str, str]:
    """Return the comparator and the unit in the brackets at the end of a name."""
    match = _BRACKETS.search(compact(name))
    if match is None:
        return "", ""
    signs = tuple(word for word, _ in words.quantities.before)
    sign = one_of(match[1], signs) or ""
    unit = match[1].removeprefix(sign).strip(_BETWEEN)
    known = not unit or words.quantities.unit.fullmatch(unit) is not None
    return (sign, unit) if known else ("", "")
