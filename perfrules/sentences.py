"""What people read of a result: sentences, and documents with sentences in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfrules import resources
from perfrules.model.messages import Lang

if TYPE_CHECKING:
    from perfrules.findings import Finding
    from perfrules.model.card import Scorecard
    from perfrules.model.explanation import Explanation
    from perfrules.model.failure import Failure
    from perfrules.model.form import Form


def explain(card: Scorecard, lang: Lang | str = Lang.ZH) -> tuple[Explanation, ...]:
    """
    Explain each line of a scorecard in one paragraph that a clerk could paste.

    Args:
        card: from `score`.
        lang: ``zh`` or ``en``.
    """
    from perfrules.explain import explain as explained

    return explained(card, resources.messages(), Lang(lang))


def message(finding: Finding, lang: Lang | str = Lang.ZH) -> str:
    """Return the sentence of a finding: what is the matter, in ``zh`` or ``en``."""
    return resources.messages().message(finding, Lang(lang))


def hint(finding: Finding, lang: Lang | str = Lang.ZH) -> str:
    """Return what would repair a finding, in ``zh`` or ``en``."""
    return resources.messages().hint(finding, Lang(lang))


def card_document(card: Scorecard, lang: Lang | str = Lang.ZH) -> dict[str, Any]:
    """
    Return a scorecard as plain data for JSON.

    Returns:
        what ``schemas/scorecard.schema.json`` describes; points are decimal text, sentences are
        in *lang*.
    """
    from perfrules.writers import scorecard_document

    return scorecard_document(card, explain(card, lang), resources.messages(), Lang(lang))


def form_document(form: Form, lang: Lang | str = Lang.ZH) -> dict[str, Any]:
    """
    Return a form as plain data for JSON; `form_from` reads it back.

    Returns:
        what ``schemas/form.schema.json`` describes; the sentences of its findings are in *lang*.
    """
    from perfrules.binding import to_document
    from perfrules.writers import findings_document

    messages = resources.messages()
    found = findings_document(messages.policy.judged(form.findings), messages, Lang(lang))
    return {**to_document(form), "findings": found}


def failure_document(failure: Failure, lang: Lang | str = Lang.ZH) -> dict[str, Any]:
    """Return as plain data for JSON why a form is not scored; sentences are in *lang*."""
    from perfrules.writers import failure_document as document

    return document(failure.where.source, failure.findings, resources.messages(), Lang(lang))
