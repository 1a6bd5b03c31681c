"""The errors that this library raises on purpose; each is a sentence, and carries findings."""

import errno
from collections.abc import Iterable, Mapping
from typing import ClassVar

from perfrules.findings.codes import Code
from perfrules.findings.collection import Findings
from perfrules.findings.finding import Finding, Where

NOWHERE = Where(source="")
"""The place of an error that does not know which file it is about."""
MOST_SHOWN = 3
"""Findings that the sentence of an error spells out, and names that it offers."""
LONGEST_TEXT = 60
"""Characters of a form or a spec that the sentence of an error repeats."""


def refusal(error: OSError) -> dict[str, str]:
    """Return why the system refuses a file: in its own words, and its name for it, if any."""
    name = errno.errorcode.get(error.errno or 0)
    why = error.strerror or type(error).__name__
    return {"why": why, "errno": name} if name else {"why": why}


class PerfRulesError(Exception):
    """
    Base of all errors that this library raises on purpose.

    ``str(error)`` is one English sentence. *findings* say the same in the reader's language:
    ``perfrules.message(finding, "zh")``.
    """

    @property
    def findings(self) -> Findings:
        """What is wrong, and where."""
        return Findings()


class InputError(PerfRulesError):
    """A file cannot be used at all."""

    cannot: ClassVar[str] = "cannot be used"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = Findings(findings)
        super().__init__(self._findings)

    @property
    def findings(self) -> Findings:
        """What is wrong, and where."""
        return self._findings

    def __str__(self) -> str:
        source = self._findings[0].where.source if self._findings else ""
        shown = [_fault(finding, source) for finding in self._findings[:MOST_SHOWN]]
        more = len(self._findings) - len(shown)
        faults = "; ".join([*shown, *([f"{more} more"] if more else [])])
        return f"{_one_line(source)} {self.cannot}: {faults}"


class UnreadableForm(InputError):
    """A file cannot be read as a form."""

    cannot = "cannot be read as a form"


class InvalidSpec(InputError):
    """A spec does not pass its checks."""

    cannot = "cannot be used as a spec"


class NoSuchSpec(PerfRulesError):
    """
    No spec has this name.

    Attributes:
        wanted: the name.
        known: the names there are.
    """

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        super().__init__(wanted, known)
        self.wanted = wanted
        self.known = known

    @property
    def findings(self) -> Findings:
        """A finding that the spec does not exist, with the nearest names."""
        near = _close(self.wanted, self.known) or self.known
        params = {"name": self.wanted, "near": ", ".join(near)}
        return Findings([Finding(code=Code.NO_SUCH_SPEC, where=NOWHERE, params=params)])

    def __str__(self) -> str:
        return f"no spec {self.wanted!r}; {_offer(self.wanted, self.known)}"


class NoFittingSpec(NoSuchSpec):
    """
    No spec may be chosen for a form, or several may.

    Attributes:
        wanted: what the form says of itself.
        known: the names of specs of its kind.
    """

    @property
    def findings(self) -> Findings:
        """That no spec fits, with those that can be named."""
        params = {"wanted": self.wanted, "known": ", ".join(self.known)}
        return Findings([Finding(code=Code.NO_FITTING_SPEC, where=NOWHERE, params=params)])

    def __str__(self) -> str:
        known = ", ".join(self.known[:MOST_SHOWN]) or "none"
        return f"no spec fits the form {_excerpt(self.wanted)!r}; name one, such as {known}"


class NoSuchRow(PerfRulesError):
    """
    No indicator of a form has this name.

    Attributes:
        wanted: the name.
        known: the names on the form.
    """

    def __init__(self, wanted: str, known: tuple[str, ...]) -> None:
        super().__init__(wanted, known)
        self.wanted = wanted
        self.known = known

    @property
    def findings(self) -> Findings:
        """A finding that the indicator does not exist, with the nearest names."""
        near = _close(self.wanted, self.known) or self.known
        params = {"name": self.wanted, "near": ", ".join(near)}
        return Findings([Finding(code=Code.NO_SUCH_ROW, where=NOWHERE, params=params)])

    def __str__(self) -> str:
        return f"no indicator {self.wanted!r}; {_offer(self.wanted, self.known)}"


class MissingExtra(PerfRulesError):
    """
    A file needs a package that is not installed.

    Attributes:
        extra: the extra of perfrules that brings the package.
        package: its name.
    """

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(extra, package)
        self.extra = extra
        self.package = package

    @property
    def findings(self) -> Findings:
        """That the package is missing, and how to install it."""
        params = {"extra": self.extra, "package": self.package}
        return Findings([Finding(code=Code.MISSING_PACKAGE, where=NOWHERE, params=params)])

    def __str__(self) -> str:
        return f"this needs the package {self.package!r}: pip install 'perfrules[{self.extra}]'"


class FormulaError(PerfRulesError):
    """
    A formula is refused.

    Attributes:
        source: the formula.
        column: where it fails, counted from 1.
        code: why.
        params: what the sentence of the code needs besides.
    """

    def __init__(self, source: str, column: int, code: Code, params: Mapping[str, str]) -> None:
        super().__init__(source, column, code, dict(params))
        self.source = source
        self.column = column
        self.code = code
        self.params = params

    @property
    def findings(self) -> Findings:
        """What is wrong with the formula."""
        params = {"source": self.source, "column": str(self.column), **self.params}
        return Findings([Finding(code=self.code, where=NOWHERE, params=params)])

    def __str__(self) -> str:
        why = _details(self.code, self.params)
        return f"formula {_excerpt(self.source)!r}, column {self.column}: {why}"


def _fault(finding: Finding, source: str) -> str:
    """Return a finding in English words, with its place in the file."""
    where = finding.where.spot if finding.where.source == source else str(finding.where)
    return f"{_one_line(where)} {_details(finding.code, finding.params)}".lstrip()


def _details(code: Code, params: Mapping[str, str]) -> str:
    """Return the name of a code in words, what it names, and the code."""
    told = [(name, _excerpt(params[name])) for name in code.named if params.get(name)]
    named = ", ".join(text if len(told) == 1 else f"{name} {text!r}" for name, text in told)
    return f"{code.words} ({named}) [{code}]" if named else f"{code.words} [{code}]"


def _excerpt(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    line = _one_line(text)
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1]}…"


def _one_line(text: str) -> str:
    """Return a text without line breaks and control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _close(wanted: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names that look like *wanted*, the nearest first."""
    from difflib import get_close_matches  # only where something is wrong

    near = get_close_matches(wanted, known, n=MOST_SHOWN, cutoff=0.6)
    return tuple(near) or tuple(name for name in known if wanted in name)


def _offer(wanted: str, known: tuple[str, ...]) -> str:
    """Return what to write instead."""
    if near := _close(wanted, known):
        return f"did you mean {near[0]!r}?"
    shown = ", ".join(map(_excerpt, known[:MOST_SHOWN]))
    more = ", …" if len(known) > MOST_SHOWN else ""
    return f"known: {shown}{more}" if known else "there are none"
