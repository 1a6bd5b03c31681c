"""What changed in meaning between two specs: path by path, old and new, with both clauses."""

from collections.abc import Iterator, Mapping

from perfrules.documents import Entries, Items, Node, Scalar
from perfrules.model.spec import Spec
from perfrules.model.workshop import Difference, Reason
from perfrules.speclib.amend import shown
from perfrules.speclib.nodes import child, text

SAYS_WHY = ("cite", "assume")
"""Keys that say why something holds; they change nothing that is computed."""
ORDER = "order"
"""The path of the order of a list: the first entry that fits wins."""
NOT_MEANING = (
    "perfrules",
    "id",
    "version",
    "fiscal_year",
    "title",
    "places",
    "trial",
    "by_name",
    "excerpt",
    "extends",
    "amend",
    "sources",
    "examples",
)
"""Parts of a spec that change no score."""


Value = tuple[str, Reason]
"""A value's text, and what it rests on."""


def diff(one: Spec, two: Spec) -> tuple[Difference, ...]:
    """
    Compare two specs by their resolved documents.

    Returns:
        one entry for each value that changes what is computed, in the order of *one*, then
        what only *two* has; nothing for reasons, examples, titles and sources.
    """
    before, after = dict(_leaves(one)), dict(_leaves(two))
    paths = [
        path for path in dict.fromkeys((*before, *after)) if not _same_order(before, after, path)
    ]
    found = []
    for path in paths:
        value, why = before.get(path, (None, Reason()))
        other, because = after.get(path, (None, Reason()))
        if value != other:
            found.append(Difference(path=path, old=value, new=other, was=why, now=because))
    return tuple(found)


def _same_order(before: Mapping[str, Value], after: Mapping[str, Value], path: str) -> bool:
    """Return whether the common entries of two lists have one order."""
    if not path.endswith(ORDER):
        return False
    one, two = (side[path][0].split() if path in side else [] for side in (before, after))
    return [id_ for id_ in one if id_ in two] == [id_ for id_ in two if id_ in one]


SpecPart = tuple[str, tuple[str, Reason]]


def _leaves(spec: Spec) -> Iterator[SpecPart]:
    for name, node in spec.source.tree.entries.items():
        if name not in NOT_MEANING:
            yield from _below(node, name, Reason(), spec)


def _below(node: Node, path: str, reason: Reason, spec: Spec) -> Iterator[SpecPart]:
    """Yield the values below a part, each with the reason nearest to it."""
    if isinstance(node, Entries):
        reason = _reason(node, spec) or reason
        for name, inner in node.entries.items():
            if name not in SAYS_WHY and not (name == "id" and isinstance(inner, Scalar)):
                yield from _below(inner, f"{path}/{name}", reason, spec)
    elif isinstance(node, Items) and any(isinstance(item, Entries) for item in node.items):
        for item in node.items:
            assert isinstance(item, Entries)
            id_ = child(item, "id")
            yield from _below(item, f"{path}/{text(id_)}", reason, spec)
        yield f"{path}/{ORDER}", (" ".join(_ids(node)), reason)
    else:
        yield path, (shown(node), reason)


def _ids(node: Items) -> Iterator[str]:
    """Yield the ids of a list: its order matters, the first entry that fits wins."""
    for item in node.items:
        if isinstance(item, Entries) and isinstance(id_ := child(item, "id"), Scalar):
            yield id_.text


def _reason(node: Entries, spec: Spec) -> Reason | None:
    cite, assume = child(node, "cite"), child(node, "assume")
    if cite is None and assume is None:
        return None
    ids = [text(item) for item in getattr(cite, "items", (cite,))] if cite else []
    clauses: Mapping[str, str] = {
        id_: f"{spec.clauses[id_].place}: {spec.clauses[id_].quote}"
        for id_ in ids
        if id_ in spec.clauses
    }
    return Reason(quotes=tuple(clauses.values()), assume=text(assume) if assume else None)
