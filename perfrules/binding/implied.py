"""
Comparators and units that a target itself leaves out.

They are in columns of their own, in the indicator's name (建设面积（≥，亩）), or follow from the
nature of the row (正向).
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from perfrules.binding.cells import CellClassifier
from perfrules.binding.parser import CellParser
from perfrules.binding.quantity.grammar import parse_quantity, with_sign
from perfrules.binding.sheet import SheetCell, sheet_cell
from perfrules.findings import Code, Where
from perfrules.model.form import Row
from perfrules.model.quantity import Kind, Quantity, Sign
from perfrules.model.vocabulary import Vocabulary
from perfrules.text import compact, prefix_of

OWN_COLUMNS = ("comparator", "nature", "unit")
_LAST_BRACKETS = re.compile(r"\(([^()]+)\)$")
_BETWEEN = ",、;*"


def with_own_columns(
    cells: dict[str, SheetCell], classifier: CellClassifier
) -> dict[str, SheetCell]:
    """Return cells whose target has the comparator and the unit of columns of their own."""
    target = cells.get("target")
    if target is None or cells.keys().isdisjoint(OWN_COLUMNS):
        return cells
    sign = "" if classifier.prints_sign(target) else classifier.sign_of(cells)
    unit = cells.get("unit")
    last = unit.text.strip() if unit and not classifier.says_nothing(unit) else ""
    number = "" if classifier.says_nothing(target) else target.text.strip()
    is_printed = compact(number).endswith(compact(last))
    text = f"{sign}{number}{'' if is_printed else last}"
    return cells if text == target.text else cells | {"target": sheet_cell(text, target.spot)}


def completed(row: Row, parser: CellParser) -> Row:
    """
    Return a row whose target has the comparator and the unit that only its name or nature print.

    Its text stays as printed, and what was taken from elsewhere is reported. Only where the
    target is a number that lacks them; the brackets of the name must hold a comparator, a
    unit, or both, and nothing else.
    """
    found = _completed(row, parser.vocabulary, parser.fiscal_year)
    if found is None:
        return row
    where = Where(source=row.where.source, spot=row.cells.get("target", row.where.spot))
    parser.report_at(Code.TAKEN_FROM_NAME, where, row.name, target=found.text)
    return replace(row, target=replace(found, text=row.target.text))


def _completed(row: Row, words: Vocabulary, year: int | None) -> Quantity | None:
    target = row.target
    if target.kind is not Kind.QUANTITY:
        return None
    sign, unit = _in_name(row.name, words)
    sign = sign or words.headers.indicators.natures.get(row.nature or "", "")
    sign = sign if target.sign is Sign.NONE else ""
    unit = unit if target.unit is None else ""
    if not (sign or unit):
        return None
    text = f"{sign}{target.text.strip()}{unit}"
    if not unit:
        found = with_sign(target, words.quantities.prefixes.signs[sign])
        return replace(found, text=text) if found else None
    found = parse_quantity(text, words.quantities, fiscal_year=year)  # 2022 and 年 make a date
    return found if found.kind is Kind.QUANTITY else None


def _in_name(name: str, words: Vocabulary) -> tuple[str, str]:
    """Return the comparator and the unit in the brackets at the end of a name."""
    match = _LAST_BRACKETS.search(compact(name))
    if match is None:
        return "", ""
    signs: Mapping[str, Sign] = words.quantities.prefixes.signs
    sign = prefix_of(match[1], tuple(signs)) or ""
    unit = match[1].removeprefix(sign).strip(_BETWEEN)
    known = not unit or words.quantities.units.is_unit(unit)
    return (sign, unit) if known else ("", "")
