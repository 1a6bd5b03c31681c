"""Turns scorecards and findings into sentences; computes nothing."""

from perfrules.explain.lines import explain

__all__ = ["explain"]
