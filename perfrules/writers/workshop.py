"""What the workshop found, as plain data for JSON; numbers are exact text."""

from collections.abc import Sequence
from typing import Any

from perfrules.findings import Finding
from perfrules.model.messages import Lang, Messages
from perfrules.model.spec import Spec, SpecHead
from perfrules.model.workshop import (
    Comparison,
    Difference,
    GradePath,
    Move,
    Reason,
    Requirement,
    Trial,
    WhatIf,
)
from perfrules.values import PLACES, as_text, points_text
from perfrules.writers.json import findings_document

MOVES = {Move.MORE: "more", Move.LESS: "less", Move.NONE: "as is"}


def spec_head_document(head: SpecHead, path: str) -> dict[str, Any]:
    """Return what a spec is, and where its file is, as plain data."""
    return {
        "id": head.id,
        "fiscal_year": head.fiscal_year,
        "version": head.version,
        "kind": head.kind,
        "title": head.title,
        "places": list(head.places),
        "trial": head.trial,
        "by_name": head.by_name,
        "excerpt": head.excerpt,
        "path": path,
    }


def check_document(
    spec: Spec, found: Sequence[Finding], messages: Messages, lang: Lang
) -> dict[str, Any]:
    """Return that a spec is sound, and what a careful reader would ask, as plain data."""
    return {
        "schema": "perfrules/spec-check/1",
        "spec": f"{spec.id}@{spec.version}",
        "digest": spec.digest,
        "examples": len(spec.examples),
        "findings": findings_document(messages.policy.judged(found), messages, lang),
    }


def trial_document(trial: Trial) -> dict[str, Any]:
    """Return how well a spec's examples hold it, as plain data."""
    return {
        "schema": "perfrules/spec-test/1",
        "spec": f"{trial.spec.id}@{trial.spec.version}",
        "digest": trial.spec.digest,
        "examples": trial.examples,
        "touches": [
            {"path": t.path, "edge": t.edge, "side": t.side, "done": t.done}
            for t in trial.coverage.touches
        ],
        "mutants": [
            {"path": m.path, "change": m.change, "detail": m.detail, "caught": m.caught}
            for m in trial.mutants
        ],
        "holds": trial.holds,
    }


def diff_document(one: str, two: str, found: tuple[Difference, ...]) -> dict[str, Any]:
    """Return what changed between two specs, as plain data."""

    def reason(why: Reason) -> dict[str, Any]:
        return {"quotes": list(why.quotes), "assume": why.assume}

    changes = [
        {
            "path": d.path,
            "old": d.old,
            "new": d.new,
            "old_basis": reason(d.was),
            "new_basis": reason(d.now),
        }
        for d in found
    ]
    return {"schema": "perfrules/spec-diff/1", "one": one, "two": two, "changes": changes}


def comparison_document(found: Comparison) -> dict[str, Any]:
    """Return a form under two specs, as plain data; all points are text, exact."""

    def ends(one: Any) -> dict[str, str | None]:
        settled = None if one.settled is None else as_text(one.settled, PLACES)
        return {"low": points_text(one.low), "high": points_text(one.high), "settled": settled}

    low, high = found.difference
    return {
        "schema": "perfrules/comparison/1",
        "form": found.one.form.source,
        "one": {"spec": found.one.spec.name, "digest": found.one.spec.digest},
        "two": {"spec": found.two.spec.name, "digest": found.two.spec.digest},
        "lines": [
            {"id": pair.one.id, "name": pair.one.name, "one": ends(pair.one), "two": ends(pair.two)}
            for pair in found.pairs
        ],
        "total": {"one": ends(found.one.whole), "two": ends(found.two.whole)},
        "grade": {"one": found.one.grade, "two": found.two.grade},
        "difference": {"low": as_text(low), "high": as_text(high)},
        "parts": [
            {
                "spec": part.spec,
                "amendments": list(part.ids),
                "low": as_text(part.low),
                "high": as_text(part.high),
            }
            for part in found.parts
        ],
    }


def what_if_document(found: WhatIf) -> dict[str, Any]:
    """Return what it would take, as plain data; numbers are exact text."""
    return {
        "schema": "perfrules/what-if/1",
        "form": found.card.form.source,
        "spec": found.card.spec.name,
        "full": [
            {"id": line.id, "name": line.name, "want": _requirement_json(want) if want else None}
            for line, want in found.full
        ],
        "ways": [_path_json(way) for way in found.ways],
    }


def _path_json(way: GradePath) -> dict[str, Any]:
    return {
        "grade": way.grade,
        "total": as_text(way.total),
        "rows": [{"id": want.line.id, **_requirement_json(want)} for want in way.wants],
    }


def _requirement_json(want: Requirement) -> dict[str, Any]:
    value = want.value
    return {
        "name": want.name,
        "points": as_text(want.points),
        "now": as_text(want.now / want.scale),
        "value": None if value is None else as_text(value / want.scale),
        "attained": want.attained,
        "direction": MOVES[want.beyond],
        "unit": want.unit,
        "printed": want.printed,
    }
