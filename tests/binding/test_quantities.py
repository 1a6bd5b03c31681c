"""What cells say: quantities, deadlines, plain numbers."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfrules.binding.quantity.grammar import parse_number, parse_quantity, says_nothing
from perfrules.model.quantity import Kind, Sign
from perfrules.resources import vocabulary
from tests.support import cases

WORDS = vocabulary().quantities


def _number(text):
    return None if text in (None, "null") else Fraction(text)


MIXED = cases("quantities/notations.yaml", "quantities/edges.yaml")
CELLS = cases("quantities/quantities.yaml") + [case for case in MIXED if "kind" in case]
DATES = cases("quantities/dates.yaml") + [case for case in MIXED if "last" in case]


@pytest.mark.parametrize("case", CELLS, ids=lambda case: case["id"])
def test_a_cell_says(case):
    found = parse_quantity(case["text"], WORDS, fiscal_year=2023)
    assert found.kind is Kind(case["kind"])
    assert found.text == case["text"]
    if found.kind is Kind.QUANTITY:
        assert found.sign is Sign(case["sign"])
        assert found.number == _number(case["number"])
        assert str(found.span) == {"null": "None"}.get(case["span"], case["span"])
        assert found.unit == case.get("unit")
        assert found.factor == Fraction(case.get("factor", 1))


@pytest.mark.parametrize("case", DATES, ids=lambda case: case["id"])
def test_a_date_says(case):
    found = parse_quantity(case["text"], WORDS, fiscal_year=2023)
    assert found.text == case["text"]
    if "unread" in case:
        assert found.kind is Kind.UNREAD
        return
    low, _, high = case["span"].partition("..")
    assert found.kind is Kind.DATE
    assert found.number == date.fromisoformat(case["last"]).toordinal()
    assert found.span.low == (date.fromisoformat(low).toordinal() if low else None)
    assert found.span.high == date.fromisoformat(high).toordinal()


@pytest.mark.parametrize("case", cases("quantities/numbers.yaml"), ids=lambda case: case["id"])
def test_a_cell_of_a_number_says(case):
    found = parse_number(case["text"], WORDS)
    assert (found.text, found.value) == (case["text"], _number(case["value"]))


def test_a_date_without_any_year_is_not_read():
    assert parse_quantity("12月底前", WORDS, fiscal_year=None).kind is Kind.UNREAD


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", "3"),
        ("10.00", "10"),
        ("1,030,700.00", "1030700"),
        ("99.3分", "99.3"),
        ("100%", "1"),
        ("１０", "10"),
        ("-5", "-5"),
        (" 20 ", "20"),
    ],
)
def test_a_plain_number(text, value):
    assert parse_number(text, WORDS).value == Fraction(value)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "—",
        "/",
        "NaN",
        "inf",
        "-inf",
        "1e5",
        "#REF!",
        "①",
        "7,00.0,77",
        "满分",
        "1 2 3x",
        "20 20",
        "1 000",
        "99. 5",
        "- 5",
        "010",
        "3㏠",
    ],
)
def test_anything_else_is_no_plain_number(text):
    assert parse_number(text, WORDS).value is None


@given(st.text(max_size=80), st.none() | st.integers(1990, 2100))
def test_every_text_says_something(text, year):
    found = parse_quantity(text, WORDS, fiscal_year=year)
    assert found.text == text
    assert found.number is None or found.kind in (Kind.QUANTITY, Kind.DATE)
    parse_number(text, WORDS)


FRAGMENTS = [
    "≥",
    "<=",
    "不低于",
    "约",
    "±",
    "12",
    "3.5",
    "1,000",
    "百分之",
    "二十",
    "万",
    "亿",
    "%",
    "余",
]
FRAGMENTS += [
    "元",
    "个",
    "-",
    "至",
    "以上",
    "左右",
    "年",
    "月",
    "底",
    "前",
    "2023",
    " ",
    "次/年",
    "一",
    "十",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=7).map("".join))
def test_fragments_in_any_order_are_read_or_not_but_never_break(text):
    parse_quantity(text, WORDS, fiscal_year=2023)


numbers = st.decimals(0, 10**6, places=2).map(lambda value: f"{value:f}")


@given(numbers)
def test_a_printed_number_reads_back(text):
    found = parse_quantity(text + "个", WORDS, fiscal_year=None)
    assert (found.number, found.unit) == (Fraction(text), "个")


@given(numbers, st.sampled_from(["≥", "≧", ">=", "不低于", "不少于", "至少"]))
def test_look_alikes_mean_the_same(text, sign):
    one, two = (parse_quantity(f"{s}{text}家", WORDS, fiscal_year=None) for s in ("≥", sign))
    assert (one.sign, one.number, one.span, one.unit) == (two.sign, two.number, two.span, two.unit)


FULL_WIDTH = str.maketrans("0123456789%.", "０１２３４５６７８９％．")


@given(numbers)
def test_full_width_and_spaces_change_nothing(text):
    one = parse_quantity(f"{text}%", WORDS, fiscal_year=None)
    two = parse_quantity(f" {text} %".translate(FULL_WIDTH), WORDS, fiscal_year=None)
    assert (one.number, one.unit, one.span) == (two.number, two.unit, two.span)


def test_a_long_sentence_is_read_as_words_and_not_remembered():
    sentence = "按计划完成全部建设任务并持续发挥效益" * 10
    assert parse_quantity(sentence, WORDS, fiscal_year=None).kind is Kind.WORDS


def test_a_cell_that_is_not_there_is_blank():
    assert parse_quantity(None, WORDS, fiscal_year=2023).kind is Kind.BLANK


@pytest.mark.parametrize(
    ("text", "nothing"),
    [(None, True), ("", True), ("—", True), (" － ", True), ("0", False), ("满分", False)],
)
def test_a_number_says_nothing_where_its_cell_is_blank_or_a_dash(text, nothing):
    assert says_nothing(parse_number(text, WORDS), WORDS) is nothing
