"""The errors that this library raises on purpose."""

import errno
from collections.abc import Iterable, Mapping

from perfrules.findings.codes import Code
from perfrules.findings.collection import Findings
from perfrules.findings.finding import Finding


def refusal(error: OSError) -> dict[str, str]:
    """Return why the system refuses a file: in its own words, and its name for it, if any."""
    name = errno.errorcode.get(error.errno or 0)
    why = error.strerror or type(error).__name__
    return {"why": why, "errno": name} if name else {"why": why}


class PerfRulesError(Exception):
    """Base of all errors that this library raises on purpose."""


class InputError(PerfRulesError):
    """A file cannot be used at all; *findings* say why and where."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = Findings(findings)
        super().__init__(self.findings)

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

    def __init__(self, source: str, column: int, code: Code, params: Mapping[str, str]) -> None:
        super().__init__(source, column, code, params)
        self.source = source
        self.column = column
        self.code = code
        self.params = params
