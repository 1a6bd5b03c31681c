"""From a resolved document to an immutable `Spec`, with everything checked that a schema cannot."""

from collections.abc import Mapping

from perfrules.documents import Entries
from perfrules.findings import Finding, Severity
from perfrules.model.spec import Spec
from perfrules.speclib.examples import Run, examples, run_examples
from perfrules.speclib.notices import Notices
from perfrules.speclib.rules import rules
from perfrules.speclib.scales import roundings, scales
from perfrules.speclib.tree import Malformed, child, is_true, text, texts
from perfrules.speclib.users import Users

LANGUAGE = 1
"""The version of the spec language that this library reads."""


def build(
    tree: Entries, *, digest: str, severities: Mapping[str, Severity], run: Run
) -> tuple[Spec | None, list[Finding]]:
    """
    Build a spec from its resolved tree.

    Args:
        tree: what the schema has checked; parts that it refused are skipped.
        digest: of the tree's content.
        severities: how bad each finding code is by default.
        run: the engine's `outcome`, for the examples.

    Returns:
        the spec, or ``None`` where a part is missing; and all that is wrong.
    """
    notices = Notices(tree)
    spec = None
    with notices.part(tree.where):
        spec = _assembled(notices, digest, severities, run)
    return spec, notices.findings


def _assembled(notices: Notices, digest: str, severities: Mapping[str, Severity], run: Run) -> Spec:
    tree = notices.tree
    rounded, scaled = roundings(notices), scales(notices)
    ruled = rules(notices, rounded, scaled)
    users = Users(notices, rounded, scaled, ruled)
    rows, groups = tuple(users.row_entries()), tuple(users.group_list())
    total, weight = users.total()
    users.check_weights(groups, weight)
    grade, grade_basis = users.grade(weight)
    checks, repeats = users.checks(severities), users.repeats()
    placed = examples(notices, users)
    users.check_rules_used()
    if "points" not in rounded:
        raise Malformed
    run_examples(notices, placed, scaled, run, rounded["points"].rounding)
    own = {code: check.severity for code, check in checks.items() if check.severity}
    return Spec(
        id=text(child(tree, "id")),
        fiscal_year=int(notices.number(child(tree, "fiscal_year"))),
        version=text(child(tree, "version")),
        kind=text(child(tree, "kind")),
        title=text(child(tree, "title")),
        places=texts(child(tree, "places")),
        trial=is_true(child(tree, "trial")),
        language=LANGUAGE,
        digest=digest,
        clauses=notices.clauses,
        assumptions=tuple(notices.assumptions),
        scales=scaled,
        rules=ruled,
        rows=rows,
        groups=groups,
        total=total,
        weight=weight,
        grade=grade,
        grade_basis=grade_basis,
        points=rounded["points"],
        top_tier=repeats,
        checks=checks,
        severities={**severities, **own},
        examples=tuple(example for example, _ in placed),
    )
