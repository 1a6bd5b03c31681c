"""Lints: what is allowed in a spec and but usually a mistake."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from perfrules.documents import Entries, Items, Node
from perfrules.engine.evaluate import NO_RESULT
from perfrules.engine.interpret import Scope, value_of
from perfrules.engine.linear import LinearFraction
from perfrules.engine.piecewise import Piece, curve
from perfrules.findings import Code, Finding, Where
from perfrules.model.spec import Example, LineKind, RowEntry, Spec
from perfrules.model.workshop import Coverage, EdgeSide
from perfrules.rules.tree import Basis, Rule
from perfrules.rules.walk import free_names, rewrite
from perfrules.speclib.nodes import child, text
from perfrules.values import Exact, Span, as_text

SHORTEST_REASON = 5
"""Fewest characters of an assumption that can hold a reason."""
LOOKED_BEYOND = 3
"""How far beyond an example's numbers a rule is looked at, as a multiple."""
WEAK = ("second-hand", "memory")
"""Marks of documents whose words nobody has seen."""


def lints(spec: Spec, covered: Coverage) -> tuple[Finding, ...]:
    """
    Return what a careful reader would ask about a spec.

    Args:
        spec: the spec.
        covered: what its examples touch.
    """
    tree = spec.source.tree
    amended_by = {clause for source in spec.source.chain for clause in cites(source.own)}
    found = [
        *_untouched(covered, tree),
        *_same_rules(spec, tree),
        *_without_reason(spec, tree),
        *_never_cited(spec, tree, amended_by),
        *_unverified(spec, tree),
        *_shapes(spec, tree),
    ]
    return tuple(found)


def place(tree: Entries, path: str) -> Where:
    """Return where a part of a spec is written: the deepest part of *path* that is found."""
    node: Node = tree
    for name in path.split("/"):
        inner = _inside(node, name)
        if inner is None:
            break
        node = inner
    return node.where


def _inside(node: Node, name: str) -> Node | None:
    if isinstance(node, Items):
        named = (item for item in node.items if isinstance(item, Entries))
        return next((i for i in named if (id_ := child(i, "id")) and text(id_) == name), None)
    if not isinstance(node, Entries):
        return None
    for within in (node, child(node, "let"), child(node, "steps"), child(node, "use")):
        if isinstance(within, Entries) and name in within.entries:
            return within.entries[name]
    return None


def _untouched(covered: Coverage, tree: Entries) -> Iterator[Finding]:
    for touch in covered.missing:
        if touch.side is EdgeSide.LABEL:
            params = {"path": touch.path, "label": touch.edge}
            yield Finding(code=Code.UNTOUCHED, where=place(tree, touch.path), params=params)


def _same_rules(spec: Spec, tree: Entries) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, rule in spec.rules.items():
        content = repr(_bare(rule))
        if content in seen:
            where = place(tree, f"rules/{name}")
            yield Finding(
                code=Code.SAME_RULE, where=where, params={"one": seen[content], "two": name}
            )
        seen.setdefault(content, name)


def _bare(rule: Rule) -> Rule:
    """Return a rule without its places and reasons, so that equal rules are equal."""
    return rewrite(rule, lambda part: replace(part, path="", basis=Basis(), in_percent=False))


def _without_reason(spec: Spec, tree: Entries) -> Iterator[Finding]:
    for assumption in spec.assumptions:
        if len(assumption.text.strip()) < SHORTEST_REASON:
            params = {"path": assumption.id, "text": assumption.text}
            yield Finding(
                code=Code.ASSUMPTION_WITHOUT_REASON, where=place(tree, assumption.id), params=params
            )


def _never_cited(spec: Spec, tree: Entries, amended_by: Collection[str]) -> Iterator[Finding]:
    cited = {*cites(tree), *amended_by}
    for clause in spec.clauses.values():
        if clause.id not in cited:
            where = _clause_place(tree, clause.id)
            yield Finding(code=Code.NEVER_CITED, where=where, params={"clause": clause.id})


def cites(node: Node) -> Iterator[str]:
    """Yield every clause that a document cites."""
    if isinstance(node, Items):
        for item in node.items:
            yield from cites(item)
    elif isinstance(node, Entries):
        for name, inner in node.entries.items():
            if name == "cite":
                yield from (text(item) for item in getattr(inner, "items", (inner,)))
            elif name != "sources":
                yield from cites(inner)


