"""YAML and JSON with places: composing trees, and checking them against JSON Schemas."""

from typing import TYPE_CHECKING

from perfrules import _lazy
from perfrules.model.document import Entries, Items, Node, Scalar, plain, texts

if TYPE_CHECKING:
    from perfrules.documents.composer import compose
    from perfrules.documents.python_data import tree_of
    from perfrules.documents.validator import at, validate
else:
    __getattr__ = _lazy.door(
        __name__,
        {"composer": ["compose"], "python_data": ["tree_of"], "validator": ["at", "validate"]},
    )

__all__ = [
    "Entries",
    "Items",
    "Node",
    "Scalar",
    "at",
    "compose",
    "plain",
    "texts",
    "tree_of",
    "validate",
]
