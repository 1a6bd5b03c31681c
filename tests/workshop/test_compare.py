"""A form under two specs."""

from fractions import Fraction

import perfrules
from perfrules import workshop
from tests.support import FOUNDING, PARTLY


def test_the_difference_is_split_by_amendment(tmp_path):
    path = tmp_path / "2030.yaml"
    text = workshop.new_spec(FOUNDING, 2030)
    ops = """\
amend:
  - id: execution-half
    cite: notice-2030.1
    ops:
      - {set: rules/execution/line/100%, was: weight, to: weight - 1}
  - id: half-of-a-pair
    cite: notice-2030.1
    ops:
      - {set: scales/tier/partial/span, was: 50%..<80%, to: 60%..<80%}
  - id: other-half
    cite: notice-2030.1
    ops:
      - {set: scales/tier/unmet/span, was: 0%..<50%, to: 0%..<60%}
EXAMPLES"""
    changed = {
        "nothing-spent": None,
        "spent-59.995": (6, "5.4"),
        "spent-99.995": (10, 9),
        "all-spent": (10, 9),
        "overspent": (10, 9),
        "tier-partial": ("5..<8", "6..<8"),
        "tier-unmet": ("0..<5", "0..<6"),
    }
    lines = [
        f"      - {{set: examples/{id_}/points, was: {pair[0]}, to: {pair[1]}}}"
        for id_, pair in changed.items()
        if pair
    ]
    lines.append(
        "      - {set: examples/share-50/label, was: 部分达成预期指标并具有一定效果, "
        "to: 未达成预期指标且效果较差}"
    )
    head = text.split("amend:")[0]
    path.write_text(head + ops.replace("EXAMPLES", "\n".join(lines)) + "\n", encoding="utf-8")
    found = perfrules.compare(perfrules.read_form(PARTLY), FOUNDING, path)
    assert [part.ids for part in found.parts] == [
        ("execution-half",),
        ("half-of-a-pair", "other-half"),
    ]
    assert [(part.low, part.high) for part in found.parts] == [
        (Fraction("-0.95"), Fraction("-0.95")),
        (2, 0),
    ]
    assert (sum(p.low for p in found.parts), sum(p.high for p in found.parts)) == found.difference
    assert [pair.one.name for pair in found.pairs if not pair.is_same] == [
        "预算资金执行率",
        "业务能力提升",
    ]


def test_specs_that_do_not_extend_each_other_are_compared_without_a_split():
    one, two = FOUNDING, "cn-hb/department@2020"
    found = perfrules.compare(perfrules.read_form(PARTLY), one, two)
    assert found.parts == ()
    assert found.pairs[0].two.low == 19
    assert perfrules.compare(perfrules.read_form(PARTLY), one, one).parts == ()
