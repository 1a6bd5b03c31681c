"""Noticing what is wrong with a spec, and why each of its parts holds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from fractions import Fraction

from perfrules.documents import Entries, Node
from perfrules.findings import Code, Finding, FormulaError, Where
from perfrules.model.spec import Clause
from perfrules.rules.tree import Assumption, Basis
from perfrules.speclib.build.spans import Fault
from perfrules.speclib.nodes import Malformed, child, entries, named, text, text_items
from perfrules.values import exact


class Diagnostics:
    """
    Collects what is wrong instead of stopping at the first fault; knows the clauses.

    Attributes:
        skipped: how many parts could not be built; what is built around them is not whole.
    """

    def __init__(self, tree: Entries) -> None:
        self.tree = tree
        self.findings: list[Finding] = []
        self.assumptions: list[Assumption] = []
        self.skipped = 0
        self.clauses = self._clauses()

    def report(self, code: Code, where: Where, **params: str) -> None:
        self.findings.append(Finding(code=code, where=where, params=params))

    @contextmanager
    def part(self, where: Where) -> Iterator[None]:
        """Skip a part that is malformed: the schema check has reported it."""
        try:
            yield
        except Malformed:
            self.skipped += 1
        except FormulaError as error:
            self.skipped += 1
            self.findings += error.findings.placed(where)

    def missing(self, where: Where, sort: str, name: str, known: Mapping[str, object]) -> None:
        near = get_close_matches(name, list(known), n=1)
        self.report(Code.NO_SUCH_PART, where, sort=sort, name=name, near=near[0] if near else "")

    def fault(self, fault: Fault, where: Where) -> None:
        self.report(fault.code, where, **fault.params)

    def basis(self, node: Entries, path: str, *, required: bool = True) -> Basis:
        """Read `cite` and `assume`; every clause must exist, and one of the two is required."""
        cites = text_items(child(node, "cite"))
        cite_node = child(node, "cite") or node
        for cite in cites:
            if cite not in self.clauses:
                near = get_close_matches(cite, self.clauses, n=1)
                self.report(
                    Code.NO_SUCH_CLAUSE, cite_node.where, name=cite, near=near[0] if near else ""
                )
        assume = child(node, "assume")
        if required and not cites and assume is None:
            self.report(Code.NO_BASIS, node.where, path=path)
        assumption = Assumption(id=path, text=text(assume)) if assume else None
        if assumption:
            self.assumptions.append(assumption)
        return Basis(cite=cites, assume=assumption)

    def number(self, node: Node | None) -> Fraction:
        """Return the exact number of a scalar."""
        try:
            return exact(text(node))
        except ValueError:
            raise Malformed from None

    def _clauses(self) -> dict[str, Clause]:
        clauses: dict[str, Clause] = {}
        with self.part(self.tree.where):
            for _, _, source in named(child(self.tree, "sources")):
                with self.part(source.where):
                    document = text(child(entries(source), "document"))
                    seen, url = child(entries(source), "seen"), child(entries(source), "url")
                    for id_, where, node in named(child(entries(source), "clauses")):
                        if id_ in clauses:
                            self.report(Code.NAME_USED_TWICE, where, name=id_)
                        place = text(child(entries(node), "place"))
                        quote = text(child(entries(node), "quote"))
                        clauses[id_] = Clause(
                            id=id_,
                            document=document,
                            place=place,
                            quote=quote,
                            seen=text(seen),
                            url=text(url) if url else None,
                        )
        return clauses
