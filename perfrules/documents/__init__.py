"""YAML and JSON with places: composing trees, and checking them against JSON Schemas."""

from perfrules.documents.check import at, check
from perfrules.documents.compose import Entries, Items, Node, Scalar, compose, plain, texts

__all__ = ["Entries", "Items", "Node", "Scalar", "at", "check", "compose", "plain", "texts"]
