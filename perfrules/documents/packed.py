"""A tree as plain lists that JSON holds, and back: composed once, unpacked often."""

from typing import Any

from perfrules.findings import Where
from perfrules.model.document import Entries, Items, Node, Scalar


def packed(node: Node) -> list[Any]:
    """
    Return a tree as lists: its content, its spot and, of a quoted text, a mark.

    >>> from perfrules.documents import compose
    >>> packed(compose("a.yaml", "a: [1, '2']"))
    [{'a': ['1:1', [[['1', '1:5'], ['2', '1:8', 1]], '1:4']]}, '1:1']
    """
    if isinstance(node, Scalar):
        return [node.text, node.where.spot] if node.plain else [node.text, node.where.spot, 1]
    if isinstance(node, Items):
        return [[packed(item) for item in node.items], node.where.spot]
    entries = {key: [node.keys[key].spot, packed(value)] for key, value in node.entries.items()}
    return [entries, node.where.spot]


def unpacked(source: str, item: list[Any]) -> Node:
    """
    Return the tree that `packed` made lists of.

    Args:
        source: the name of its document, for places.
        item: the lists.
    """
    content, spot = item[0], item[1]
    where = Where(source=source, spot=spot)
    if isinstance(content, str):
        return Scalar(content, len(item) == 2, where)
    if isinstance(content, list):
        return Items(tuple(unpacked(source, inner) for inner in content), where)
    entries, keys = {}, {}
    for key, (place, value) in content.items():
        entries[key] = unpacked(source, value)
        keys[key] = Where(source=source, spot=place)
    return Entries(entries, keys, where)
