"""
Formulas: parsed and checked once, evaluated exactly many times. Only here lives simpleeval.

A formula is arithmetic over names: ``+ - * /``, a few functions, and no number but 0 and 1
(all others are named in the spec, where they are cited). There are no comparisons and no
conditions: the spans of a rule's steps decide before a formula is reached.
"""

import ast
import operator
import re
import threading
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction
from math import ceil, floor
from typing import Any

from simpleeval import InvalidExpression, SimpleEval

from perfrules.findings import Code, FormulaError
from perfrules.values import ONE, ZERO, Exact, exact, is_number

LONGEST_FORMULA = 500
"""Most characters of a formula."""
DEEPEST_FORMULA = 25
"""Most levels of nested operations in a formula."""


_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}


def _mean(items: Sequence[Any]) -> Any:
    return _total(items) / len(items)


def _total(items: Sequence[Any]) -> Any:
    return sum(items, ZERO)


def _count(items: Sequence[Any]) -> Fraction:
    return len(items) * ONE


def _whole(value: Exact) -> Any:
    return floor(value) * ONE  # an int would divide into a float


def _started(value: Exact) -> Any:
    return ceil(value) * ONE


OVER_NUMBERS: Mapping[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "whole": _whole,
    "started": _started,
}
"""Functions of numbers; *whole* counts full units (rounds down), *started* begun ones (up)."""
OVER_LISTS: Mapping[str, Callable[..., Any]] = {"sum": _total, "mean": _mean, "count": _count}
"""Functions of one list, such as the points of all rows."""
FUNCTIONS: Mapping[str, Callable[..., Any]] = {**OVER_NUMBERS, **OVER_LISTS}

_FIXED_ARGUMENTS = {"abs": 1, "whole": 1, "started": 1}
_ONLY_NUMBERS = ("abs", "whole", "started")
_LITERALS = ("0", "1")
_UNWELCOME = re.compile(r"[#\\\n\r\t~]|[-+] *[-+]")
"""Comments, line ends and doubled signs: nothing that a rule needs."""


@dataclass(frozen=True, slots=True)
class Formula:
    """
    A checked formula.

    Attributes:
        source: its text, as the spec has it.
        names: the names that it reads.
        tree: its syntax tree; two formulas of the same text are equal.
    """

    source: str
    names: frozenset[str]
    tree: ast.expr = field(compare=False, repr=False)


class _Evaluator(SimpleEval):  # type: ignore[misc]
    """simpleeval with everything taken out that a rule does not need."""

    def __init__(self) -> None:
        super().__init__(operators=_OPERATORS, functions=dict(FUNCTIONS), allowed_attrs={})
        kept = (ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Constant)
        for node in [node for node in self.nodes if node not in kept]:
            del self.nodes[node]

    def evaluate(self, tree: ast.expr, names: Mapping[str, Any]) -> Any:
        """Evaluate a checked tree by the node table."""
        self.names = names
        return self.nodes[type(tree)](tree)

    @staticmethod
    def _eval_constant(node: ast.Constant) -> Any:
        return node.value

    def _eval_name(self, node: Any) -> Any:
        # simpleeval falls back to a function of that name; here a name is a value or an error.
        return self.names[node.id]


class _PerThread(threading.local):
    """An evaluator holds the names of one evaluation, so threads must not share it."""

    def __init__(self) -> None:
        self.evaluator = _Evaluator()


_HERE = _PerThread()


def parse(source: str, known: Collection[str], lists: Collection[str] = ()) -> Formula:
    """
    Check a formula and make it ready to be evaluated.

    Args:
        source: the formula's text; a single number (``5``, ``0.5``, ``80%``) is one too.
        known: the names of numbers that it may read.
        lists: the names of lists that it may read, inside ``sum``, ``mean``, ``count``,
            ``min`` or ``max`` only.

    Returns:
        the formula; its names are a subset of *known* and *lists*.

    Raises:
        FormulaError: anything else, with the column of the fault.

    >>> parse("actual / target * weight", {"actual", "target", "weight"}).source
    'actual / target * weight'
    """
    if len(source) > LONGEST_FORMULA:
        raise FormulaError(
            source, LONGEST_FORMULA, Code.FORMULA_TOO_LONG, {"limit": str(LONGEST_FORMULA)}
        )
    if is_number(source):
        return Formula(source, frozenset(), _constant(exact(source)))
    source = source.strip()
    tree = _tree(source)
    _Checker(source, frozenset(known), frozenset(lists)).check(tree)
    return Formula(source, frozenset(_names(tree)), _Exactly().visit(tree))


