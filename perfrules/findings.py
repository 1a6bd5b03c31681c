"""What was noticed, where, and how bad it is; and the errors that this library raises."""

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, TypeVar

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

    code: str
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


def graded(findings: Iterable[Finding], severities: Mapping[str, Severity]) -> tuple[Finding, ...]:
    """Give each finding that has no severity yet the one of its code."""
    return tuple(
        finding if finding.severity else replace(finding, severity=severities[finding.code])
        for finding in findings
    )


def refusal(error: OSError) -> dict[str, str]:
    """Return why the system refuses a file: in its own words, and its name for it, if any."""
    name = errno.errorcode.get(error.errno or 0)
    why = error.strerror or type(error).__name__
    return {"why": why, "errno": name} if name else {"why": why}


class PerfRulesError(Exception):
    """Base of all errors that this library raises on purpose."""


class InputError(PerfRulesError):
    """A file cannot be used at all; *findings* say why and where."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        return "; ".join(f"{f.where}: {f.code} {dict(f.params)}" for f in self.findings)


class UnreadableForm(InputError):
    """A file is no form that can be read."""


class InvalidSpec(InputError):
    """A spec does not pass its checks."""


class NoSuchSpec(PerfRulesError):
    """No spec has this id and year, or none fits the form; *known* are those there are."""

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        super().__init__(wanted, known)
        self.wanted = wanted
        self.known = known


class NoSuchRow(PerfRulesError):
    """No indicator of a form has this name; *known* are those there are."""

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        super().__init__(wanted, known)
        self.wanted = wanted
        self.known = known


class MissingExtra(PerfRulesError):
    """A file needs a package that is not installed; *extra* brings it."""

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(extra, package)
        self.extra = extra
        self.package = package


class FormulaError(PerfRulesError):
    """A formula is refused: *reason* is a finding code, *column* counts from 1."""

    def __init__(self, source: str, column: int, code: str, params: Mapping[str, str]) -> None:
        super().__init__(source, column, code, params)
        self.source = source
        self.column = column
        self.code = code
        self.params = params
