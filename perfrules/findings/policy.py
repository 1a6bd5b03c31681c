"""How bad findings are: the catalogue's view, or that of a spec."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from perfrules.findings.codes import Code
from perfrules.findings.finding import Finding
from perfrules.values import freeze


class Severity(StrEnum):
    """How bad a finding is, worst first; which finding is how bad is data."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and how bad it is by the policy that was asked."""

    finding: Finding
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """
    How bad findings are.

    Attributes:
        severities: by code, and by ``code/case`` where a case has its own.
        silent: codes whose findings are left out.
    """

    severities: Mapping[str, Severity]
    silent: frozenset[Code] = frozenset()

    def __post_init__(self) -> None:
        freeze(self, "severities")

    def severity(self, finding: Finding) -> Severity:
        """Return how bad a finding is: by its case, else by its code."""
        own = self.severities.get(case_key(finding.code, finding.case)) if finding.case else None
        return own or self.severities[finding.code]

    def judged(self, findings: Iterable[Finding]) -> tuple[Judged, ...]:
        """Return findings with their severities, in the same order."""
        return tuple(Judged(finding, self.severity(finding)) for finding in findings)

    def amended(
        self, severities: Mapping[str, Severity], silent: frozenset[Code] = frozenset()
    ) -> "Policy":
        """Return this policy with what a spec says otherwise."""
        return Policy(severities={**self.severities, **severities}, silent=self.silent | silent)


def case_key(code: Code, case: str) -> str:
    """Return the name of a case in a policy: ``PRM01/tolerated``."""
    return f"{code}/{case}"
