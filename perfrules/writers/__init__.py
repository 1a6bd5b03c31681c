"""Lays out what was computed and said: JSON for machines, tables for a terminal."""

from perfrules.writers.document import failure_document, findings_document, scorecard_document
from perfrules.writers.tables import form_table, scorecard_table, spec_text

__all__ = [
    "failure_document",
    "findings_document",
    "form_table",
    "scorecard_document",
    "scorecard_table",
    "spec_text",
]
