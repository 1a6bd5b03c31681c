"""
perfrules: scoring rules of budget-performance self-evaluation forms as data.

>>> import perfrules
>>> spec = perfrules.load_spec("cn-gz-qiannan/department", 2023)
>>> spec.name
'cn-gz-qiannan/department@2023'
"""

import sys
from typing import TYPE_CHECKING

from perfrules import _lazy

if TYPE_CHECKING:
    from perfrules.api import (
        choose_spec,
        compare,
        load_spec,
        resolve_spec,
        spec_from,
        specs,
        what_if,
    )
    from perfrules.assessing import (
        assess,
    )
    from perfrules.findings import (
        Code,
        Finding,
        Findings,
        InputError,
        InvalidSpec,
        Judged,
        MissingExtra,
        NoFittingSpec,
        NoSuchRow,
        NoSuchSpec,
        PerfRulesError,
        Severity,
        UnreadableForm,
        Where,
    )
    from perfrules.forms import (
        form_from,
        read_form,
        read_forms,
        with_inputs,
        write_form,
    )
    from perfrules.library import (
        ChosenSpec,
        Library,
        refresh,
    )
    from perfrules.model.card import (
        Cause,
        Excluded,
        Interval,
        LineOfCard,
        Ranged,
        Scorecard,
        Scored,
        Section,
        Unscored,
    )
    from perfrules.model.explanation import (
        Explanation,
    )
    from perfrules.model.failure import (
        Failure,
    )
    from perfrules.model.form import (
        Budget,
        Form,
        MoneyRow,
        Number,
        Reviewed,
        Row,
    )
    from perfrules.model.messages import (
        Lang,
    )
    from perfrules.model.quantity import (
        Kind,
        Quantity,
        Sign,
    )
    from perfrules.model.second_opinion import (
        SecondLine,
        SecondOpinion,
    )
    from perfrules.model.spec import (
        Clause,
        Spec,
        SpecHead,
    )
    from perfrules.model.workshop import (
        Comparison,
        GradePath,
        Requirement,
        WhatIf,
    )
    from perfrules.rules.tree import (
        Assumption,
    )
    from perfrules.scoring import (
        precheck_card,
        review_batch,
        review_card,
        score,
        second_opinion,
    )
    from perfrules.sentences import (
        card_document,
        explain,
        failure_document,
        form_document,
        hint,
        message,
    )
    from perfrules.speclib.catalog import (
        CatalogEntry,
    )
    from perfrules.values import (
        Span,
    )
    from perfrules.writers import (
        rows,
    )
else:
    __getattr__ = _lazy.door(
        __name__,
        {
            "api": [
                "choose_spec",
                "compare",
                "load_spec",
                "resolve_spec",
                "spec_from",
                "specs",
                "what_if",
            ],
            "assessing": [
                "assess",
            ],
            "findings": [
                "Code",
                "Finding",
                "Findings",
                "InputError",
                "InvalidSpec",
                "MissingExtra",
                "NoSuchRow",
                "NoSuchSpec",
                "PerfRulesError",
                "Severity",
                "UnreadableForm",
                "Where",
                "NoFittingSpec",
                "Judged",
            ],
            "forms": [
                "form_from",
                "read_form",
                "read_forms",
                "with_inputs",
                "write_form",
            ],
            "library": [
                "ChosenSpec",
                "Library",
                "refresh",
            ],
            "model.card": [
                "Cause",
                "Excluded",
                "Interval",
                "LineOfCard",
                "Ranged",
                "Scorecard",
                "Scored",
                "Section",
                "Unscored",
            ],
            "model.explanation": [
                "Explanation",
            ],
            "model.failure": [
                "Failure",
            ],
            "model.form": [
                "Budget",
                "Form",
                "MoneyRow",
                "Number",
                "Reviewed",
                "Row",
            ],
            "model.messages": [
                "Lang",
            ],
            "model.quantity": [
                "Kind",
                "Quantity",
                "Sign",
            ],
            "model.second_opinion": [
                "SecondLine",
                "SecondOpinion",
            ],
            "model.spec": [
                "Clause",
                "Spec",
                "SpecHead",
            ],
            "model.workshop": [
                "Comparison",
                "Requirement",
                "GradePath",
                "WhatIf",
            ],
            "rules.tree": [
                "Assumption",
            ],
            "scoring": [
                "precheck_card",
                "review_batch",
                "review_card",
                "score",
                "second_opinion",
            ],
            "sentences": [
                "card_document",
                "explain",
                "failure_document",
                "form_document",
                "hint",
                "message",
            ],
            "speclib.catalog": [
                "CatalogEntry",
            ],
            "values": [
                "Span",
            ],
            "writers": [
                "rows",
            ],
        },
    )

__version__ = "0.1.0"

__all__ = [
    "Assumption",
    "Budget",
    "CatalogEntry",
    "Cause",
    "ChosenSpec",
    "Clause",
    "Code",
    "Comparison",
    "Excluded",
    "Explanation",
    "Failure",
    "Finding",
    "Findings",
    "Form",
    "GradePath",
    "InputError",
    "Interval",
    "InvalidSpec",
    "Judged",
    "Kind",
    "Lang",
    "Library",
    "LineOfCard",
    "MissingExtra",
    "MoneyRow",
    "NoFittingSpec",
    "NoSuchRow",
    "NoSuchSpec",
    "Number",
    "PerfRulesError",
    "Quantity",
    "Ranged",
    "Requirement",
    "Reviewed",
    "Row",
    "Scorecard",
    "Scored",
    "SecondLine",
    "SecondOpinion",
    "Section",
    "Severity",
    "Sign",
    "Span",
    "Spec",
    "SpecHead",
    "UnreadableForm",
    "Unscored",
    "WhatIf",
    "Where",
    "__version__",
    "assess",
    "card_document",
    "choose_spec",
    "compare",
    "explain",
    "failure_document",
    "form_document",
    "form_from",
    "hint",
    "load_spec",
    "message",
    "precheck_card",
    "read_form",
    "read_forms",
    "refresh",
    "resolve_spec",
    "review_batch",
    "review_card",
    "rows",
    "score",
    "second_opinion",
    "spec_from",
    "specs",
    "what_if",
    "with_inputs",
    "write_form",
]

if "IPython" in sys.modules:
    from perfrules import notebook

    notebook.register()
