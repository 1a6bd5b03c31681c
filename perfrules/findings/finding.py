"""What was noticed, and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, TypeVar

from perfrules.findings.codes import Code
from perfrules.values import Frozen, freeze

T_co = TypeVar("T_co", covariant=True)


class Severity(StrEnum):
    """How bad a finding is; which finding is how bad is data (specs/messages, a spec's checks)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Where:
    """
    A place: of which file, and at which spot in it.

    ``form.xlsx`` and ``Sheet1!E7``, ``spec.yaml`` and ``12:7`` (line and column),
    ``form.txt`` and ``19:3`` (line and cell).
    """

    source: str
    spot: str = ""

    def __str__(self) -> str:
        return f"{self.source}:{self.spot}" if self.spot else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    Something noticed about the data: a code, a place and what the sentence about it needs.

    The sentence is made when it is read (`perfrules.explain`), in the reader's language.
    *severity* is ``None`` until the catalogue or a spec has said how bad the code is.
    """

    code: Code
    where: Where
    row: str | None = None
    params: Mapping[str, str] = field(default_factory=Frozen)
    severity: Severity | None = None

    def __post_init__(self) -> None:
        freeze(self, "params")


@dataclass(frozen=True, slots=True)
class Checked(Generic[T_co]):
    """A value and what was noticed on the way to it."""

    value: T_co
    findings: tuple[Finding, ...] = ()


def graded(findings: Iterable[Finding], severities: Mapping[Code, Severity]) -> tuple[Finding, ...]:
    """Give each finding that has no severity yet the one of its code."""
    return tuple(
        finding if finding.severity else replace(finding, severity=severities[finding.code])
        for finding in findings
    )
