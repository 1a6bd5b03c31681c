"""From a resolved document to an immutable `Spec`, with everything checked that a schema cannot."""

from collections.abc import Mapping, Sequence

from perfrules import resources
from perfrules.documents import Entries
from perfrules.findings import Code, Finding, Policy, case_key
from perfrules.model.checks import RowCheck
from perfrules.model.spec import CheckSetting, Source, Spec
from perfrules.speclib.build.assignments import AssignmentBuilder
from perfrules.speclib.build.checks import CheckBuilder
from perfrules.speclib.build.diagnostics import Diagnostics
from perfrules.speclib.build.examples import examples, run_examples
from perfrules.speclib.build.head import head
from perfrules.speclib.build.inputs import inputs
from perfrules.speclib.build.rules import RuleBuilder, rules
from perfrules.speclib.build.scales import roundings, scales
from perfrules.speclib.build.total import TotalBuilder
from perfrules.speclib.files import LANGUAGE
from perfrules.speclib.nodes import Malformed


def build(
    source: Source, tree: Entries, *, is_proven: bool = False
) -> tuple[Spec | None, list[Finding]]:
    """
    Build a spec from its resolved document.

    Args:
        source: the document that the spec keeps.
        tree: its resolved tree, with further examples; the schema has checked it, and parts
            that it refused are skipped.
        is_proven: whether its examples are known to pass, and are not run.

    Returns:
        the spec, or ``None`` where a part is missing; and all that is wrong.
    """
    diagnostics = Diagnostics(tree)
    spec = None
    with diagnostics.part(tree.where):
        spec = _assembled(diagnostics, source, is_proven=is_proven)
    return spec, diagnostics.findings


def _assembled(
    diagnostics: Diagnostics,
    source: Source,
    *,
    is_proven: bool,
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
    if not is_proven:
        run_examples(diagnostics, placed, rounded["points"].rounding, ceiling)
    own_checks = tuple(checking.own_checks())
    return Spec(
        head=head(tree),
        source=source,
        language=LANGUAGE,
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
        own_checks=own_checks,
        policy=_policy(checks, own_checks),
        examples=tuple(example for example, _ in placed),
    )


def _policy(checks: Mapping[Code, CheckSetting], own_checks: Sequence[RowCheck]) -> Policy:
    """Return how bad findings are by the catalogue, and by what the spec says otherwise."""
    said = {str(code): check.severity for code, check in checks.items() if check.severity}
    own = {
        case_key(check.code, case): severity
        for check in own_checks
        for case, severity in check.severities.items()
    }
    silent = frozenset(code for code, check in checks.items() if check.silent)
    return resources.messages().policy.amended({**said, **own}, silent)
