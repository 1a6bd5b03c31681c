"""Several findings, in the order in which they were noticed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from perfrules.findings.codes import Code
from perfrules.findings.finding import Finding, Where
from perfrules.findings.policy import Policy, Severity

T_co = TypeVar("T_co", covariant=True)

_NUMBER = re.compile(r"[0-9]+")


class Findings(tuple[Finding, ...]):
    """
    Findings, in the order in which they were noticed.

    >>> Findings().once()
    Findings()
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Findings({', '.join(map(repr, self))})"

    def once(self) -> "Findings":
        """Keep the first finding of a code at a place, whichever room noticed it."""
        first: dict[tuple[object, ...], Finding] = {}
        for finding in self:
            first.setdefault((finding.code, finding.where, finding.row), finding)
        return Findings(first.values())

    def distinct(self) -> "Findings":
        """Leave out what equals an earlier finding."""
        return Findings(dict.fromkeys(self))

    def placed(self, where: Where) -> "Findings":
        """Put what has no place of its own at *where*."""
        return Findings(f if f.where.source else replace(f, where=where) for f in self)

    def heard(self, policy: Policy) -> "Findings":
        """Leave out what a spec silences."""
        return Findings(finding for finding in self if finding.code not in policy.silent)

    def worst_first(self, policy: Policy) -> "Findings":
        """Sort by severity; what is equally bad keeps its order."""
        ranks = {severity: rank for rank, severity in enumerate(Severity)}
        return Findings(sorted(self, key=lambda finding: ranks[policy.severity(finding)]))

    def by_place(self) -> "Findings":
        """Sort by file, then by the numbers of the spot, then by code."""
        return Findings(sorted(self, key=_place))

    def by_code(self) -> Mapping[Code, "Findings"]:
        """Return the findings of each code, in the order of the codes' first findings."""
        found: dict[Code, list[Finding]] = {}
        for finding in self:
            found.setdefault(finding.code, []).append(finding)
        return {code: Findings(members) for code, members in found.items()}

    def counts(self, policy: Policy) -> Mapping[Severity, int]:
        """Return how many findings each severity has."""
        found = [policy.severity(finding) for finding in self]
        return {severity: found.count(severity) for severity in Severity}

    def worst(self, policy: Policy) -> Severity | None:
        """Return the worst severity; ``None`` without findings."""
        return next((one for one, count in self.counts(policy).items() if count), None)


@dataclass(frozen=True, slots=True)
class Checked(Generic[T_co]):
    """A value and what was noticed on the way to it."""

    value: T_co
    findings: Findings = Findings()


def _place(finding: Finding) -> tuple[object, ...]:
    spot = tuple(map(int, _NUMBER.findall(finding.where.spot)))
    return finding.where.source, spot, finding.code, tuple(sorted(finding.params.items()))
