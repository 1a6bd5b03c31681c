"""What is odd about a spec."""

from perfrules import workshop
from tests.support import FOUNDING, SMALL, small


def linted(path):
    return {(f.code, f.where.spot) for f in workshop.lint_spec(path)}


def test_the_founding_spec_has_no_lint():
    assert workshop.lint_spec(FOUNDING) == ()


def test_labels_without_examples_are_told_at_their_place():
    spots = {spot for code, spot in linted(SMALL) if code == "PRL01"}
    assert "39:5" in spots  # rules/due


def test_rules_that_are_the_same_are_told(tmp_path):
    rule = "  due:\n    of: timing\n    steps: {in-time: weight, late: 0}\n    cite: note1\n"
    again = rule.replace("due", "due-again")
    use = "  - {id: date, kind: deadline, when: {kind: date}, use: due, cite: note1}\n"
    other = use.replace("id: date", "id: other").replace("kind: date}", "kind: blank}")
    path = small(
        tmp_path, (rule, rule + again), (use, use + other.replace("use: due", "use: due-again"))
    )
    told = [f for f in workshop.lint_spec(path) if f.code == "PRL02"]
    assert [(f.params["one"], f.params["two"]) for f in told] == [("due", "due-again")]


def test_an_assumption_without_a_reason_is_told(tmp_path):
    path = small(
        tmp_path,
        (
            "total: {value: sum(points), weight: 100, cite: note1}",
            "total: {value: sum(points), weight: 100, assume: 同上}",
        ),
    )
    assert "PRL03" in {code for code, _ in linted(path)}


def test_a_clause_that_nothing_cites_and_one_that_nobody_saw_are_told(tmp_path):
    path = small(
        tmp_path,
        (
            "note1: {place: 注1, quote: 总分100分}\n",
            "note1: {place: 注1, quote: 总分100分}\n      note2: {place: 注2, quote: 另注}\n",
        ),
        ("seen: words", "seen: memory"),
    )
    found = linted(path)
    assert ("PRL04", "15:7") in found
    assert {spot for code, spot in found if code == "PRL07"} == {"14:7", "15:7"}


def test_a_rule_that_can_leave_its_bounds_and_one_that_turns_round_are_told():
    land = workshop.lint_spec("cn-mnr/land@2020")
    assert [(f.code, f.params["rule"]) for f in land] == [("PRL05", "ratio")]
    manual = workshop.lint_spec("platform-manual/project@2022")
    assert [(f.code, f.params["at"]) for f in manual if f.code == "PRL06"] == [("PRL06", "130")]


def test_a_formula_that_is_upside_down_is_told(tmp_path):
    path = small(
        tmp_path,
        ("..<target: actual / target * weight", "..<target: (target - actual) / target * weight"),
        ("actual: 1, weight: 10}, points: 5", "actual: 1, weight: 10}, points: 5"),
    )
    assert "PRL06" in {code for code, _ in linted(path)}
