"""Compares claims with what was computed, the form with itself, and its notes with the spec."""

from typing import TYPE_CHECKING

from perfrules import _lazy

if TYPE_CHECKING:
    from perfrules.review.batch import check_batch
    from perfrules.review.checks import in_doubt, is_about_the_plan, run_checks
    from perfrules.review.notes import evidence
    from perfrules.review.reviewer import as_reviewed, second_opinion
    from perfrules.review.support import Stage
else:
    __getattr__ = _lazy.door(
        __name__,
        {
            "batch": ["check_batch"],
            "checks": ["in_doubt", "is_about_the_plan", "run_checks"],
            "notes": ["evidence"],
            "reviewer": ["as_reviewed", "second_opinion"],
            "support": ["Stage"],
        },
    )

__all__ = [
    "Stage",
    "as_reviewed",
    "check_batch",
    "evidence",
    "in_doubt",
    "is_about_the_plan",
    "run_checks",
    "second_opinion",
]
