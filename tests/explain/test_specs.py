"""A spec as a document for people."""

import pytest

import perfrules
from perfrules import workshop
from tests.speclib.test_rule_sets import part_spec
from tests.support import SHIPPED, SMALL, small


def test_a_spec_with_a_rounded_scale_and_one_without_assumptions_are_documents(tmp_path):
    spec = perfrules.load_spec(part_spec("grade-integers", tmp_path))
    assert "四舍五入" in workshop.spec_document(spec)
    assert "假设（条文未写明）" not in workshop.spec_document(perfrules.load_spec(SMALL))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path", SHIPPED, ids=lambda path: "-".join(path.with_suffix("").parts[-3:])
)
def test_every_spec_can_be_read_as_a_document(path, lang):
    spec = perfrules.load_spec(path)
    page = workshop.spec_document(spec, lang)
    html = workshop.spec_document(spec, lang, "html")
    assert page.startswith("# ")
    assert html.startswith("<!doctype html>")
    assert "http-equiv" not in html
    assert "src=" not in html
    for clause in spec.clauses.values():
        assert clause.place.replace("*", "\\*")[:4] in page
    for assumption in spec.assumptions:
        assert assumption.text[:6] in html.replace("&quot;", '"').replace("&lt;", "<").replace(
            "&gt;", ">"
        )
    if spec.head.by_name or spec.head.excerpt:
        assert "<p class=warning>" in html


def test_a_rule_without_a_basis_of_its_own_is_read_too(tmp_path):
    # 行内写的规则可以只靠所在行的依据
    cited = "use: up, cite: note1}"
    inline = "use: {of: actual, steps: {..<target: 0, target..: weight}}, cite: note1}\n  - "
    entry = "{id: other, kind: positive, when: {kind: quantity, level2: 成本}, "
    path = small(tmp_path, ("rows:\n  - ", f"rows:\n  - {entry}{inline}"))
    assert cited in path.read_text("utf-8")
    page = workshop.spec_document(perfrules.load_spec(path))
    assert "| 实际完成值 小于 年度指标值 | 0 |" in page
