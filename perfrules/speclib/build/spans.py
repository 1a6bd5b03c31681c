"""Spans as specs write them (`50%..<80%`), and the proof that they tile."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from perfrules.findings import Code, FormulaError
from perfrules.rules.formula import Formula, compute, parse
from perfrules.rules.tree import EdgeSpan
from perfrules.values import Span, as_text


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the span at *index*."""

    index: int
    code: Code
    params: Mapping[str, str]


def is_span(text: str) -> bool:
    """Return whether a text is written as a span of two edges."""
    return ".." in text


def parse_span(text: str, known: Collection[str] = ()) -> EdgeSpan:
    """
    Read a span.

    Args:
        text: ``low..high``, either edge absent, ``<`` on the side that is not included; or
            one edge, which is a point.
        known: names that may be edges.

    Raises:
        FormulaError: no span, or an unknown name.

    >>> parse_span("50%..<80%").at({})
    Span(low=Fraction(1, 2), high=Fraction(4, 5), low_closed=True, high_closed=False)
    """
    if not is_span(text):
        edge = parse(text, known)
        return EdgeSpan(text=text, low=edge, high=edge, low_closed=True, high_closed=True)
    low, _, high = (part.strip() for part in text.partition(".."))
    if ".." in high or high.startswith("."):
        raise FormulaError(text, 1, Code.NOT_A_SPAN, {"text": text})
    return EdgeSpan(
        text=text,
        low=_edge(low.removesuffix("<"), known),
        high=_edge(high.removeprefix("<"), known),
        low_closed=not low.endswith("<"),
        high_closed=not high.startswith("<"),
    )


def _edge(text: str, known: Collection[str]) -> Formula | None:
    if "<" in text:
        raise FormulaError(text, 1, Code.NOT_A_SPAN, {"text": text})
    return parse(text, known) if text.strip() else None


def tiling_faults(
    spans: Sequence[EdgeSpan], domain: Span, domains: Mapping[str, Span]
) -> Iterator[Fault]:
    """
    Prove that spans, in rising order, cover a domain without gap or overlap.

    Args:
        spans: numbers or names as edges.
        domain: what must be covered.
        domains: what is known of the names.

    Yields:
        a fault for each gap, overlap or order that cannot be proved, naming the point.
    """
    faults = [f for i, span in enumerate(spans) for f in _order_faults(i, span, domains)]
    yield from faults
    if any(fault.code == Code.EMPTY_SPAN for fault in faults):
        return
    for index, (one, two) in enumerate(pairwise(spans)):
        yield from _seam_faults(index + 1, one, two)
    yield from _end_faults(0, spans[0].low, spans[0].low_closed, domain.low, domain.low_closed, -1)
    yield from _end_faults(
        len(spans) - 1, spans[-1].high, spans[-1].high_closed, domain.high, domain.high_closed, 1
    )


def number(edge: Formula | None) -> Fraction | None:
    """Return the number that an edge is; ``None`` for a name or no edge."""
    if edge is None or edge.names:
        return None
    value = compute(edge, {})
    assert isinstance(value, Fraction)
    return value


def _order_faults(index: int, span: EdgeSpan, domains: Mapping[str, Span]) -> Iterator[Fault]:
    if span.low is None or span.high is None or span.low == span.high:
        return
    low, high = _highest(span.low, domains), _lowest(span.high, domains)
    if low is None or high is None or low > high:
        code = (
            Code.EMPTY_SPAN
            if number(span.low) is not None and number(span.high) is not None
            else Code.SPAN_ORDER_UNPROVED
        )
        yield Fault(index, code, {"span": span.text})


def _highest(edge: Formula, domains: Mapping[str, Span]) -> Fraction | None:
    if not edge.names:
        return number(edge)
    return domains.get(edge.source, Span()).high


def _lowest(edge: Formula, domains: Mapping[str, Span]) -> Fraction | None:
    if not edge.names:
        return number(edge)
    return domains.get(edge.source, Span()).low


def _seam_faults(index: int, one: EdgeSpan, two: EdgeSpan) -> Iterator[Fault]:
    spans = {"one": one.text, "two": two.text}
    if one.high is None or two.low is None:
        yield Fault(index, Code.SPAN_OVERLAP, {"point": "", **spans})
        return
    left, right = number(one.high), number(two.low)
    if one.high == two.low or (left is not None and left == right):
        yield from _touching(index, one, two, spans)
    elif left is None or right is None:
        yield Fault(index, Code.SPAN_ORDER_UNPROVED, {"span": two.text})
    else:
        code = Code.SPAN_GAP if left < right else Code.SPAN_OVERLAP
        yield Fault(index, code, {"point": f"{one.high.source}..{two.low.source}", **spans})


def _touching(
    index: int, one: EdgeSpan, two: EdgeSpan, spans: Mapping[str, str]
) -> Iterator[Fault]:
    assert two.low is not None
    if one.high_closed == two.low_closed:
        code = Code.SPAN_OVERLAP if one.high_closed else Code.SPAN_GAP
        yield Fault(index, code, {"point": two.low.source, **spans})


def _end_faults(
    index: int,
    edge: Formula | None,
    closed: bool,
    limit: Fraction | None,
    limit_closed: bool,
    side: int,
) -> Iterator[Fault]:
    """Check the outer edge on one *side* (-1 below, 1 above) against the domain's *limit*."""
    if edge is None:
        return
    value = number(edge)
    if value is None:
        yield Fault(index, Code.SPAN_ORDER_UNPROVED, {"span": edge.source})
    elif (
        limit is None
        or side * value < side * limit
        or (value == limit and limit_closed and not closed)
    ):
        outside = "" if limit is None else as_text(limit)
        point = f"{outside}..{edge.source}" if side < 0 else f"{edge.source}..{outside}"
        yield Fault(index, Code.SPAN_GAP, {"point": point, "one": "", "two": ""})
