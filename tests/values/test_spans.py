"""Spans, inward rounding and printed numbers: what the cases say."""

import re
from fractions import Fraction

import pytest

from perfrules.values import LONGEST_NUMBER, Mode, Rounding, Span, as_text, exact, hull, is_number
from tests.support import cases

_SPAN = re.compile(r"(?P<low>[^.<]*(?:\.[0-9]+)?)(?P<after><?)\.\.(?P<before><?)(?P<high>.*)")


def span_of(text):
    """Read a span of a case file; not the reader of specs, which is tested elsewhere."""
    match = _SPAN.fullmatch(text)
    return Span(
        low=Fraction(match["low"]) if match["low"] else None,
        high=Fraction(match["high"]) if match["high"] else None,
        low_closed=not match["after"],
        high_closed=not match["before"],
    )


def named(case):
    return case["id"]


@pytest.mark.parametrize("case", cases("values/spans.yaml"), ids=named)
def test_a_span_holds_what_lies_between_its_edges(case):
    span = span_of(case["span"])
    assert [Fraction(text) in span for text in case["holds"]] == [True] * len(case["holds"])
    assert [Fraction(text) in span for text in case["lacks"]] == [False] * len(case["lacks"])
    assert span.is_empty is (case["empty"] == "yes")
    assert (span.inside() in span) is (case["empty"] == "no")
    assert type(span.inside()) is Fraction


@pytest.mark.parametrize(
    "case", [case for case in cases("values/spans.yaml") if case["empty"] == "no"], ids=named
)
def test_a_span_prints_as_a_spec_writes_it(case):
    span = span_of(case["span"])
    assert span.is_point is (case.get("point") == "yes")
    assert str(span) == case.get("prints", case["span"])


@pytest.mark.parametrize("case", cases("values/two-spans.yaml"), ids=named)
@pytest.mark.parametrize("turned", [False, True], ids=["in-order", "turned"])
def test_two_spans_have_a_common_part_and_a_hull(case, turned):
    one, two = span_of(case["one"]), span_of(case["two"])
    if turned:
        one, two = two, one
    assert one & two == span_of(case["both"])
    assert hull([one, two]) == span_of(case["hull"])


def test_the_hull_of_one_span_is_that_span():
    span = span_of("1<..<3")
    assert hull([span]) == span


def rounding_of(case):
    return Rounding(step=exact(case["to"]), mode=Mode(case["mode"]))


@pytest.mark.parametrize("case", cases("values/inward.yaml"), ids=named)
def test_a_choice_is_rounded_inward(case):
    ends = rounding_of(case).inward(span_of(case["span"]))
    assert ends == (exact(case["first"]), exact(case["last"]))


@pytest.mark.parametrize("case", cases("values/preimages.yaml"), ids=named)
def test_a_multiple_has_the_values_that_round_to_it(case):
    assert rounding_of(case).preimage(exact(case["multiple"])) == span_of(case["values"])


@pytest.mark.parametrize("case", cases("values/printed.yaml"), ids=named)
def test_a_number_is_printed_in_full(case):
    assert as_text(Fraction(case["value"]), int(case["places"])) == case["prints"]


def test_a_number_has_forty_characters_at_most():
    longest = "1" * LONGEST_NUMBER
    assert LONGEST_NUMBER == 40
    assert is_number(longest)
    assert exact(longest) == int(longest)
    assert not is_number(longest + "1")
    with pytest.raises(ValueError, match=f"not a plain decimal number: '{longest}'$"):
        exact(longest + "1")
