"""A spec on its way from another: one amendment after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from perfrules.documents import Entries, Items
from perfrules.findings import Code
from perfrules.model.spec import Source, Spec
from perfrules.speclib.amend import amended
from perfrules.speclib.build.spec import build
from perfrules.speclib.load import digest
from perfrules.speclib.nodes import child, entries, items, text


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentStage:
    """
    A spec after one of its amendments.

    Attributes:
        name: id and revision of the spec that holds the amendment.
        spec: the spec as it is then; ``None`` where it is not whole without the next one.
    """

    name: str
    amendment: str
    spec: Spec | None


def stages(base: Spec, spec: Spec) -> tuple[AmendmentStage, ...] | None:
    """
    Return the amendments that lead from one spec to another, in file order.

    Returns:
        ``None`` where *spec* does not extend *base*, directly or through others.
    """
    chain = spec.source.chain
    digests = [source.digest for source in chain]
    if base.digest not in digests:
        return None
    later = chain[: digests.index(base.digest)]
    return tuple(stage for source in reversed(later) for stage in _of_source(source))


def _of_source(source: Source) -> Iterator[AmendmentStage]:
    amendments = child(source.own, "amend")
    assert isinstance(amendments, Items)
    name = "@".join(text(child(source.own, part)) for part in ("id", "version"))
    for count, amendment in enumerate(items(amendments), start=1):
        kept = replace(amendments, items=amendments.items[:count])
        part = replace(source.own, entries={**source.own.entries, "amend": kept})
        id_ = text(child(entries(amendment), "id"))
        yield AmendmentStage(name=name, amendment=id_, spec=_partly(source, part))


def _partly(source: Source, change: Entries) -> Spec | None:
    """Build a spec with some of its amendments; examples speak for the whole, not for a part."""
    assert source.base is not None
    tree, faults = amended(source.base.tree, change)
    part = replace(source, own=change, tree=tree, digest=digest(tree))
    spec, noticed = build(part, tree)
    wrong = [finding for finding in (*faults, *noticed) if finding.code != Code.EXAMPLE_FAILS]
    return None if wrong else spec
