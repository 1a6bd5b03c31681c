"""Building what holds for all rows: those that do not apply, repeated targets, checks."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from perfrules.documents import Entries, Node
from perfrules.documents import texts as plain
from perfrules.findings import Code, Severity
from perfrules.model.checks import RowCheck
from perfrules.model.spec import CheckSetting, Inapplicable, InapplicableRule
from perfrules.rules.tree import Basis, Scale
from perfrules.speclib.build.diagnostics import Diagnostics
from perfrules.speclib.nodes import Malformed, child, entries, items, named, text

SILENT = "silent"
"""The severity of a check whose findings are left out."""
CODES = {code.value: code for code in Code}


class CheckBuilder:
    """Builds the checks of a spec, and what it decides about rows of every kind."""

    def __init__(self, diagnostics: Diagnostics, scales: Mapping[str, Scale]) -> None:
        self.diagnostics = diagnostics
        self.tree = diagnostics.tree
        self.scales = scales

    def inapplicable(self) -> InapplicableRule | None:
        """Return what becomes of rows that do not apply."""
        node = child(self.tree, "not_applicable")
        if node is None:
            return None
        take = text(child(entries(node), "take"))
        if take not in list(Inapplicable):
            raise Malformed
        basis = self.diagnostics.basis(entries(node), "not_applicable")
        return InapplicableRule(take=Inapplicable(take), basis=basis)

    def repeats(self) -> Basis | None:
        """Return why a phrase that repeats its target takes the top tier, if it does."""
        node = child(self.tree, "repeats")
        if node is None:
            return None
        takes = text(child(entries(node), "takes"))
        tops = {scale.tiers[0].id: scale for scale in self.scales.values() if scale.tiers}
        if takes not in tops:
            self.diagnostics.missing(node.where, "tier", takes, tops)
        return self.diagnostics.basis(entries(node), "repeats")

    def checks(self) -> dict[Code, CheckSetting]:
        """Return how the spec sets checks of the catalogue."""
        checks: dict[Code, CheckSetting] = {}
        for name, where, value in named(child(self.tree, "checks")):
            with self.diagnostics.part(where):
                node = entries(value)
                if name not in CODES:
                    self.diagnostics.missing(where, "check", name, CODES)
                    continue
                severity, beyond = self._severity(node), child(node, "beyond")
                tolerance = child(node, "tolerance")
                checks[CODES[name]] = CheckSetting(
                    severity=Severity(severity) if severity not in (None, SILENT) else None,
                    silent=severity == SILENT,
                    tolerance=self.diagnostics.number(tolerance) if tolerance else Fraction(0),
                    beyond=self.diagnostics.number(beyond) if beyond else None,
                    basis=self.diagnostics.basis(node, f"checks/{name}"),
                )
        return checks

    def _severity(self, node: Entries) -> str | None:
        severity = child(node, "severity")
        return text(severity) if severity else None

    def own_checks(self) -> Iterator[RowCheck]:
        """Yield the checks that the spec adds, in the shape of the catalogue's."""
        for name, where, value in named(child(self.tree, "own_checks")):
            with self.diagnostics.part(where):
                node = entries(value)
                self.diagnostics.basis(node, f"own_checks/{name}")
                message = entries(child(node, "message"))
                sentences = {lang: text(said) for lang, _, said in named(message)}
                rows = list(_cased(name, items(child(node, "rows"))))
                own = {row["case"]: Severity(row["severity"]) for row in rows if "severity" in row}
                yield RowCheck.from_document(
                    Code.OWN_CHECK,
                    rows,
                    severities={name: Severity(text(child(node, "severity"))), **own},
                    params={"check": name, **sentences},
                )


def _cased(name: str, rows: Iterable[Node]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a spec's own check; one with its own severity is a case of its own."""
    for number, node in enumerate(rows, start=1):
        row: dict[str, Any] = plain(node)
        yield {**row, "case": f"{name}/{number}" if "severity" in row else name}
