"""
perfrules: scoring rules of budget-performance self-evaluation forms as data.

>>> import perfrules
>>> spec = perfrules.load_spec("cn-gz-qiannan/department", 2023)
>>> spec.name
'cn-gz-qiannan/department@2023'
"""

from typing import TYPE_CHECKING

from perfrules import _lazy

if TYPE_CHECKING:
    from perfrules.api import (
        as_document,
        choose_spec,
        compare,
        explain,
        form_from,
        hint,
        load_spec,
        message,
        precheck_card,
        read_form,
        read_forms,
        resolve_spec,
        review_batch,
        review_card,
        score,
        second_opinion,
        spec_from,
        specs,
        what_if,
        with_inputs,
    )
    from perfrules.findings import (
        Code,
        Finding,
        Findings,
        InvalidSpec,
        MissingExtra,
        NoFittingSpec,
        NoSuchRow,
        NoSuchSpec,
        PerfRulesError,
        Severity,
        UnreadableForm,
        Where,
    )
    from perfrules.library import ChosenSpec, Library, refresh
    from perfrules.model.card import Excluded, Ranged, Scorecard, Scored, Unscored
    from perfrules.model.explanation import Explanation
    from perfrules.model.form import Form
    from perfrules.model.spec import Spec
    from perfrules.writers import rows
else:
    __getattr__ = _lazy.door(
        __name__,
        {
            "api": [
                "as_document",
                "choose_spec",
                "compare",
                "explain",
                "form_from",
                "hint",
                "load_spec",
                "message",
                "precheck_card",
                "read_form",
                "read_forms",
                "resolve_spec",
                "review_batch",
                "review_card",
                "score",
                "second_opinion",
                "spec_from",
                "specs",
                "what_if",
                "with_inputs",
            ],
            "findings": [
                "Code",
                "Finding",
                "Findings",
                "InvalidSpec",
                "MissingExtra",
                "NoFittingSpec",
                "NoSuchRow",
                "NoSuchSpec",
                "PerfRulesError",
                "Severity",
                "UnreadableForm",
                "Where",
            ],
            "library": ["ChosenSpec", "Library", "refresh"],
            "model.card": ["Excluded", "Ranged", "Scorecard", "Scored", "Unscored"],
            "model.explanation": ["Explanation"],
            "model.form": ["Form"],
            "model.spec": ["Spec"],
            "writers": ["rows"],
        },
    )

__version__ = "0.1.0"

__all__ = [
    "ChosenSpec",
    "Code",
    "Excluded",
    "Explanation",
    "Finding",
    "Findings",
    "Form",
    "InvalidSpec",
    "Library",
    "MissingExtra",
    "NoFittingSpec",
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
    "compare",
    "explain",
    "form_from",
    "hint",
    "load_spec",
    "message",
    "precheck_card",
    "read_form",
    "read_forms",
    "refresh",
    "resolve_spec",
    "review_batch",
    "review_card",
    "rows",
    "score",
    "second_opinion",
    "spec_from",
    "specs",
    "what_if",
    "with_inputs",
]