class _Exactly(ast.NodeTransformer):
    """Makes every number of a tree a rational, once."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.copy_location(_constant(exact(str(node.value))), node)


def _constant(number: Any) -> ast.Constant:
    return ast.Constant(number)


def compute(formula: Formula, names: Mapping[str, Any]) -> Any:
    """
    Compute a formula's exact value.

    Args:
        formula: checked by `parse`.
        names: a value for each of its names: a rational, or any number that computes
            exactly with rationals; tuples for lists.

    Raises:
        KeyError: a name has no value.
        ZeroDivisionError: a divisor is zero, or a mean is of nothing.
    """
    return _HERE.evaluator.evaluate(formula.tree, names)


def _names(tree: ast.expr) -> Iterator[str]:
    """Yield the names that a formula reads; a function that it calls is not one of them."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and id(node) not in called:
            yield node.id


def _tree(source: str) -> ast.expr:
    # Deep nesting overflows Python's own parser, so brackets and signs are counted before it.
    if _depth(source) > DEEPEST_FORMULA:
        raise FormulaError(source, 1, Code.FORMULA_TOO_LONG, {"limit": str(DEEPEST_FORMULA)})
    if unwelcome := _UNWELCOME.search(source):
        raise FormulaError(
            source, unwelcome.start() + 1, Code.FORMULA_REFUSED, {"what": unwelcome[0]}
        )
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError) as error:
        column = getattr(error, "offset", None) or 1
        raise FormulaError(source, column, Code.FORMULA_REFUSED, {"what": source}) from None


def _depth(source: str) -> int:
    deepest = depth = 0
    for character in source:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest


class _Checker:
    """Walks a tree once and refuses what is not allowed, at its column."""

    def __init__(self, source: str, known: frozenset[str], lists: frozenset[str]) -> None:
        self.source = source
        self.known = known
        self.lists = lists

    def check(self, node: ast.AST, depth: int = 0) -> None:
        if depth > DEEPEST_FORMULA:
            raise self.error(node, Code.FORMULA_TOO_LONG, limit=str(DEEPEST_FORMULA))
        match node:
            case ast.Call():
                self.call(node, depth)
            case ast.Name():
                self.name(node)
            case ast.Constant():
                self.constant(node)
            case ast.BinOp(op=operation) | ast.UnaryOp(op=operation):
                if type(operation) not in _OPERATORS:
                    raise self.refused(node)
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.check(child, depth + 1)
            case _:
                raise self.refused(node)

    def call(self, node: ast.Call, depth: int) -> None:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise self.refused(node)
        if node.func.id not in FUNCTIONS:
            raise self.unknown(node.func, FUNCTIONS)
        if self.takes_list(node):
            return
        if node.func.id in OVER_LISTS or not self.right_count(node):
            raise self.error(node, Code.WRONG_ARGUMENTS, function=node.func.id)
        for argument in node.args:
            self.check(argument, depth + 1)

    def takes_list(self, node: ast.Call) -> bool:
        match node:
            case ast.Call(func=ast.Name(id=function), args=[ast.Name(id=name)]):
                return function not in _ONLY_NUMBERS and name in self.lists
            case _:
                return False

    def right_count(self, node: ast.Call) -> bool:
        assert isinstance(node.func, ast.Name)
        fixed = _FIXED_ARGUMENTS.get(node.func.id)
        return len(node.args) == fixed if fixed else len(node.args) > 1

    def name(self, node: ast.Name) -> None:
        if node.id in self.lists:
            raise self.error(node, Code.WRONG_ARGUMENTS, function=node.id)
        if node.id not in self.known:
            raise self.unknown(node, self.known | self.lists)

    def constant(self, node: ast.Constant) -> None:
        text = ast.get_source_segment(self.source, node)
        if type(node.value) is not int or text not in _LITERALS:
            raise self.error(node, Code.NUMBER_IN_FORMULA, number=str(text))

    def unknown(self, node: ast.Name, known: Collection[str]) -> FormulaError:
        near = get_close_matches(unicodedata.normalize("NFKC", node.id), sorted(known), n=1)
        return self.error(node, Code.UNKNOWN_NAME, name=node.id, near=near[0] if near else "")

    def refused(self, node: ast.AST) -> FormulaError:
        segment = ast.get_source_segment(self.source, node)
        return self.error(node, Code.FORMULA_REFUSED, what=segment or self.source)

    def error(self, node: ast.AST, code: Code, **params: str) -> FormulaError:
        # ast counts bytes, people count characters: a Chinese one is three bytes.
        before = self.source.encode()[: getattr(node, "col_offset", 0)]
        return FormulaError(self.source, len(before.decode()) + 1, code, params)


ArithmeticFault = (ZeroDivisionError, InvalidExpression)
"""What `compute` may raise on checked formulas whose numbers do not fit."""
