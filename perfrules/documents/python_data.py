"""A document that a program holds, as a tree: values become texts, places become paths."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from numbers import Integral
from typing import Any

from perfrules.findings import Code, Finding, InputError, InvalidSpec, Where
from perfrules.model.document import DEEPEST, Entries, Items, Node, Scalar, limited_faults
from perfrules.values import as_text

ROOT = "$"
"""The path of a whole document."""
EXPECTED = "str, int, float, Decimal, Fraction, date, bool, None, Mapping, Sequence"
"""What a value may be."""


def tree_of(source: str, document: Any, *, error: type[InputError] = InvalidSpec) -> Node:
    """
    Return plain data as a tree, each node with its path as its place.

    A float is the shortest text that gives it back (0.1 is ``0.1``), a Decimal or Fraction
    its exact digits, a date its ISO text.

    Args:
        source: what to call the document in places.
        document: mappings, sequences and plain values in each other.
        error: what to raise.

    Raises:
        InputError: *error*, for every value of another type, key that is not a text, or
            number that is not finite or has no last decimal.

    >>> tree_of("form", {"indicators": [{"weight": 2.5}]}).entries["indicators"].items[0].where
    Where(source='form', spot='$.indicators[0]')
    """
    planter = _Planter(source)
    tree = planter.node(document, ROOT, 0)
    if planter.findings:
        raise error(limited_faults(planter.findings))
    return tree


class _Planter:
    """Makes a tree and collects what cannot be in one."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.findings: list[Finding] = []

    def node(self, value: Any, path: str, depth: int) -> Node:
        where = Where(source=self.source, spot=path)
        if depth > DEEPEST:
            params = {"limit": str(DEEPEST), "what": "levels"}
            self.findings.append(Finding(code=Code.DOCUMENT_TOO_LARGE, where=where, params=params))
            return Items((), where)
        if isinstance(value, Mapping):
            return self._entries(value, path, depth)
        if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
            items = [self.node(one, f"{path}[{i}]", depth + 1) for i, one in enumerate(value)]
            return Items(tuple(items), where)
        return self._scalar(value, path, where)

    def _entries(self, value: Mapping[Any, Any], path: str, depth: int) -> Entries:
        where = Where(source=self.source, spot=path)
        entries: dict[str, Node] = {}
        for key, inner in value.items():
            if isinstance(key, str):
                entries[str(key)] = self.node(inner, f"{path}.{key}", depth + 1)
            else:
                self.findings.append(Finding(code=Code.KEY_NOT_TEXT, where=where))
        keys = {key: Where(source=self.source, spot=f"{path}.{key}") for key in entries}
        return Entries(entries, keys, where)

    def _scalar(self, value: Any, path: str, where: Where) -> Scalar:
        text = scalar_text(value)
        if text is None:
            params = {"path": path, "value": repr(value)[:60], "expected": EXPECTED}
            self.findings.append(Finding(code=Code.WRONG_VALUE, where=where, params=params))
        is_plain = value is None or isinstance(value, Integral)
        return Scalar(text or "", is_plain, where)


def scalar_text(value: Any) -> str | None:
    """
    Return a value as a cell of a form would print it; ``None`` where it cannot be one.

    >>> scalar_text(0.1), scalar_text(1e22), scalar_text(Fraction(1, 8)), scalar_text(True)
    ('0.1', '10000000000000000000000', '0.125', 'true')
    """
    match value:
        case None:
            return ""
        case str():
            return str(value)
        case bool():
            return "true" if value else "false"
        case Integral():
            return str(int(value))
        case float():
            return format(Decimal(float.__repr__(value)), "f") if isfinite(value) else None
        case Decimal():
            return format(value, "f") if value.is_finite() else None
        case Fraction():
            text = as_text(value)  # 1/3 has no last decimal, so no cell can print it
            return None if "/" in text else text
        case datetime():
            has_time = value.timetz().replace(tzinfo=None) != datetime.min.time()
            return value.isoformat(sep=" ") if has_time else value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return None
