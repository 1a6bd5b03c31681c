"""Lays out what was computed and said: JSON for machines, tables and pages for people."""

from perfrules.writers.document import failure_document, findings_document, scorecard_document
from perfrules.writers.forms import FORMATS, form_bytes
from perfrules.writers.html import html_text
from perfrules.writers.markdown import markdown_text
from perfrules.writers.sarif import sarif
from perfrules.writers.sheet import PrecheckSheet, ReviewSheet, second_document, sheet_document
from perfrules.writers.table_rows import rows
from perfrules.writers.tables import findings_lines, form_table, scorecard_table
from perfrules.writers.terminal import terminal_text
from perfrules.writers.workshop import (
    WorkshopText,
    comparison_document,
    diff_document,
    trial_document,
    what_if_document,
)

__all__ = [
    "FORMATS",
    "PrecheckSheet",
    "ReviewSheet",
    "WorkshopText",
    "comparison_document",
    "diff_document",
    "failure_document",
    "findings_document",
    "findings_lines",
    "form_bytes",
    "form_table",
    "html_text",
    "markdown_text",
    "rows",
    "sarif",
    "scorecard_document",
    "scorecard_table",
    "second_document",
    "sheet_document",
    "terminal_text",
    "trial_document",
    "what_if_document",
]
