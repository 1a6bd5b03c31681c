"""What is true of every cell: it says what it prints, or it is not read; never another number."""

import random
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfrules.binding.quantity.grammar import LONGEST_QUANTITY, parse_quantity
from perfrules.model.quantity import Kind, Sign
from perfrules.resources import vocabulary
from perfrules.values import Span
from tests.support import ROOT, cases

WORDS = vocabulary().quantities
MANY = 100_000
"""Random cells that are read in one test."""
SECONDS = 1
"""No cell may take longer; one takes some microseconds."""

UNITS = ["", "个", "家", "人次", "元", "平方米", "个工作日", "元/户", "件(套)", "次/年"]
MAGNITUDES = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8, "万亿": 10**12}
PARTS = {"%": Fraction(1, 100), "百分比": Fraction(1, 100), "‰": Fraction(1, 1000)}


def read(text, year=None):
    return parse_quantity(text, WORDS, fiscal_year=year)


# A cell that is written out of its parts reads back as these parts.

plain_numbers = st.decimals(0, 10**7, places=2).map(lambda n: f"{n:f}") | st.integers(0, 10**9).map(
    str
)
numbers = plain_numbers | plain_numbers.map(lambda text: f"{Decimal(text):,.2f}")
befores = st.sampled_from(
    [(word, sign) for word, sign in WORDS.prefixes.signs.items()] + [("", Sign.NONE)]
)
afters = st.sampled_from(
    [(word, sign) for word, sign in WORDS.bounds.after.items()] + [("", Sign.NONE)]
)
spaces = st.sampled_from(["", " ", "\u3000", "\n", "  "])
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@st.composite
def written(draw):
    """Return a cell's text, and the sign, number, unit and factor that went into it."""
    number, (before, sign) = draw(numbers), draw(befores)
    after = draw(afters.filter(lambda pair: sign in (Sign.NONE, pair[1]) or not pair[0]))
    if draw(st.booleans()):
        part = draw(st.sampled_from(sorted(PARTS)))
        assume(Fraction(number.replace(",", "")) * PARTS[part] <= WORDS.factors.most_percent)
        tail, unit, factor = [part], "%", PARTS[part]
    else:
        magnitude, unit = draw(st.sampled_from(sorted(MAGNITUDES))), draw(st.sampled_from(UNITS))
        tail, factor = [magnitude, unit], MAGNITUDES[magnitude]
    pieces = [before, number, *tail, after[0]]
    text = "".join(piece + draw(spaces) for piece in pieces)
    wide = text.translate(WIDE) if draw(st.booleans()) else text
    sign = after[1] if sign is Sign.NONE else sign
    return wide, sign, Fraction(number.replace(",", "")) * factor, unit or None, factor


SPANS = {
    Sign.GE: lambda n: Span(low=n),
    Sign.GT: lambda n: Span(low=n, low_closed=False),
    Sign.LE: lambda n: Span(high=n),
    Sign.LT: lambda n: Span(high=n, high_closed=False),
    Sign.EQ: Span.point,
    Sign.NONE: Span.point,
}


@given(written())
def test_what_is_written_reads_back(cell):
    text, sign, number, unit, factor = cell
    found = read(text)
    assert (found.kind, found.sign, found.number) == (Kind.QUANTITY, sign, number)
    assert (found.unit, found.factor, found.span) == (unit, factor, SPANS[sign](number))


# A cell with one more character is the same number, or truly another one, or not read.

RUN = re.compile(r"[0-9][0-9,.]*")
COMPOSED = re.compile(rf"([0-9]+)({'|'.join(map(re.escape, dict(WORDS.factors.magnitudes)))})")


def truly_says(text, found):
    """
    Tell whether a reading follows from the digits of a text, looked at in another way.

    One run of digits is the number in its factor; two are the ends of a range, or parts with
    falling magnitudes (1亿2000万).
    """
    for sign, unit in WORDS.units.signs:
        text = text.replace(sign, unit)
    half = unicodedata.normalize("NFKC", text)
    runs = [Fraction(run.replace(",", "")) for run in RUN.findall(half)]
    ends = {abs(end) for end in (found.number, found.span and found.span.low) if end is not None}
    ends |= {abs(found.span.high)} if found.span and found.span.high is not None else set()
    if not runs or not ends:
        return True
    if len(runs) == 1:
        return ends == {runs[0] * found.factor}
    if found.number is not None:
        parts = [
            (int(n), dict(WORDS.factors.magnitudes)[word]) for n, word in COMPOSED.findall(half)
        ]
        falling = all(one[1] > two[1] for one, two in pairwise(parts))
        return falling and found.number == sum(n * factor for n, factor in parts)
    return len(runs) == 2 and found.sign is Sign.NONE


