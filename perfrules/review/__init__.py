"""Compares claims with what was computed, the form with itself, and its notes with the spec."""

from perfrules.review.audit import audit
from perfrules.review.checks import review
from perfrules.review.notes import evidence

__all__ = ["audit", "evidence", "review"]
