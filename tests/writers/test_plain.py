"""What strangers write is shown in one line, and nothing of it acts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfrules.writers.json import json_line, json_text
from perfrules.writers.plain import REPLACED, safe_line

DIRECTIONS = [
    chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C)
]


@pytest.mark.parametrize("mark", DIRECTIONS, ids=lambda mark: f"{ord(mark):04X}")
def test_a_mark_of_direction_is_seen_and_does_nothing(mark):
    assert safe_line(f"甲{mark}乙") == f"甲{REPLACED}乙"


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\t", "\v", "\f", "\u2028", "\u2029", "\x85", "  "])
def test_what_ends_a_line_is_a_space(gap):
    assert safe_line(f"{gap}a{gap}b{gap}") == "a b"


def test_escapes_of_a_terminal_are_replaced():
    assert safe_line("\x1b[31m红\x1b]0;title\x07\x9b2J\x7f") == (
        f"{REPLACED}[31m红{REPLACED}]0;title{REPLACED}{REPLACED}2J{REPLACED}"
    )


def test_what_prints_as_nothing_is_left_out():
    assert safe_line("\ufeff产出\u200b指标\u00ad") == "产出指标"


def test_rare_characters_of_names_stay():
    # the last are newer than the tables of Python, or for private use
    assert safe_line("𠮷㐂\U00031350\ue000ａ〇é") == "𠮷㐂\U00031350\ue000ａ〇é"


@given(st.text())
def test_no_control_is_left(text):
    line = safe_line(text)
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(DIRECTIONS) & set(line)
    assert line == line.strip()
    assert safe_line(line) == line


@given(st.text())
def test_json_means_the_same_and_holds_no_mark_of_direction(text):
    import json

    for printed in (json_line({"a": text}), json_text({"a": text})):
        assert json.loads(printed) == {"a": text}
        assert not {c for c in printed if safe_line(c) == REPLACED}
