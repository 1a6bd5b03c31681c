"""Explanations as a page: one paragraph a line of the scorecard."""

from collections.abc import Sequence

from perfrules.model.card import Scorecard
from perfrules.model.explanation import Explanation
from perfrules.model.messages import Words
from perfrules.model.page import Block, Heading, Page, paragraph


def explanation_page(card: Scorecard, explanations: Sequence[Explanation], words: Words) -> Page:
    """Return explanations as a page; the one that a reader asks for needs no heading."""
    form, spec = card.form, card.spec
    title = words.say("explain.title", form=form.title or form.source, spec=spec.name)
    head: list[Block] = [Heading(1, title)] if len(explanations) > 1 else []
    return Page(title, words.lang, (*head, *(paragraph(one.text) for one in explanations)))
