"""A second opinion (复核): a reviewer's values and scores next to those of the form."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from perfrules.findings import Finding, Findings, Judged, Severity
from perfrules.model.card import LineOfCard, Scorecard
from perfrules.model.form import Reviewed


def deviation(claimed: Fraction | None, reviewed: Fraction | None) -> Fraction | None:
    """
    Return the share of the claim that the review takes: (claimed - reviewed) / claimed.

    ``None`` where either is unknown, or nothing was claimed.
    """
    if claimed is None or reviewed is None or claimed == 0:
        return None
    return (claimed - reviewed) / claimed


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLine:
    """
    One line, as claimed and as reviewed.

    Attributes:
        own: by the values of the form.
        reviewed: by the values that the reviewer found, under the rules of the review; its
            claim is the reviewer's score.
        written: what the reviewer wrote; ``None`` where nothing is known of this line.
    """

    own: LineOfCard
    reviewed: LineOfCard
    written: Reviewed | None

    @property
    def points(self) -> Fraction | None:
        """The score after review: the reviewer's, else what the rules settle of what was seen."""
        if self.written is None and self.own.row:
            return None  # the review passes over the row
        printed = self.written.points.value if self.written else None
        return self.reviewed.settled if printed is None else printed

    @property
    def deviation(self) -> Fraction | None:
        """How far the claim was above the review, as a share of the claim."""
        return deviation(self.own.claimed.value, self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinion:
    """
    A form reviewed.

    Attributes:
        own, reviewed: the scorecards of the two sets of values.
        lines: in the order of the form.
        findings: about the reviewer's work, worst first.
    """

    own: Scorecard
    reviewed: Scorecard
    lines: tuple[SecondLine, ...]
    findings: Findings = Findings()

    def severity(self, finding: Finding) -> Severity:
        """Return how bad a finding is by the rules of the review."""
        return self.reviewed.severity(finding)

    @property
    def judged(self) -> tuple[Judged, ...]:
        """The findings with their severities by the rules of the review."""
        return self.reviewed.spec.policy.judged(self.findings)

    @property
    def claimed(self) -> Fraction | None:
        """The total that the form claims: printed, else the sum of its scores."""
        printed = self.own.form.claimed_total.value
        return _sum(line.own.claimed.value for line in self.lines) if printed is None else printed

    @property
    def points(self) -> Fraction | None:
        """The total after review; ``None`` where a line is open."""
        return _sum(line.points for line in self.lines)

    @property
    def deviation(self) -> Fraction | None:
        """How far the claimed total was above the review, as a share of the claim."""
        return deviation(self.claimed, self.points)


def _sum(values: Iterable[Fraction | None]) -> Fraction | None:
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known, Fraction(0)) if len(known) == len(found) else None
