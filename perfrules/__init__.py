"""
perfrules: scoring rules of budget-performance self-evaluation forms as data.

>>> import perfrules
>>> spec = perfrules.load_spec("cn-gz-qiannan/department", 2023)
>>> spec.name
'cn-gz-qiannan/department@2023'
"""

from perfrules.api import (
    as_document,
    choose_spec,
    explain,
    form_from,
    hint,
    load_spec,
    load_spec_file,
    message,
    read_form,
    score,
    specs,
)
from perfrules.findings import (
    Finding,
    InvalidSpec,
    MissingExtra,
    NoSuchSpec,
    PerfRulesError,
    Severity,
    UnreadableForm,
    Where,
)
from perfrules.model.card import Ranged, Scorecard, Scored, Unscored
from perfrules.model.explanation import Explanation
from perfrules.model.form import Form
from perfrules.model.spec import Spec

__version__ = "0.1.0"

__all__ = [
    "Explanation",
    "Finding",
    "Form",
    "InvalidSpec",
    "MissingExtra",
    "NoSuchSpec",
    "PerfRulesError",
    "Ranged",
    "Scorecard",
    "Scored",
    "Severity",
    "Spec",
    "UnreadableForm",
    "Unscored",
    "Where",
    "__version__",
    "as_document",
    "choose_spec",
    "explain",
    "form_from",
    "hint",
    "load_spec",
    "load_spec_file",
    "message",
    "read_form",
    "score",
    "specs",
]
