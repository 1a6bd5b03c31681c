"""In which fields two documents differ, where blank and missing are the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is not the same in both documents, at its path (``$.indicators[0].actual``)."""

    path: str
    one: str
    two: str


def differences(one: Any, two: Any, path: str = "$") -> Iterator[FieldChange]:
    """
    Yield the fields in which two documents of plain data differ, in the order of the first.

    >>> list(differences({"a": "1", "b": None}, {"a": "2", "b": ""}))
    [FieldChange(path='$.a', one='1', two='2')]
    """
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        for name in dict.fromkeys((*one, *two)):
            yield from differences(one.get(name), two.get(name), f"{path}.{name}")
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for index, (first, second) in enumerate(zip(one, two, strict=True)):
            yield from differences(first, second, f"{path}[{index}]")
    elif one != two and not (is_blank(one) and is_blank(two)):
        yield FieldChange(path, str(one or ""), str(two or ""))


def is_blank(value: Any) -> bool:
    """Return whether a value, or everything in a mapping, is missing or empty."""
    return not value or (isinstance(value, Mapping) and all(map(is_blank, value.values())))
