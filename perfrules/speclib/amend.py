"""Amendments: a year's spec as the one before it with named, guarded changes; no deep merge."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from perfrules.documents import Entries, Items, Node, Scalar
from perfrules.documents import texts as plain_texts
from perfrules.findings import Code, Finding, Where
from perfrules.speclib.nodes import Malformed, child, entries, items, named, text, text_items

HEADER = (
    "perfrules",
    "id",
    "version",
    "fiscal_year",
    "kind",
    "title",
    "places",
    "trial",
    "by_name",
    "excerpt",
)
NOT_INHERITED = ("trial",)

VERBS = {
    frozenset({"set", "was", "to"}): "set",
    frozenset({"add", "to"}): "add",
    frozenset({"drop", "was"}): "drop",
}
"""The keys of an operation → what it does."""

Change = Callable[[Node | None], Node | None]
"""What becomes of the value at a path; ``None`` means that there is no value."""


class Unfit(Exception):
    """An operation does not fit the spec that it changes."""

    def __init__(self, code: Code, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def amended(base: Entries, change: Entries) -> tuple[Entries, list[Finding]]:
    """
    Apply the amendments of *change* to the resolved tree *base*.

    Returns:
        the resolved tree, every node with the place that it was last written at, and what
        was wrong: unknown paths, guards that do not hold.
    """
    findings: list[Finding] = []
    tree = _with_header(base, change, findings)
    clauses = _clause_ids(tree)
    for amendment in items(child(change, "amend")):
        findings += _basis_faults(amendment, clauses)
        for operation in items(child(entries(amendment), "ops")):
            try:
                tree = _applied(tree, entries(operation))
            except Unfit as reason:
                findings.append(
                    Finding(code=reason.code, where=operation.where, params=reason.params)
                )
            except Malformed:
                continue
    return tree, findings


def _clause_ids(tree: Entries) -> set[str]:
    return {
        id_
        for _, _, source in named(child(tree, "sources"))
        if isinstance(source, Entries)
        for id_, _, _ in named(child(source, "clauses"))
    }


def _basis_faults(amendment: Node, clauses: set[str]) -> Iterator[Finding]:
    """Report an amendment that rests on nothing, or on a clause that does not exist."""
    node = entries(amendment)
    cites = text_items(child(node, "cite"))
    if not cites and child(node, "assume") is None:
        path = f"amend/{text(child(node, 'id'))}"
        yield Finding(code=Code.NO_BASIS, where=node.where, params={"path": path})
    for cite in cites:
        if cite not in clauses:
            near = get_close_matches(cite, clauses, n=1)
            params = {"name": cite, "near": near[0] if near else ""}
            yield Finding(code=Code.NO_SUCH_CLAUSE, where=node.entries["cite"].where, params=params)


def _with_header(base: Entries, change: Entries, findings: list[Finding]) -> Entries:
    values, keys = dict(base.entries), dict(base.keys)
    for name in NOT_INHERITED:
        values.pop(name, None)
    for name in HEADER:
        if name in change.entries:
            values[name], keys[name] = change.entries[name], change.keys[name]
    values["sources"] = _with_sources(base, change, findings)
    return replace(base, entries=values, keys=keys, where=change.where)


def _with_sources(base: Entries, change: Entries, findings: list[Finding]) -> Entries:
    sources = entries(child(base, "sources"))
    values, keys = dict(sources.entries), dict(sources.keys)
    for name, where, source in named(child(change, "sources")):
        if name in values:
            findings.append(Finding(code=Code.ALREADY_EXISTS, where=where, params={"path": name}))
        values[name], keys[name] = source, where
    return replace(sources, entries=values, keys=keys)


def _applied(tree: Entries, operation: Entries) -> Entries:
    verb = VERBS.get(frozenset(operation.entries))
    if verb is None:
        raise Malformed
    path = text(child(operation, verb))
    new = child(operation, "to")

    def change(old: Node | None) -> Node | None:
        if verb == "add" and old is not None:
            raise Unfit(Code.ALREADY_EXISTS, path=path)
        if verb != "add":
            _guard(path, old, child(operation, "was"))
        return new

    changed = _changed(tree, path.split("/"), path, change, operation.where)
    return entries(changed)


def _guard(path: str, old: Node | None, was: Node | None) -> None:
    if old is None:
        raise Unfit(Code.NO_SUCH_PATH, path=path, near="")
    assert was is not None
    if plain_texts(old) != plain_texts(was):
        raise Unfit(Code.WRONG_GUARD, path=path, was=shown(was), now=shown(old))


def shown(node: Node) -> str:
    """Return a node's content as short text, for a message."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return "[" + ", ".join(shown(item) for item in node.items) + "]"
    return "{" + ", ".join(f"{k}: {shown(v)}" for k, v in node.entries.items()) + "}"


def _changed(node: Node, names: list[str], path: str, change: Change, where: Where) -> Node:
    """Return *node* with the value at *names* below it changed."""
    name, *rest = names
    children = dict(_children(node))
    if name not in children and (rest or path.endswith("/")):
        near = get_close_matches(name, children, n=1)
        raise Unfit(Code.NO_SUCH_PATH, path=path, near=near[0] if near else "")
    old = children.get(name)
    if rest:
        assert old is not None
        new: Node | None = _changed(old, rest, path, change, where)
    else:
        new = change(old)
    return _replaced(node, name, new, where)


def _children(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Entries):
        yield from node.entries.items()
    elif isinstance(node, Items):
        for item in node.items:
            if isinstance(item, Entries) and "id" in item.entries:
                yield text(item.entries["id"]), item


def _replaced(node: Node, name: str, new: Node | None, where: Where) -> Node:
    if isinstance(node, Entries):
        values = {k: v for k, v in node.entries.items() if k != name or new is not None}
        keys = {k: w for k, w in node.keys.items() if k in values}
        if new is not None:
            values[name], keys[name] = new, keys.get(name, where)
        return replace(node, entries=values, keys=keys)
    assert isinstance(node, Items)
    found = [i for i, (id_, _) in enumerate(_children(node)) if id_ == name]
    kept = list(node.items)
    if new is None:
        del kept[found[0]]
    elif found:
        kept[found[0]] = new
    else:
        kept.append(new)
    return replace(node, items=tuple(kept))
