"""Building roundings and scales; a scale's tiers are proved to tile."""

from fractions import Fraction

from perfrules.documents import Entries
from perfrules.findings import Code, Where
from perfrules.rules.tree import NamedRounding, Scale, Tier
from perfrules.speclib.build.diagnostics import Diagnostics
from perfrules.speclib.build.spans import parse_span, tiling_faults
from perfrules.speclib.nodes import Malformed, child, entries, named, text, text_items
from perfrules.values import Mode, Rounding, as_text, hull


def roundings(diagnostics: Diagnostics) -> dict[str, NamedRounding]:
    """Build the roundings by name."""
    built: dict[str, NamedRounding] = {}
    for name, where, node in named(child(diagnostics.tree, "rounding")):
        with diagnostics.part(where):
            built[name] = _rounding(diagnostics, name, f"rounding/{name}", entries(node), where)
    return built


def _rounding(
    diagnostics: Diagnostics, id_: str, path: str, node: Entries, where: Where
) -> NamedRounding:
    step, mode = diagnostics.number(child(node, "to")), text(child(node, "mode"))
    if mode not in list(Mode):
        raise Malformed
    if step <= 0:
        diagnostics.report(Code.BAD_ROUNDING, where, step=as_text(step))
        raise Malformed
    rounding = Rounding(step=step, mode=Mode(mode))
    return NamedRounding(id=id_, rounding=rounding, basis=diagnostics.basis(node, path))


ROUND = "round"
"""The key of a scale that is not a tier: how a value is rounded before it is looked up."""


def scales(diagnostics: Diagnostics) -> dict[str, Scale]:
    """Build the scales by name."""
    built: dict[str, Scale] = {}
    for name, where, node in named(child(diagnostics.tree, "scales")):
        with diagnostics.part(where):
            parts = [(id_, part) for id_, _, part in named(node) if id_ != ROUND]
            tiers = [
                tier
                for id_, part in parts
                if (tier := _tier(diagnostics, id_, f"scales/{name}/{id_}", entries(part)))
            ]
            round_ = child(entries(node), ROUND)
            rounding = (
                _rounding(
                    diagnostics, ROUND, f"scales/{name}/{ROUND}", entries(round_), round_.where
                )
                if round_
                else None
            )
            built[name] = Scale(id=name, tiers=tuple(tiers), rounding=rounding)
            if len(tiers) == len(parts):
                _check_tiling(diagnostics, built[name], entries(node))
                _check_words(diagnostics, built[name], entries(node))
    return built


def _tier(diagnostics: Diagnostics, id_: str, path: str, node: Entries) -> Tier | None:
    with diagnostics.part((child(node, "span") or node).where):
        spelled = text(child(node, "span"))
        return Tier(
            id=id_,
            words=(text(child(node, "label")), *text_items(child(node, "also"))),
            span=parse_span(spelled).at({}),
            spelled=spelled,
            basis=diagnostics.basis(node, path),
        )
    return None


def _check_tiling(diagnostics: Diagnostics, scale: Scale, node: Entries) -> None:
    """Prove that the tiers tile what lies between the scale's ends, or are single points."""
    if all(tier.span.is_point for tier in scale.tiers):
        _check_points(diagnostics, scale, node)
        return
    rising = sorted(scale.tiers, key=rising_order)
    nodes = [entries(node.entries[tier.id]).entries["span"] for tier in rising]
    whole = hull(tier.span for tier in scale.tiers)
    for fault in tiling_faults([parse_span(text(span)) for span in nodes], whole, {}):
        diagnostics.fault(fault, nodes[fault.index].where)


def _check_points(diagnostics: Diagnostics, scale: Scale, node: Entries) -> None:
    """Report two labels that own the same point."""
    seen: set[Fraction | None] = set()
    for tier in scale.tiers:
        if tier.span.low in seen:
            diagnostics.report(
                Code.SPAN_OVERLAP, node.keys[tier.id], point=tier.spelled, one="", two=""
            )
        seen.add(tier.span.low)


def _check_words(diagnostics: Diagnostics, scale: Scale, node: Entries) -> None:
    seen: dict[str, str] = {}
    for tier in scale.tiers:
        for word in tier.words:
            if seen.setdefault(word, tier.id) != tier.id:
                diagnostics.report(Code.NAME_USED_TWICE, node.keys[tier.id], name=word)


def rising_order(tier: Tier) -> tuple[bool, Fraction, bool]:
    """Order tiers by their lower edge; no edge comes first."""
    span = tier.span
    return span.low is not None, span.low or Fraction(0), not span.low_closed
