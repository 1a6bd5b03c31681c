"""Named parts: a scale that several specs share, kept once and put in place when a spec is read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from perfrules.documents import Entries, Scalar
from perfrules.findings import Code
from perfrules.resources import specs_root
from perfrules.speclib.files import Files, invalid_spec
from perfrules.speclib.nodes import child, named

PARTS_FOLDER = "parts"


def with_parts(tree: Entries, path: Path | None, files: Files) -> Entries:
    """
    Put the named parts of a spec in their places.

    A scale that is written as ``parts/NAME`` becomes the scale of that file, and the file's
    sources become sources of the spec, so that its digest covers them.

    Raises:
        InvalidSpec: there is no such part, or it brings a source that the spec has already.
    """
    scales = child(tree, "scales")
    if not isinstance(scales, Entries):
        return tree
    for name, _, node in named(scales):
        if isinstance(node, Scalar):
            tree = _with_part(tree, name, files.tree(_file(node, path, files)))
    return tree


def _file(node: Scalar, path: Path | None, files: Files) -> Path:
    """Find a part: in the bundle of the spec, or in the library."""
    name = node.text.removeprefix(f"{PARTS_FOLDER}/")
    known: dict[str, Path] = {}
    for root in (specs_root(), *(path.parents[:3] if path else ())):
        known |= {found.stem: found for found in files.listed(root / PARTS_FOLDER, "*.yaml")}
    if name not in known:
        params = {"sort": "part", "name": node.text, "near": ", ".join(sorted(known))}
        raise invalid_spec(Code.NO_SUCH_PART, node.where, **params)
    return known[name]


def _with_part(tree: Entries, name: str, part: Entries) -> Entries:
    scales, sources = child(tree, "scales"), child(tree, "sources")
    scale = child(part, "scale")
    if scale is None or not isinstance(scales, Entries):
        raise invalid_spec(Code.MISSING_KEY, part.where, key="scale")
    changed = replace(scales, entries={**scales.entries, name: scale})
    entries = {**tree.entries, "scales": changed}
    if isinstance(sources, Entries):
        entries["sources"] = _joined(sources, child(part, "sources"))
    return replace(tree, entries=entries)


def _joined(sources: Entries, more: object) -> Entries:
    if not isinstance(more, Entries):
        return sources
    for name in _both(sources, more):
        raise invalid_spec(Code.NAME_USED_TWICE, sources.keys[name], name=name)
    return replace(
        sources,
        entries={**sources.entries, **more.entries},
        keys={**sources.keys, **more.keys},
    )


def _both(one: Entries, two: Entries) -> Iterator[str]:
    """Yield the sources of both that are not the same part, taken twice."""
    for name, node in two.entries.items():
        if name in one.entries and one.entries[name].where != node.where:
            yield name