LOOK_ALIKES = (
    "OolI|〇○零一二十两①Ⅰ²½．。，、·٫'’ \u00a0\u2009\u200b\ufeff\u3000\n\t-–—−~+±*/:%‰()[]eExX#"
)
characters = st.sampled_from(
    sorted(
        {*LOOK_ALIKES, *"0123456789.,"}
        | {c for word, _ in WORDS.prefixes.signs.items() for c in word}
    )
) | st.characters(exclude_categories=["Cs"])


@given(written(), characters, st.integers(0, 30))
def test_one_more_character_never_makes_another_number_silently(cell, character, place):
    text = cell[0]
    more = text[:place] + character + text[place:]
    found = read(more)
    assert found.kind is not Kind.QUANTITY or truly_says(more, found)


@given(written(), st.integers(0, 30))
def test_one_character_less_never_makes_another_number_silently(cell, place):
    text = cell[0]
    less = text[:place] + text[place + 1 :]
    found = read(less)
    assert found.kind is not Kind.QUANTITY or truly_says(less, found)


whole_numbers = st.integers(10, 10**6).map(str)


@given(whole_numbers, st.data(), st.sampled_from(["", "个", "%", "万元"]))
def test_a_look_alike_for_a_digit_is_not_read(digits, data, unit):
    place = data.draw(st.integers(0, len(digits) - 1))
    letter = data.draw(st.sampled_from("OolI|〇○零一①Ⅰ²½"))
    text = digits[:place] + letter + digits[place + 1 :] + unit
    assert read(text).kind is Kind.UNREAD


@given(whole_numbers, st.data(), st.sampled_from(["", "个", "%", "万元"]))
def test_nothing_can_part_two_digits_and_still_be_one_number(digits, data, unit):
    place = data.draw(st.integers(1, len(digits) - 1))
    gap = data.draw(
        st.sampled_from([" ", "\n", "\u3000", "\u00a0", "\u200b", "、", "。", "·", "'"])
    )
    assert read(digits[:place] + gap + digits[place:] + unit).kind is Kind.UNREAD


@given(written(), written())
def test_two_cells_in_one_are_never_one_number_that_neither_says(one, two):
    glued = one[0] + two[0]
    found = read(glued)
    assert found.kind is not Kind.QUANTITY or truly_says(glued, found)


# Any cell, from the words of the vocabulary in any order.


def alphabet():
    """Return the words of the vocabulary, some numbers, and single characters."""
    text = (ROOT / "specs" / "vocabulary" / "quantities.yaml").read_text("utf-8")
    words = set(re.findall(r"[^\s\[\]{},:\"]+", text))
    return sorted(words) + list("0123456789.,%-— \n") + ["12", "2023", "100", "3.5", "1,000"]


def fits(found):
    """Tell whether the parts of a reading agree."""
    if found.kind not in (Kind.QUANTITY, Kind.DATE):
        return found.number is found.span is None and found.sign is Sign.NONE
    closed = found.number is None or found.sign in (Sign.GT, Sign.LT)
    return closed or found.kind is Kind.DATE or found.number in found.span


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_any_words_in_any_order_are_read_truly_or_not_at_all_and_soon(seed):
    chance, words = random.Random(seed), alphabet()
    for _ in range(MANY // 4):
        text = "".join(chance.choices(words, k=chance.randint(1, 6)))
        began = perf_counter()
        found = read(text, 2023)
        assert perf_counter() - began < SECONDS, text
        assert fits(found), text
        assert found.kind is not Kind.QUANTITY or truly_says(text, found), text


@pytest.mark.parametrize(
    "word", ["每年", "全年", "完成", "1万", "1亿", "十", "点", "一", "-", "1-", "("]
)
def test_the_longest_cells_of_one_word_are_read_soon(word):
    text = (word * LONGEST_QUANTITY)[:LONGEST_QUANTITY]
    began = perf_counter()
    read(text)
    read(text + "个")
    assert perf_counter() - began < SECONDS


# A case in another width.

CASES = cases("quantities/notations.yaml") + cases("quantities/quantities.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_in_full_width_says_the_same(case):
    text = case["text"]
    # A sign of a unit, as m³, is one as it stands.
    signed = any(sign in text for sign, _ in WORDS.units.signs)
    one, two = read(text, 2023), read(text if signed else text.translate(WIDE), 2023)
    assert (one.kind, one.sign, one.number, one.span, one.unit, one.factor) == (
        (two.kind, two.sign, two.number, two.span, two.unit, two.factor)
    )
