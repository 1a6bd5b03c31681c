"""Reading a document tree whose shape the schema has mostly promised."""

from collections.abc import Iterator, Mapping

from perfrules.documents import Entries, Items, Node, Scalar
from perfrules.findings import Where


class Malformed(Exception):
    """A part of the tree has another shape than it should."""


def entries(node: Node | None) -> Entries:
    """Return *node* as a mapping."""
    if not isinstance(node, Entries):
        raise Malformed
    return node


def items(node: Node | None) -> tuple[Node, ...]:
    """Return the items of a list; nothing for a missing one."""
    if node is None:
        return ()
    if not isinstance(node, Items):
        raise Malformed
    return node.items


def text(node: Node | None) -> str:
    """Return the text of a scalar."""
    if not isinstance(node, Scalar):
        raise Malformed
    return node.text


def text_items(node: Node | None) -> tuple[str, ...]:
    """Return the texts of a scalar or of a list of scalars; nothing for a missing one."""
    if node is None:
        return ()
    return (text(node),) if isinstance(node, Scalar) else tuple(map(text, items(node)))


def child(node: Entries, name: str) -> Node | None:
    """Return the value of the key *name*, or ``None``."""
    return node.entries.get(name)


def named(node: Node | None) -> Iterator[tuple[str, Where, Node]]:
    """Yield key, place of the key and value of a mapping; nothing for a missing one."""
    if node is None:
        return
    mapping = entries(node)
    for name, value in mapping.entries.items():
        yield name, mapping.keys[name], value


def is_true(node: Node | None) -> bool:
    """Return whether a flag is set."""
    return node is not None and text(node) == "true"


def by_id(node: Node | None) -> Mapping[str, Node]:
    """Return the items of a list of mappings by their ``id``."""
    return {text(child(entries(item), "id")): item for item in items(node)}
