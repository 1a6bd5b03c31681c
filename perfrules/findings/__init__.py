"""What was noticed: codes, places, and the errors that carry them."""

from perfrules.findings.codes import Code
from perfrules.findings.errors import (
    FormulaError,
    InputError,
    InvalidSpec,
    MissingExtra,
    NoSuchRow,
    NoSuchSpec,
    PerfRulesError,
    UnreadableForm,
    refusal,
)
from perfrules.findings.finding import Checked, Finding, Severity, Where, graded

__all__ = [
    "Checked",
    "Code",
    "Finding",
    "FormulaError",
    "InputError",
    "InvalidSpec",
    "MissingExtra",
    "NoSuchRow",
    "NoSuchSpec",
    "PerfRulesError",
    "Severity",
    "UnreadableForm",
    "Where",
    "graded",
    "refusal",
]
