"""Turns scorecards, findings and specs into sentences; computes nothing."""

from perfrules.explain.lines import explain
from perfrules.explain.specs import spec_page

__all__ = ["explain", "spec_page"]
