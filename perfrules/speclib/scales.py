"""Building roundings and scales; a scale's tiers are proved to tile."""

from fractions import Fraction

from perfrules.documents import Entries
from perfrules.model.spec import NamedRounding, Scale, Tier
from perfrules.speclib.notices import TWICE, Notices
from perfrules.speclib.spans import parse_span, tiling_faults
from perfrules.speclib.tree import Malformed, child, entries, named, text, texts
from perfrules.values import Mode, Rounding, as_text, hull

BAD_ROUNDING = "PR038"


def roundings(notices: Notices) -> dict[str, NamedRounding]:
    """Build the roundings by name."""
    built: dict[str, NamedRounding] = {}
    for name, where, node in named(child(notices.tree, "rounding")):
        with notices.part(where):
            step = notices.number(child(entries(node), "to"))
            mode = text(child(entries(node), "mode"))
            if mode not in list(Mode):
                raise Malformed
            if step <= 0:
                notices.notice(BAD_ROUNDING, where, step=as_text(step))
                raise Malformed
            built[name] = NamedRounding(
                id=name,
                rounding=Rounding(step=step, mode=Mode(mode)),
                basis=notices.basis(entries(node), f"rounding/{name}"),
            )
    return built


def scales(notices: Notices) -> dict[str, Scale]:
    """Build the scales by name."""
    built: dict[str, Scale] = {}
    for name, where, node in named(child(notices.tree, "scales")):
        with notices.part(where):
            tiers = [
                tier
                for id_, _, part in named(node)
                if (tier := _tier(notices, id_, f"scales/{name}/{id_}", entries(part)))
            ]
            built[name] = Scale(id=name, tiers=tuple(tiers))
            if len(tiers) == len(entries(node).entries):
                _check_tiling(notices, built[name], entries(node))
                _check_words(notices, built[name], entries(node))
    return built


def _tier(notices: Notices, id_: str, path: str, node: Entries) -> Tier | None:
    with notices.part((child(node, "span") or node).where):
        spelled = text(child(node, "span"))
        return Tier(
            id=id_,
            words=(text(child(node, "label")), *texts(child(node, "also"))),
            span=parse_span(spelled).at({}),
            spelled=spelled,
            basis=notices.basis(node, path),
        )
    return None


def _check_tiling(notices: Notices, scale: Scale, node: Entries) -> None:
    """Prove that the tiers tile what lies between the scale's ends."""
    rising = sorted(scale.tiers, key=rising_order)
    nodes = [entries(node.entries[tier.id]).entries["span"] for tier in rising]
    whole = hull(tier.span for tier in scale.tiers)
    for fault in tiling_faults([parse_span(text(span)) for span in nodes], whole, {}):
        notices.fault(fault, nodes[fault.index].where)


def _check_words(notices: Notices, scale: Scale, node: Entries) -> None:
    seen: dict[str, str] = {}
    for tier in scale.tiers:
        for word in tier.words:
            if seen.setdefault(word, tier.id) != tier.id:
                notices.notice(TWICE, node.keys[tier.id], name=word)


def rising_order(tier: Tier) -> tuple[bool, Fraction, bool]:
    """Order tiers by their lower edge; no edge comes first."""
    span = tier.span
    return span.low is not None, span.low or Fraction(0), not span.low_closed
