"""From a resolved document to an immutable `Spec`, with everything checked that a schema cannot."""

from collections.abc import Mapping

from perfrules.documents import Entries
from perfrules.findings import Code, Finding, Severity
from perfrules.model.spec import Spec
from perfrules.speclib.build.assignments import AssignmentBuilder
from perfrules.speclib.build.checks import CheckBuilder
from perfrules.speclib.build.diagnostics import Diagnostics
from perfrules.speclib.build.examples import Run, examples, run_examples
from perfrules.speclib.build.inputs import inputs
from perfrules.speclib.build.rules import RuleBuilder, rules
from perfrules.speclib.build.scales import roundings, scales
from perfrules.speclib.build.total import TotalBuilder
from perfrules.speclib.nodes import Malformed, child, is_true, text, texts

LANGUAGE = 1
"""The version of the spec language that this library reads."""


def build(
    tree: Entries, *, digest: str, severities: Mapping[Code, Severity], run: Run | None
) -> tuple[Spec | None, list[Finding]]:
    """
    Build a spec from its resolved tree.

    Args:
        tree: what the schema has checked; parts that it refused are skipped.
        digest: of the tree's content.
        severities: how bad each finding code is by default.
        run: the engine's `outcome`, for the examples; ``None`` leaves them unproven.

    Returns:
        the spec, or ``None`` where a part is missing; and all that is wrong.
    """
    diagnostics = Diagnostics(tree)
    spec = None
    with diagnostics.part(tree.where):
        spec = _assembled(diagnostics, digest, severities, run)
    return spec, diagnostics.findings


def _assembled(
    diagnostics: Diagnostics, digest: str, severities: Mapping[Code, Severity], run: Run | None
) -> Spec:
    tree = diagnostics.tree
    rounded, scaled, asked = roundings(diagnostics), scales(diagnostics), inputs(diagnostics)
    builder = RuleBuilder(diagnostics, rounded, scaled, asked)
    ruled = rules(diagnostics, builder)
    assignments = AssignmentBuilder(diagnostics, builder, ruled)
    whole, checking = TotalBuilder(diagnostics, builder), CheckBuilder(diagnostics, scaled)
    rows, groups = tuple(assignments.row_entries()), tuple(assignments.group_list())
    whole.check_excerpt()
    total, weight = whole.total()
    whole.check_weights(groups, weight)
    grade, grade_basis = whole.grade(weight)
    ceiling, inapplicable = whole.ceiling(grade, asked), checking.inapplicable()
    checks, repeats = checking.checks(), checking.repeats()
    placed = examples(diagnostics, assignments, rows=rows, groups=groups, total=total)
    assignments.check_rules_used()
    if "points" not in rounded:
        raise Malformed
    if run is not None:
        run_examples(diagnostics, placed, run, rounded["points"].rounding, ceiling)
    own = {code: check.severity for code, check in checks.items() if check.severity}
    by_name, excerpt = child(tree, "by_name"), child(tree, "excerpt")
    return Spec(
        id=text(child(tree, "id")),
        fiscal_year=int(diagnostics.number(child(tree, "fiscal_year"))),
        version=text(child(tree, "version")),
        kind=text(child(tree, "kind")),
        title=text(child(tree, "title")),
        places=texts(child(tree, "places")),
        trial=is_true(child(tree, "trial")),
        by_name=text(by_name) if by_name else None,
        excerpt=text(excerpt) if excerpt else None,
        language=LANGUAGE,
        digest=digest,
        clauses=diagnostics.clauses,
        assumptions=tuple(diagnostics.assumptions),
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
        own_checks=tuple(checking.own_checks()),
        severities={**severities, **own},
        examples=tuple(example for example, _ in placed),
    )
