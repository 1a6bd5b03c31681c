"""
The one spelling in which texts of forms and specs are compared.

Forms print one caption in many ways: `★产出指标`, `产出指标：`, `一、产出指标（50分）`. Every room
normalises with these functions, so that what one room recognises the next one does too.
"""

import re
import unicodedata
from collections.abc import Iterable

PERCENT = "%"
STOPS = ".;:\u3002"
"""What may end a phrase without changing its meaning, in half width."""
MARKS = ":*#★☆※●◆▲△•·"
"""What may surround a caption without changing its meaning, in half width."""

_SPACES = re.compile(r"\s+")
_ESCAPES = re.compile(r"[\s\\]+")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_BRACKETS = re.compile(r"[()\[\]【】〔〕]")
_NUMBERING = re.compile(r"(?:[(]?[0-9一二三四五六七八九十]+|[IVX]+)[)、.]+(?![0-9])")
_CIRCLED = re.compile(r"\s*[\u2460-\u2473\u2776-\u277f\u3251-\u325f\u3280-\u3289]")
"""Circled numbers: half width would make plain digits of them, which may belong to a name."""


def half_width(text: str) -> str:
    """Return a text in half width, with its spaces; NFKC keeps two signs of minus."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2010", "-")


def compact(text: str) -> str:
    """
    Return a text in half width without any space.

    >>> compact("全年 执行数（Ａ）")
    '全年执行数(A)'
    """
    return without_spaces(half_width(text))


def without_spaces(text: str) -> str:
    """Return a text without any space."""
    return _SPACES.sub("", text)


def one_line(text: str) -> str:
    """Return a text on one line: each run of spaces and line ends becomes one space."""
    return " ".join(text.split())


def caption(text: str) -> str:
    """
    Return a caption without remarks in brackets, such as a weight, and without marks at its ends.

    >>> caption("★ 产出指标（50分）：")
    '产出指标'
    """
    return caption_of(compact(text))


def caption_of(text: str) -> str:
    """Return the caption that a compact text is; see `caption`."""
    return without_remarks(text).strip(MARKS)


def without_remarks(text: str) -> str:
    """Return a compact text without what is in brackets, one pair within another included."""
    if _BRACKETS.search(text) is None:
        return text
    return _REMARK.sub("", _REMARK.sub("", text))


def bare_caption(text: str) -> str:
    """
    Return a caption without its numbering, as specs name sections, rows and lines of money.

    >>> bare_caption("一、产出指标（50分）"), bare_caption("【产出指标】")
    ('产出指标', '产出指标')
    """
    text = _CIRCLED.sub("", text, count=1)
    printed = caption(text) or _BRACKETS.sub("", compact(text)).strip(MARKS)
    return _NUMBERING.sub("", printed, count=1).strip(MARKS)


def is_numbered(text: str) -> bool:
    """Return whether a caption begins with a number: 一、产出指标, 3.成本."""
    return _NUMBERING.match(caption(text)) is not None


def phrase(text: str) -> str:
    """
    Return a sentence or label in half width, without spaces and without a stop at its end.

    >>> phrase("按比例得分 。")
    '按比例得分'
    """
    return compact(text).rstrip(STOPS)


def wording(text: str) -> str:
    """Return a quotation without spaces and the backslashes with which Markdown escapes signs."""
    return _ESCAPES.sub("", half_width(text))


def prefix_of(text: str, words: tuple[str, ...]) -> str | None:
    """Return the first of *words* that *text* begins with."""
    if not text.startswith(words):
        return None
    return next(word for word in words if text.startswith(word))


def suffix_of(text: str, words: tuple[str, ...]) -> str | None:
    """Return the first of *words* that *text* ends with."""
    if not text.endswith(words):
        return None
    return next(word for word in words if text.endswith(word))


def any_of(words: Iterable[str]) -> str:
    """Return the pattern of any of some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
