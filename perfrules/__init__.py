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
    locate_spec,
    message,
    precheck_card,
    read_form,
    read_forms,
    review_batch,
    review_card,
    score,
    second_opinion,
    specs,
    with_inputs,
)
from perfrules.findings import (
    Finding,
    InvalidSpec,
    MissingExtra,
    NoSuchRow,
    NoSuchSpec,
    PerfRulesError,
    Severity,
    UnreadableForm,
    Where,
)
from perfrules.model.card import Excluded, Ranged, Scorecard, Scored, Unscored
from perfrules.model.explanation import Explanation
from perfrules.model.form import Form
from perfrules.model.spec import Spec

__version__ = "0.1.0"

__all__ = [
    "Excluded",
    "Explanation",
    "Finding",
    "Form",
    "InvalidSpec",
    "MissingExtra",
    "NoSuchRow",
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
    "locate_spec",
    "message",
    "precheck_card",
    "read_form",
    "read_forms",
    "review_batch",
    "review_card",
    "score",
    "second_opinion",
    "specs",
    "with_inputs",
]
