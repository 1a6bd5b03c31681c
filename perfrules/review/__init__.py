"""Compares claims with what was computed, the form with itself, and its notes with the spec."""

from perfrules.review.audit import audit, in_doubt
from perfrules.review.batch import batch
from perfrules.review.checks import review
from perfrules.review.notes import evidence
from perfrules.review.second import as_reviewed, second_opinion

__all__ = ["as_reviewed", "audit", "batch", "evidence", "in_doubt", "review", "second_opinion"]
