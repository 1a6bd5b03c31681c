"""Turns scorecards, findings and specs into sentences and pages; computes nothing."""

from typing import TYPE_CHECKING

from perfrules import _lazy

if TYPE_CHECKING:
    from perfrules.explain.catalogue import catalogue_page, code_page
    from perfrules.explain.explanation import explanation_page
    from perfrules.explain.findings import findings_page
    from perfrules.explain.form import form_page
    from perfrules.explain.lines import explain
    from perfrules.explain.review import batch_page, precheck_page, review_page
    from perfrules.explain.scorecard import scorecard_page
    from perfrules.explain.specs import spec_page, specs_page
    from perfrules.explain.workshop import (
        check_page,
        comparison_page,
        diff_page,
        trial_page,
        what_if_page,
    )
else:
    __getattr__ = _lazy.door(
        __name__,
        {
            "catalogue": ["catalogue_page", "code_page"],
            "explanation": ["explanation_page"],
            "findings": ["findings_page"],
            "form": ["form_page"],
            "lines": ["explain"],
            "review": ["batch_page", "precheck_page", "review_page"],
            "scorecard": ["scorecard_page"],
            "specs": ["spec_page", "specs_page"],
            "workshop": [
                "check_page",
                "comparison_page",
                "diff_page",
                "trial_page",
                "what_if_page",
            ],
        },
    )

__all__ = [
    "batch_page",
    "catalogue_page",
    "check_page",
    "code_page",
    "comparison_page",
    "diff_page",
    "explain",
    "explanation_page",
    "findings_page",
    "form_page",
    "precheck_page",
    "review_page",
    "scorecard_page",
    "spec_page",
    "specs_page",
    "trial_page",
    "what_if_page",
]
