"""Compares claims with what was computed, the form with itself, and its notes with the spec."""

from typing import TYPE_CHECKING

from perfrules import _lazy

if TYPE_CHECKING:
    from perfrules.review.audit import audit, in_doubt
    from perfrules.review.batch import batch
    from perfrules.review.checks import review
    from perfrules.review.notes import evidence
    from perfrules.review.second import as_reviewed, second_opinion
else:
    __getattr__ = _lazy.door(
        __name__,
        {
            "audit": ["audit", "in_doubt"],
            "batch": ["batch"],
            "checks": ["review"],
            "notes": ["evidence"],
            "second": ["as_reviewed", "second_opinion"],
        },
    )

__all__ = ["as_reviewed", "audit", "batch", "evidence", "in_doubt", "review", "second_opinion"]
