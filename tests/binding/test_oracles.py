"""Other programs that read Chinese numbers, money and days, as second opinions."""

import json
import re
import subprocess
import sys
from datetime import date
from fractions import Fraction

import cn2an
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfrules.binding.quantity import numerals
from perfrules.binding.quantity.grammar import parse_quantity
from perfrules.model.quantity import Kind, Sign
from perfrules.resources import vocabulary
from tests.oracles import make_jionlp
from tests.support import ROOT

WORDS = vocabulary().quantities
ORACLES = ROOT / "tests" / "oracles"
DIFFERENCES = yaml.load((ORACLES / "differences.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
RECORDED = json.loads((ORACLES / "jionlp.json").read_text("utf-8"))


# Number words: cn2an.


def cn2an_says(text):
    """Return what cn2an reads; None where it refuses, the exception's name where it stops."""
    try:
        return Fraction(str(cn2an.cn2an(text, "smart")))
    except ValueError:
        return None
    except KeyError as stopped:
        return type(stopped).__name__


def is_argued(text):
    return any(re.search(kind["when"], text) for kind in DIFFERENCES["cn2an"])


def agrees(text):
    """Tell whether we read nothing, or what cn2an reads, or more for a reason."""
    ours, theirs = numerals.value(text, WORDS), cn2an_says(text)
    return ours is None or ours == theirs or (not isinstance(theirs, Fraction) and is_argued(text))


def spelled(number, *, style, pair, bare_ten, large):
    """Write a number in words: lower or upper case, 两 for 二 before a power, 十 for 一十, 萬."""
    text = cn2an.an2cn(number, style)
    if pair:
        text = re.sub("(?<!十)二(?=[百千万亿])", "两", text)
    if bare_ten:
        text = re.sub("^一十", "十", text)
    return text.replace("万", "萬") if large else text


numbers = st.integers(0, 16).flatmap(lambda digits: st.integers(0, 10**digits - (digits == 16)))
spellings = st.builds(
    spelled,
    numbers,
    style=st.sampled_from(["low", "up"]),
    pair=st.booleans(),
    bare_ten=st.booleans(),
    large=st.booleans(),
)
numeral_characters = "".join(sorted(WORDS.numerals.characters))


@given(numbers, st.sampled_from(["low", "up"]))
def test_a_number_in_words_reads_back_or_is_not_read(number, style):
    assert numerals.value(cn2an.an2cn(number, style), WORDS) in (None, number)


@given(st.integers(0, 10**8 - 1), st.sampled_from(["low", "up"]))
def test_below_a_hundred_million_it_always_reads_back(number, style):
    assert numerals.value(cn2an.an2cn(number, style), WORDS) == number


@given(st.decimals(0, 9999, places=3))
def test_a_decimal_in_words_reads_back(number):
    # A float of three places and less than ten thousand prints as it was written.
    text = cn2an.an2cn(f"{number:f}", "low")
    assert numerals.value(text, WORDS) == Fraction(f"{number:f}")


@given(spellings)
def test_we_read_what_cn2an_reads(text):
    assert agrees(text)


@given(st.text(numeral_characters, min_size=1, max_size=9))
def test_whatever_numerals_stand_in_a_row_we_never_read_another_number_than_cn2an(text):
    assert agrees(text)


@pytest.mark.parametrize("kind", DIFFERENCES["cn2an"], ids=lambda kind: kind["id"])
def test_where_only_we_read(kind):
    example = kind["example"]
    theirs = cn2an_says(example["text"])
    assert numerals.value(example["text"], WORDS) == Fraction(example["ours"])
    assert {None: "refused"}.get(theirs, theirs) == example["theirs"]
    assert re.search(kind["when"], example["text"])


@pytest.mark.parametrize("kind", DIFFERENCES["cn2an_only"], ids=lambda kind: kind["id"])
def test_where_only_cn2an_reads(kind):
    example = kind["example"]
    assert numerals.value(example["text"], WORDS) is None
    assert cn2an_says(example["text"]) == Fraction(example["theirs"])


# Money and days: jionlp.


def reads_the_same_money(text, theirs):
    found = parse_quantity(text, WORDS, fiscal_year=2023)
    printed = theirs["num"]
    if found.kind is not Kind.QUANTITY or found.unit not in ("元", None):
        return False
    if isinstance(printed, list):
        low, high = map(Fraction, printed)
        # To jionlp 200余 is 200 to 300; to us it has no upper end.
        return found.span.low == low and found.span.high in (high, None)
    if theirs["definition"] == "accurate":
        return found.number == Fraction(printed) and found.sign is Sign.NONE
    return found.number == (None if found.sign is Sign.NONE else Fraction(printed))


def reads_the_same_days(text, theirs):
    found = parse_quantity(text, WORDS, fiscal_year=2023)
    if found.kind is not Kind.DATE or not isinstance(theirs["time"], list):
        return False
    first, last = (date.fromisoformat(moment[:10]).toordinal() for moment in theirs["time"])
    point = theirs["type"] == "time_point" and found.span.low is not None
    return found.number == last and (found.span.low == first or not point)


SAME = {"money": reads_the_same_money, "time": reads_the_same_days}
JIONLP = DIFFERENCES["jionlp"]


def is_known_difference(kind, text):
    return any(text == known["text"] and kind == known.get("as", kind) for known in JIONLP)


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind in SAME for text in RECORDED[kind]], ids=str
)
def test_we_read_what_jionlp_reads(kind, text):
    theirs = RECORDED[kind][text]
    # A difference that is no more is to be struck off the list.
    same = theirs is None or SAME[kind](text, theirs)
    assert same is not is_known_difference(kind, text)


def test_every_cell_was_asked_and_every_difference_is_about_one():
    asked = make_jionlp.asked()
    assert {kind: list(RECORDED[kind]) for kind in asked} == asked
    assert {known["text"] for known in JIONLP} <= {text for kind in asked for text in asked[kind]}
    assert all(known["why"] for known in JIONLP)


def test_jionlp_still_says_what_it_said():
    pytest.importorskip("jionlp", reason="228 MB; its answers are recorded in jionlp.json")
    assert make_jionlp.answers() == RECORDED


# None of them is a part of perfrules.


ALONE = """
import sys
sys.modules.update(dict.fromkeys(("cn2an", "jionlp", "jiojio", "proces"), None))
from perfrules.binding.quantity.grammar import parse_quantity
from perfrules.resources import vocabulary
for text in sys.argv[1:]:
    print(ascii(parse_quantity(text, vocabulary().quantities, fiscal_year=2023)))
"""


def test_no_other_package_changes_what_is_read():
    texts = [text for kind in SAME for text in RECORDED[kind]]
    texts += [kind["example"]["text"] for kind in DIFFERENCES["cn2an"] + DIFFERENCES["cn2an_only"]]
    alone = subprocess.run(
        [sys.executable, "-c", ALONE, *texts], capture_output=True, text=True, check=True
    )
    here = [ascii(parse_quantity(text, WORDS, fiscal_year=2023)) for text in texts]
    assert alone.stdout.splitlines() == here


def test_no_module_of_perfrules_names_them():
    sources = [path.read_text("utf-8") for path in (ROOT / "perfrules").rglob("*.py")]
    assert not any(re.search("cn2an|jionlp|jiojio", source) for source in sources)
