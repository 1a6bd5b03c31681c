"""YAML and JSON as trees in which every scalar keeps its text and its place."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from perfrules.findings import Code, Finding, Where
from perfrules.values import freeze

DEEPEST = 50
"""Levels of lists and mappings in each other."""

MOST_FAULTS = 100
"""Faults of a document that are reported."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text; *plain* says that it is written without quotes."""

    text: str
    plain: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Node", ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping, with the place of each key."""

    entries: Mapping[str, "Node"]
    keys: Mapping[str, Where]
    where: Where

    def __post_init__(self) -> None:
        freeze(self, "entries", "keys")


Node = Scalar | Items | Entries


def limited_faults(faults: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the faults of a document; of more than `MOST_FAULTS` the first, and that there are."""
    found = tuple(islice(faults, MOST_FAULTS + 1))
    if len(found) <= MOST_FAULTS:
        return found
    params = {"limit": str(MOST_FAULTS), "what": "faults"}
    return (
        *found[:-1],
        Finding(code=Code.DOCUMENT_TOO_LARGE, where=found[-1].where, params=params),
    )


_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_NOTHING = ("", "~", "null")


def plain(node: Node) -> Any:
    """
    Return a tree as a JSON Schema sees it.

    Unquoted whole numbers are ints, ``true`` and ``false`` booleans, nothing, ``~`` and
    ``null`` are ``None``; every other scalar is its text, so no number becomes a float.
    """
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if isinstance(node, Entries):
        return {name: plain(value) for name, value in node.entries.items()}
    if not node.plain:
        return node.text
    if _INTEGER.fullmatch(node.text):
        return int(node.text)
    return _word(node)


def texts(node: Node) -> Any:
    """Return a tree with every scalar as its text; nothing is ``None``, flags are booleans."""
    if isinstance(node, Items):
        return [texts(item) for item in node.items]
    if isinstance(node, Entries):
        return {name: texts(value) for name, value in node.entries.items()}
    return _word(node) if node.plain else node.text


def _word(node: Scalar) -> Any:
    if node.text in _NOTHING:
        return None
    return {"true": True, "false": False}.get(node.text, node.text)
