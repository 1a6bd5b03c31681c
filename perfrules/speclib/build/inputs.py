"""Building inputs: questions that the rules ask but the form has no column for."""

from perfrules.documents import Entries
from perfrules.findings import Code, Where
from perfrules.rules import signature
from perfrules.rules.tree import LABEL, Input
from perfrules.speclib.build.diagnostics import Diagnostics
from perfrules.speclib.build.spans import parse_span
from perfrules.speclib.nodes import Malformed, child, entries, is_true, named, text, text_items
from perfrules.values import Span

TAKEN = signature.ROW.keys() | signature.MONEY.keys() | signature.TOTAL.keys() | {LABEL}
"""Names that rules read from the form itself."""


def inputs(diagnostics: Diagnostics) -> dict[str, Input]:
    """Build the inputs by name."""
    built: dict[str, Input] = {}
    for name, where, node in named(child(diagnostics.tree, "inputs")):
        with diagnostics.part(where):
            if name in TAKEN:
                diagnostics.report(Code.NAME_USED_TWICE, where, name=name)
            built[name] = _input(diagnostics, name, entries(node), where)
    return built


def _input(diagnostics: Diagnostics, name: str, node: Entries, where: Where) -> Input:
    labels, span = text_items(child(node, "labels")), child(node, "span")
    if bool(labels) == bool(span):
        path = f"inputs/{name}"
        diagnostics.report(Code.WRONG_SHAPE, where, path=path, found=" ".join(node.entries))
        raise Malformed
    return Input(
        id=name,
        labels=labels,
        span=parse_span(text(span)).at({}) if span else Span(),
        reads_actual=is_true(child(node, "reads_actual")),
        about=text(child(node, "about")),
        basis=diagnostics.basis(node, f"inputs/{name}"),
    )
