"""From a resolved document to an immutable `Spec`, with everything checked that a schema cannot."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from perfrules import resources
from perfrules.documents import Entries
from perfrules.findings import Code, Finding, Policy, case_key
from perfrules.model.checks import RowCheck
from perfrules.model.spec import Ceiling, CheckSetting, Group, Source, Spec
from perfrules.rules.tree import Basis, Input, Rule, Scale
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


def _assembled(diagnostics: Diagnostics, source: Source, *, is_proven: bool) -> Spec:
    # The order matters: assumptions are kept as they are read, and examples use rules too.
    rounded, scaled, asked = roundings(diagnostics), scales(diagnostics), inputs(diagnostics)
    builder = RuleBuilder(diagnostics, rounded, scaled, asked)
    ruled = rules(diagnostics, builder)
    assignments = AssignmentBuilder(diagnostics, builder, ruled)
    whole, checking = TotalBuilder(diagnostics, builder), CheckBuilder(diagnostics, scaled)
    rows, groups = tuple(assignments.row_entries()), tuple(assignments.group_list())
    total, weight, grade, grade_basis, ceiling = _total_parts(whole, groups, asked)
    inapplicable, checks, repeats = checking.inapplicable(), checking.checks(), checking.repeats()
    placed = examples(diagnostics, assignments, rows=rows, groups=groups, total=total)
    assignments.check_rules_used()
    if "points" not in rounded:
        raise Malformed
    run_examples(diagnostics, () if is_proven else placed, rounded["points"].rounding, ceiling)
    own_checks = tuple(checking.own_checks())
    return Spec(
        head=head(diagnostics.tree),
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


TotalParts = tuple[Rule | None, Fraction | None, Scale | None, Basis, Ceiling | None]
"""How lines become a total, its points, the scale it is spoken in, why, and what limits it."""


def _total_parts(
    whole: TotalBuilder, groups: Sequence[Group], asked: Mapping[str, Input]
) -> TotalParts:
    whole.check_excerpt()
    total, weight = whole.total()
    whole.check_weights(groups, weight)
    grade, grade_basis = whole.grade(weight)
    return total, weight, grade, grade_basis, whole.ceiling(grade, asked)


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
