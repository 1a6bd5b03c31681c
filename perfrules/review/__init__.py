"""Compares what a form claims with what it says and what the spec computes."""

from perfrules.review.checks import review
from perfrules.review.notes import evidence

__all__ = ["evidence", "review"]
