"""What was noticed: codes, places, and the errors that carry them."""

from perfrules.findings.codes import Code
from perfrules.findings.collection import Checked, Findings
from perfrules.findings.errors import (
    FormulaError,
    InputError,
    InvalidSpec,
    MissingExtra,
    NoFittingSpec,
    NoSuchRow,
    NoSuchSpec,
    PerfRulesError,
    UnreadableForm,
    refusal,
)
from perfrules.findings.finding import Case, Finding, Where
from perfrules.findings.policy import Judged, Policy, Severity, case_key

__all__ = [
    "Case",
    "Checked",
    "Code",
    "Finding",
    "Findings",
    "FormulaError",
    "InputError",
    "InvalidSpec",
    "Judged",
    "MissingExtra",
    "NoFittingSpec",
    "NoSuchRow",
    "NoSuchSpec",
    "PerfRulesError",
    "Policy",
    "Severity",
    "UnreadableForm",
    "Where",
    "case_key",
    "refusal",
]
