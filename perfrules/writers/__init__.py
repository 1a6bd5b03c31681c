"""Lays out what was computed and said: pages for people, JSON and SARIF for machines."""

from typing import TYPE_CHECKING

from perfrules import _lazy

if TYPE_CHECKING:
    from perfrules.writers.formats import FORMATS
    from perfrules.writers.forms import form_bytes
    from perfrules.writers.html import html_body, html_text
    from perfrules.writers.json import (
        failure_document,
        findings_document,
        json_line,
        json_text,
        review_document,
        scorecard_document,
        second_document,
    )
    from perfrules.writers.markdown import markdown_text
    from perfrules.writers.plain import safe_line
    from perfrules.writers.sarif import sarif
    from perfrules.writers.table_rows import rows
    from perfrules.writers.terminal import terminal_text
    from perfrules.writers.workshop import (
        check_document,
        comparison_document,
        diff_document,
        spec_head_document,
        trial_document,
        what_if_document,
    )
else:
    __getattr__ = _lazy.door(
        __name__,
        {
            "formats": ["FORMATS"],
            "forms": ["form_bytes"],
            "html": ["html_body", "html_text"],
            "json": [
                "failure_document",
                "findings_document",
                "json_line",
                "json_text",
                "review_document",
                "scorecard_document",
                "second_document",
            ],
            "markdown": ["markdown_text"],
            "plain": ["safe_line"],
            "sarif": ["sarif"],
            "table_rows": ["rows"],
            "terminal": ["terminal_text"],
            "workshop": [
                "check_document",
                "comparison_document",
                "diff_document",
                "spec_head_document",
                "trial_document",
                "what_if_document",
            ],
        },
    )

__all__ = [
    "FORMATS",
    "check_document",
    "comparison_document",
    "diff_document",
    "failure_document",
    "findings_document",
    "form_bytes",
    "html_body",
    "html_text",
    "json_line",
    "json_text",
    "markdown_text",
    "review_document",
    "rows",
    "safe_line",
    "sarif",
    "scorecard_document",
    "second_document",
    "spec_head_document",
    "terminal_text",
    "trial_document",
    "what_if_document",
]
