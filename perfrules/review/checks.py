"""The table of all checks on a form, and the running of those of a stage."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from perfrules.findings import Case, Code, Finding
from perfrules.model.card import Scorecard
from perfrules.review import (
    claims,
    costs,
    duplicates,
    goals,
    head,
    money,
    names,
    notes,
    sections,
    targets,
    totals,
    weights,
)
from perfrules.review.catalogue import as_check
from perfrules.review.subjects import FormSubject
from perfrules.review.support import Check, Stage

if TYPE_CHECKING:
    from perfrules.model.vocabulary.review import ReviewWords

CHECKS: tuple[Check[FormSubject, Any], ...] = (
    *targets.CHECKS,
    *claims.CHECKS,
    *weights.CHECKS,
    *sections.CHECKS,
    *money.CHECKS,
    *costs.CHECKS,
    *totals.CHECKS,
    *head.CHECKS,
    *notes.CHECKS,
    *goals.CHECKS,
    *names.CHECKS,
    *duplicates.CHECKS,
)
"""All checks on a form that are functions; those that are data come with the words."""

BY_DIRECTION = (Code.FULL_MARKS_THOUGH_MISSED, Code.CLAIM_DIFFERS)
"""Findings that depend on the direction of the target."""

OF_STAGE = {stage: tuple(c for c in CHECKS if stage in c.stages) for stage in Stage}

NOTICED_BEFORE = ("PR1", "PR2")
"""How the codes of reading and binding begin: a form is read in the same way at any time."""
NOTICED_ELSEWHERE = frozenset({Code.NO_WEIGHT, Code.NOT_ASKED})
"""Codes of scoring and of the command line that are about the plan."""


def run_checks(
    card: Scorecard, stage: Stage, words: "Callable[[], ReviewWords]"
) -> tuple[Finding, ...]:
    """
    Return what the checks of one stage find, check by check in the order of the form.

    Args:
        card: from the engine.
        stage: of a precheck only those checks are made that were not made with the score.
        words: returns the words of the review; never called for a score.
    """
    form = FormSubject(card, words)
    checks = [check for check in OF_STAGE[stage] if stage is Stage.SCORE or not _is_scored(check)]
    if stage is not Stage.SCORE:
        of_rows = (*form.words.checks, *card.spec.own_checks)
        made = (as_check(data, card.spec.check(data.code).beyond) for data in of_rows)
        checks += [check for check in made if stage in check.stages]
    return tuple(finding for check in checks for finding in check.findings(form))


def _is_scored(check: Check[FormSubject, Any]) -> bool:
    return Stage.SCORE in check.stages


def is_about_the_plan(code: Code, words: "ReviewWords") -> bool:
    """Return whether findings of a code can be made before anything was done."""
    planned = {check.code for check in OF_STAGE[Stage.PRECHECK]}
    planned |= {check.code for check in words.checks if check.precheck}
    return code in planned | NOTICED_ELSEWHERE or code.startswith(NOTICED_BEFORE)


def in_doubt(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """
    Return findings; those that depend on a doubtful direction say so.

    Where the direction of a target looks upside down or is missing, the score that the rules
    give may be the wrong one, and the claim the right one.
    """
    findings = tuple(findings)
    doubtful = {finding.row for finding in findings if finding.code is Code.DIRECTION_DOUBTFUL}
    return tuple(
        replace(finding, case=Case.DOUBTFUL)
        if finding.code in BY_DIRECTION and finding.row in doubtful
        else finding
        for finding in findings
    )
