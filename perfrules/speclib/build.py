"""From a resolved document to an immutable `Spec`, with everything checked that a schema cannot."""

from collections.abc import Mapping

from perfrules.documents import Entries
from perfrules.findings import Finding, Severity
from perfrules.model.spec import Spec
from perfrules.speclib.examples import Run, examples, run_examples
from perfrules.speclib.inputs import inputs
from perfrules.speclib.notices import Notices
from perfrules.speclib.rules import RuleBuilder, rules
from perfrules.speclib.scales import roundings, scales
from perfrules.speclib.tree import Malformed, child, is_true, text, texts
from perfrules.speclib.users import Users
from perfrules.speclib.wholes import Wholes

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
    rounded, scaled, asked = roundings(notices), scales(notices), inputs(notices)
    builder = RuleBuilder(notices, rounded, scaled, asked)
    ruled = rules(notices, builder)
    users, wholes = Users(notices, builder, ruled), Wholes(notices, builder)
    rows, groups = tuple(users.row_entries()), tuple(users.group_list())
    wholes.check_excerpt()
    total, weight = wholes.total()
    wholes.check_weights(groups, weight)
    grade, grade_basis = wholes.grade(weight)
    ceiling, inapplicable = wholes.ceiling(grade, asked), wholes.inapplicable()
    checks, repeats = wholes.checks(severities), wholes.repeats()
    placed = examples(notices, users, rows=rows, groups=groups, total=total)
    users.check_rules_used()
    if "points" not in rounded:
        raise Malformed
    run_examples(notices, placed, run, rounded["points"].rounding, ceiling)
    own = {code: check.severity for code, check in checks.items() if check.severity}
    by_name, excerpt = child(tree, "by_name"), child(tree, "excerpt")
    return Spec(
        id=text(child(tree, "id")),
        fiscal_year=int(notices.number(child(tree, "fiscal_year"))),
        version=text(child(tree, "version")),
        kind=text(child(tree, "kind")),
        title=text(child(tree, "title")),
        places=texts(child(tree, "places")),
        trial=is_true(child(tree, "trial")),
        by_name=text(by_name) if by_name else None,
        excerpt=text(excerpt) if excerpt else None,
        language=LANGUAGE,
        digest=digest,
        clauses=notices.clauses,
        assumptions=tuple(notices.assumptions),
        scales=scaled,
        inputs=asked,
        rules=ruled,
        rows=rows,
        groups=groups,
        inapplicable=inapplicable,
        total=total,
        weight=weight,
        grade=grade,
        grade_basis=grade_basis,
        ceiling=ceiling,
        points=rounded["points"],
        top_tier=repeats,
        checks=checks,
        own_checks=tuple(wholes.own_checks()),
        severities={**severities, **own},
        examples=tuple(example for example, _ in placed),
    )
