"""A spec on its way from another: one amendment after the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from perfrules.documents import Entries, Items
from perfrules.findings import Code, Severity
from perfrules.model.spec import Spec
from perfrules.speclib.amend import amended
from perfrules.speclib.build.examples import Run
from perfrules.speclib.build.spec import build
from perfrules.speclib.load import ancestry, base_of, digest, read_spec, resolved
from perfrules.speclib.nodes import child, entries, items, text
from perfrules.speclib.shared import with_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """
    A spec after one of its amendments.

    Attributes:
        spec: the spec as it is then; ``None`` where it does not stand without the next one.
    """

    name: str
    amendment: str
    spec: Spec | None


def stages(
    base: Path, path: Path, *, run: Run, severities: Mapping[Code, Severity]
) -> tuple[Stage, ...] | None:
    """
    Return the amendments that lead from one spec to another, in file order.

    Returns:
        ``None`` where *path* does not extend *base*, directly or through others.
    """
    chain = _chain(base, path)
    if chain is None:
        return None
    return tuple(stage for file in chain for stage in _of_file(file, run, severities))


def _chain(base: Path, path: Path) -> list[Path] | None:
    """Return the files from the one after *base* to *path*."""
    found: list[Path] = []
    for file in ancestry(path):
        if file.samefile(base):
            return found
        found.insert(0, file)
    return None


def _of_file(path: Path, run: Run, severities: Mapping[Code, Severity]) -> Iterator[Stage]:
    change = with_parts(read_spec(path), path, read_spec)
    parent = resolved(base_of(text(child(change, "extends")), path), severities=severities)
    amendments = child(change, "amend")
    assert isinstance(amendments, Items)
    name = f"{text(child(change, 'id'))}@{text(child(change, 'version'))}"
    for count, amendment in enumerate(items(amendments), start=1):
        kept = replace(amendments, items=amendments.items[:count])
        part = replace(change, entries={**change.entries, "amend": kept})
        spec = _standing(parent, part, run, severities)
        yield Stage(name=name, amendment=text(child(entries(amendment), "id")), spec=spec)


def _standing(
    parent: Entries, change: Entries, run: Run, severities: Mapping[Code, Severity]
) -> Spec | None:
    """Build a spec with some of its amendments; examples speak for the whole, not for a part."""
    tree, faults = amended(parent, change)
    spec, noticed = build(tree, digest=digest(tree), severities=severities, run=run)
    wrong = [finding for finding in (*faults, *noticed) if finding.code != Code.EXAMPLE_FAILS]
    return None if wrong else spec