def _clause_place(tree: Entries, clause: str) -> Where:
    sources = child(tree, "sources")
    assert isinstance(sources, Entries)
    for source in sources.entries.values():
        clauses = child(source, "clauses") if isinstance(source, Entries) else None
        if isinstance(clauses, Entries) and clause in clauses.entries:
            return clauses.keys[clause]
    return sources.where


def _unverified(spec: Spec, tree: Entries) -> Iterator[Finding]:
    for clause in spec.clauses.values():
        if clause.seen in WEAK:
            params = {"clause": clause.id, "seen": clause.seen}
            yield Finding(
                code=Code.CLAUSE_NOT_SEEN, where=_clause_place(tree, clause.id), params=params
            )


# -- the shape of a rule over its domain -------------------------------------------------


def _shapes(spec: Spec, tree: Entries) -> Iterator[Finding]:
    """Look at each row's rule over all actuals, with targets and weights of its examples."""
    told: set[tuple[str, str]] = set()
    for entry in spec.rows:
        for names in _samples(entry.rule, spec.examples):
            for code, params in _remarks(entry, names):
                if (code, entry.rule.path) not in told:
                    told.add((code, entry.rule.path))
                    where = place(tree, entry.rule.path)
                    yield Finding(code=code, where=where, params={"rule": entry.rule.id, **params})


def _samples(rule: Rule, examples: tuple[Example, ...]) -> Iterator[dict[str, Any]]:
    wanted = free_names(rule)
    if "actual" not in wanted:
        return
    for example in examples:
        if example.rule and example.rule.path == rule.path and "actual" in example.given:
            yield dict(example.given)


def _remarks(entry: RowEntry, names: Mapping[str, Any]) -> Iterator[tuple[Code, dict[str, str]]]:
    pieces = _curve(entry.rule, names)
    if not pieces:
        return
    weight = names.get("weight")
    highs = [piece.image.high for piece in pieces]
    lows = [piece.image.low for piece in pieces]
    if isinstance(weight, Fraction):
        high = max((high for high in highs if high is not None), default=weight)
        low = min((low for low in lows if low is not None), default=weight)
        if high > weight or low < 0:
            reach = f"{as_text(low)}..{as_text(high)}"
            yield Code.OUT_OF_BOUNDS, {"reach": reach, "weight": as_text(weight)}
    sign = {LineKind.POSITIVE: 1, LineKind.REVERSE: -1}.get(entry.kind, 0)
    turn = _turn(pieces, sign) if sign else None
    if turn is not None:
        yield Code.NOT_MONOTONE, {"kind": entry.kind, "at": as_text(turn)}


def _curve(rule: Rule, names: Mapping[str, Any]) -> tuple[Piece, ...]:
    sizes = [abs(v) for n in ("target", "actual") if isinstance(v := names.get(n), Fraction)]
    reach = max([*sizes, Fraction(1)]) * LOOKED_BEYOND
    span = Span(low=-reach, high=reach)
    within = span & rule.needs["actual"] if "actual" in rule.needs else span

    def compute(value: Exact) -> Exact:
        return value_of(rule, Scope({"weight": Fraction(0), **names, "actual": value}))

    try:
        return curve(compute, within)
    except NO_RESULT:
        return ()


def _turn(pieces: tuple[Piece, ...], sign: int) -> Fraction | None:
    """Return where the value moves against *sign* (1: never falls, -1: never rises)."""
    for piece in pieces:
        value = piece.value
        if isinstance(value, LinearFraction) and value.rises != (sign > 0):
            return piece.domain.inside()
    for one, two in pairwise(pieces):
        left, right = _end(one, after=True), _end(two, after=False)
        if left is not None and right is not None and (right - left) * sign < 0:
            return two.domain.inside() if two.domain.low is None else two.domain.low
    return None


def _end(piece: Piece, *, after: bool) -> Fraction | None:
    """Return the value at the end of a piece, as it is approached."""
    value = piece.value
    if not isinstance(value, LinearFraction):
        return value
    image = value.image()
    return image.high if value.rises == after else image.low


__all__ = ["lints", "place"]
