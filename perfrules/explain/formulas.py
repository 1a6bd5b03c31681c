"""Formulas and spans in the reader's words, made from their trees; with values put in if given."""

import ast
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from perfrules.model.messages import Words
from perfrules.rules.formula import Formula
from perfrules.rules.tree import EdgeSpan
from perfrules.values import Span, as_text

NameText = Callable[[str], str]
"""What is shown for a name: its word, or its value."""

_SIGNS: Mapping[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "−",
    ast.Mult: "×",
    ast.Div: "÷",
}
_LOOSE, _TIGHT, _SINGLE = 1, 2, 3
"""How strongly a part of a formula holds together; a looser one inside a tighter has brackets."""


def formula_text(formula: Formula, words: Words, shown: NameText | None = None) -> str:
    """
    Return a formula as people write it: 实际完成值 ÷ 年度指标值 × 分值.

    Args:
        formula: any formula of a spec.
        words: the reader's language.
        shown: what is shown for each name; its word by default.
    """
    if isinstance(formula.tree, ast.Constant):
        return formula.source
    return _FormulaText(words, shown or words.field).node(formula.tree, _LOOSE)


class _FormulaText:
    def __init__(self, words: Words, shown: NameText) -> None:
        self.words = words
        self.shown = shown

    def node(self, node: ast.expr, least: int) -> str:
        """Return a part of a formula, in brackets where it is looser than *least*."""
        match node:
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                text, strength = self.operation(node, _LOOSE), _LOOSE
            case ast.BinOp():
                text, strength = self.operation(node, _TIGHT), _TIGHT
            case ast.UnaryOp(operand=operand):
                text, strength = f"−{self.node(operand, _TIGHT)}", _TIGHT
            case ast.Call(func=ast.Name(id=function), args=arguments):
                text, strength = self.call(function, arguments), _SINGLE
            case ast.Name(id=name):
                text, strength = self.shown(name), _SINGLE
            case ast.Constant(value=Fraction() as value):
                text, strength = as_text(value), _SINGLE
            case _ as never:
                raise AssertionError(never)  # a checked formula has nothing else
        return f"({text})" if strength < least else text

    def operation(self, node: ast.BinOp, strength: int) -> str:
        left = self.node(node.left, strength)
        # a − (b − c) and a ÷ (b × c) need their brackets
        needs_more = isinstance(node.op, ast.Sub | ast.Div)
        right = self.node(node.right, strength + 1 if needs_more else strength)
        return f"{left} {_SIGNS[type(node.op)]} {right}"

    def call(self, function: str, arguments: list[ast.expr]) -> str:
        items = [self.node(argument, _LOOSE) for argument in arguments]
        separator = self.words.say("rule.list")
        return self.words.say(f"function.{function}", items=separator.join(items))


def edge_bounds(span: EdgeSpan) -> Iterator[tuple[str, Formula]]:
    """Yield what a span asks: the key of a sentence, and the edge that it is about."""
    if span.low is not None and span.low == span.high:
        yield "span.equal", span.low
        return
    if span.low is not None:
        yield ("span.at_least" if span.low_closed else "span.above"), span.low
    if span.high is not None:
        yield ("span.at_most" if span.high_closed else "span.below"), span.high


def bounds_text(span: EdgeSpan, words: Words, edge_text: Callable[[Formula], str]) -> str:
    """Return what a span asks of a number: 不小于指标值且小于分值."""
    asked = [words.say(key, edge=edge_text(edge)) for key, edge in edge_bounds(span)]
    return words.say("span.and").join(asked)


def span_text(span: Span, words: Words) -> str:
    """Return what a span of numbers asks: 不小于0且小于100."""
    edges = [
        ("span.at_least" if span.low_closed else "span.above", span.low),
        ("span.at_most" if span.high_closed else "span.below", span.high),
    ]
    asked = [words.say(key, edge=as_text(edge)) for key, edge in edges if edge is not None]
    return words.say("span.and").join(asked)


def label_text(name: str, label: str, words: Words) -> str:
    """Return a label that decided: a sentence of its own where the words have one."""
    own = f"condition.{name}.{label}"
    if words.has(own):
        return words.say(own)
    return words.say("span.label", name=words.field(name), label=words.label(label))


def spots(cells: Mapping[str, str], *fields: str) -> str:
    """Return the spots of some fields, those that are known."""
    return ", ".join(dict.fromkeys(cells[field] for field in fields if cells.get(field)))
