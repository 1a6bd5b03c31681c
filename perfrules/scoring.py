"""One form, scored and reviewed: the engine's lines with the findings of all rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from perfrules import engine, resources, review
from perfrules.findings import Code, Finding, Findings

if TYPE_CHECKING:
    from perfrules.model.card import Scorecard
    from perfrules.model.form import Form
    from perfrules.model.second_opinion import SecondOpinion
    from perfrules.model.spec import Spec

NAMED = "named"
"""Why a form is scored by a spec that somebody named."""


def score(form: Form, spec: Spec | tuple[Spec, str], *, chosen_by: str = NAMED) -> Scorecard:
    """
    Score a form by a spec, and compare what the form claims.

    Args:
        form: from `read_form` or `form_from`.
        spec: from `load_spec`, or what `choose_spec` returned, with its evidence.
        chosen_by: why it is this spec; printed on the scorecard.

    Returns:
        lines, totals, grade and findings; the same for ever for the same form, digest of the
        spec, language version and digest of the vocabulary.

    Raises:
        TypeError: a name or a file where a value is asked for.
    """
    if isinstance(spec, tuple):
        spec, chosen_by = spec
    if isinstance(spec, str):
        raise TypeError("score takes a Spec; load it by its name with load_spec")
    if isinstance(form, str | bytes | Mapping):
        raise TypeError("score takes a Form; read a file with read_form, data with form_from")
    card = engine.score(form, spec)
    checked = review.run_checks(card, review.Stage.SCORE, resources.review_words)
    noticed = Findings((*form.findings, *card.findings, *checked, *not_asked(form, spec)))
    return replace(
        card,
        findings=noticed.once().heard(spec.policy),
        vocabulary=resources.vocabulary().digest,
        chosen_by=chosen_by,
    )


def not_asked(form: Form, *specs: Spec) -> Findings:
    """Report the answers that none of the specs asks for: a name may be misspelt."""
    known = dict.fromkeys(name for spec in specs for name in spec.inputs)
    given = dict.fromkeys((*form.inputs, *(name for row in form.rows for name in row.inputs)))
    names = [name for name in given if name not in known]
    if not names:
        return Findings()
    params = {
        "spec": ", ".join(spec.name for spec in specs),
        "names": ", ".join(names),
        "known": ", ".join(known) or "–",
    }
    return Findings((Finding(code=Code.NOT_ASKED, where=form.where(), params=params),))


def review_card(card: Scorecard) -> Scorecard:
    """
    Return a scorecard with everything that an auditor would flag, worst first.

    Args:
        card: from `score`.

    Returns:
        the same scores; `findings` grown by left-overs, doubles, odd targets and directions,
        reasons that say nothing and the like. Some are keyword heuristics, and say so.
    """
    more = review.run_checks(card, review.Stage.REVIEW, resources.review_words)
    found = Findings(review.in_doubt((*card.findings, *more)))
    policy = card.spec.policy
    return replace(card, findings=found.once().heard(policy).worst_first(policy))


def precheck_card(card: Scorecard) -> Scorecard:
    """
    Return a scorecard with what can be said before anything was done, worst first.

    Args:
        card: from `score`, mostly of a table of targets without actuals.

    Returns:
        its findings about weights, sections, directions, units and targets that nobody can
        measure; findings about actuals, claims and money are left out.
    """
    known, policy = resources.review_words(), card.spec.policy
    before = (one for one in card.findings if review.is_about_the_plan(one.code, known))
    more = review.run_checks(card, review.Stage.PRECHECK, resources.review_words)
    found = Findings((*before, *more))
    return replace(card, findings=found.once().heard(policy).worst_first(policy))


def second_opinion(
    card: Scorecard, reviewed: Form | None = None, spec: Spec | None = None
) -> SecondOpinion:
    """
    Compare a review (复核) with a form's own scores, and audit the reviewer too.

    Args:
        card: from `score`.
        reviewed: the reviewer's copy of the form; without one, the form's own columns of
            review (复核完成值, 复核得分, 偏离度, 备注) are taken.
        spec: the rules of the review, if they are others.

    Returns:
        score after review and deviation, line by line and in all; findings about the review.
    """
    known, rules = resources.review_words(), spec or card.spec
    other = score(review.as_reviewed(card.form, reviewed, known), rules)
    opinion = review.second_opinion(card, other, known)
    found = Findings(opinion.findings).once().heard(rules.policy)
    return replace(opinion, findings=found.worst_first(rules.policy))


def review_batch(cards: Sequence[Scorecard]) -> Findings:
    """Return what several forms show together: copies, one name with two meanings."""
    return Findings(review.check_batch(cards, resources.review_words()))
