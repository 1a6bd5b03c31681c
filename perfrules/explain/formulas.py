"""Formulas in the reader's words, and with the numbers put in."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from perfrules.model.card import Note
from perfrules.model.messages import Lang, Messages
from perfrules.rules.formula import Formula
from perfrules.rules.tree import EdgeSpan
from perfrules.values import Mode, Rounding, Span, as_text

SHOWN = Rounding(step=Fraction(1, 10_000), mode=Mode.HALF_UP)
"""How a number without an end is shown: four decimals, marked as rounded."""

_NAME = re.compile(r"[^\W\d]\w*")
_SIGNS = {"*": "×", "/": "÷", "-": "−"}


def worded(note: Note, messages: Messages, lang: Lang) -> str:
    """Return a formula with its names in the reader's words."""
    return in_words(note.formula, messages, lang)


def in_words(formula: str, messages: Messages, lang: Lang) -> str:
    """Return any formula with its names in the reader's words."""
    return _NAME.sub(lambda match: messages.field(match[0], lang), _signs(formula))


def condition(note: Note, messages: Messages, lang: Lang) -> str:
    """Return in words why a step was taken: 实际完成值25不小于年度指标值24."""
    value = _with_value(note.formula, note, messages, lang)
    if isinstance(note.step, str):
        label = messages.label(note.step, lang)
        return messages.say(
            "span.label", lang, name=messages.field(note.formula, lang), label=label
        )
    assert note.step is not None
    bounds = [
        messages.say(key, lang, edge=_with_value(edge.source, note, messages, lang))
        for key, edge in _bounds(note.step)
    ]
    return value + messages.say("span.and", lang).join(bounds)


def _with_value(source: str, note: Note, messages: Messages, lang: Lang) -> str:
    known = note.names.get(source)
    return in_words(source, messages, lang) + (f" {_shown(known)}" if known is not None else "")


def bounds_in_words(span: EdgeSpan, messages: Messages, lang: Lang) -> str:
    """Return what a span asks of a number: 不小于指标值且小于分值."""
    told = [
        messages.say(key, lang, edge=in_words(edge.source, messages, lang))
        for key, edge in _bounds(span)
    ]
    return messages.say("span.and", lang).join(told)


def span_in_words(span: Span, messages: Messages, lang: Lang) -> str:
    """Return what a span of numbers asks: 不小于0且小于100."""
    edges = [
        ("span.at_least" if span.low_closed else "span.above", span.low),
        ("span.at_most" if span.high_closed else "span.below", span.high),
    ]
    told = [messages.say(key, lang, edge=as_text(edge)) for key, edge in edges if edge is not None]
    return messages.say("span.and", lang).join(told)


def _bounds(span: EdgeSpan) -> Iterator[tuple[str, Formula]]:
    if span.low is not None and span.low == span.high:
        yield "span.equal", span.low
        return
    if span.low is not None:
        yield ("span.at_least" if span.low_closed else "span.above"), span.low
    if span.high is not None:
        yield ("span.at_most" if span.high_closed else "span.below"), span.high


def substituted(note: Note) -> str:
    """Return a formula with the values of its names, and its result."""

    def value(match: re.Match[str]) -> str:
        known: Fraction | str | None = note.names.get(match[0])
        return match[0] if known is None else _shown(known)

    text = _NAME.sub(value, _signs(note.formula))
    return text if note.result is None else f"{text} = {_shown(note.result)}"


def _signs(formula: str) -> str:
    return "".join(_SIGNS.get(character, character) for character in formula)


def _shown(value: Fraction | str) -> str:
    return value if isinstance(value, str) else number(value)


def number(value: Fraction) -> str:
    """Return a number as decimal text; one without an end is cut to four decimals with ``≈``."""
    text = as_text(value)
    return f"≈{as_text(SHOWN(value))}" if "/" in text else text


def cells(names: Mapping[str, str], *fields: str) -> str:
    """Return the spots of some fields, those that are known."""
    return ", ".join(dict.fromkeys(names[field] for field in fields if names.get(field)))
