"""What there is instead of a scorecard, where a form is not scored."""

from dataclasses import dataclass

from perfrules.findings import Findings, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """
    Why a form is not scored.

    Attributes:
        where: the form.
        findings: what makes it unreadable, or why it has no rules.
    """

    where: Where
    findings: Findings
