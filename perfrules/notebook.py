"""How notebooks show forms, specs and scorecards: the page that people read, as HTML."""

import sys
from importlib import import_module
from typing import Any

SHOWN_AS = {
    ("perfrules.model.card", "Scorecard"): "scorecard_page",
    ("perfrules.model.form", "Form"): "form_page",
    ("perfrules.model.spec", "Spec"): "spec_page",
}
"""Module and name of a class, and the page that shows it."""


def register() -> None:
    """
    Register the pages with the formatter of a running IPython; do nothing without one.

    Classes are registered by name, so nothing is imported before a value is shown.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return
    formatter = shell.display_formatter.formatters["text/html"]
    for (module, name), page in SHOWN_AS.items():
        formatter.for_type_by_name(module, name, _Display(page))


class _Display:
    """Renders a value as the page of this name."""

    def __init__(self, page: str) -> None:
        self.page = page

    def __call__(self, value: Any) -> str:
        from perfrules.model.messages import Lang, Words
        from perfrules.resources import messages
        from perfrules.writers import html_body

        pages = import_module("perfrules.explain")  # the name `explain` is also a function
        page = getattr(pages, self.page)(value, Words(messages(), Lang.ZH))
        return html_body(page)
