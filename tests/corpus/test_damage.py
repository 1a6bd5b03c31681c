"""
Published forms as text that lost blank cells, in every way that was seen: put right, or told.

The workbook of each form is laid out as text, and one row after the other is damaged.
"""

from collections import defaultdict

import pytest

import perfrules
from perfrules import readers
from perfrules.findings import UnreadableForm
from tests.corpus.test_truth import FORMS, SHARES, bound_rows, plain, truth, wanted_rows

pytestmark = pytest.mark.slow

BOOKS = sorted(path for path in FORMS.glob("*/form.xlsx") if path.parent.name[0].isdigit())
KEY = ("name", "target", "actual", "weight", "claimed")
LEAST = 0.95
"""Share of rows of damaged texts that are right, as the issue asks for."""


def lines(path):
    """Return a workbook as rows of texts, those that a merged cell covers blank."""
    grid = max(readers.grids(readers.opened(path)), key=lambda grid: len(grid.rows))
    seen, width = set(), max(map(len, grid.rows))
    for row in grid.rows:
        line = []
        for cell in row:
            line.append("" if cell.spot in seen else " ".join(cell.text.split()))
            seen.add(cell.spot)
        yield line + [""] * (width - len(line))


def stripped(line):
    filled = [number for number, text in enumerate(line) if text]
    return line[: filled[-1] + 1] if filled else []


def damaged(rows, first, last):
    """Yield the kind of damage, the line that has it, and all lines."""
    for at in range(first, last + 1):
        row, rest = rows[at], rows[at + 1 :]
        blank = next((number for number, text in enumerate(row) if text), 0)
        full = [text for text in row if text]
        for columns in range(1, min(blank, 3) + 1):
            moved = row[columns:] + [""] * columns
            yield "slid-left", at, [*rows[:at], moved, *rest]
        if len(full) < len(row):
            yield "blanks-dropped", at, [*rows[:at], full, *rest]
        if at < last:
            yield "rows-run-on", at, [*rows[:at], row + rows[at + 1], *rest[1:]]
            yield "rows-run-on", at, [*rows[:at], stripped(row) + rows[at + 1], *rest[1:]]


def keys(rows):
    return [tuple(row[field] for field in KEY) for row in rows]


def told_at(findings, at):
    """Tell whether something is said of a line (or of its row)."""
    return any(finding.where.spot.startswith(f"{at + 1}:") for finding in findings)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.parent.name)
def test_a_damaged_row_is_right_or_told(path, tmp_path):
    wanted = keys(wanted_rows(truth(path)))
    rows = list(lines(path))
    names = {row[0] for row in wanted}
    at = [number for number, row in enumerate(rows) if names & set(map(plain, row))]
    text = tmp_path / "form.txt"
    shares = defaultdict(lambda: [0, 0])
    for kind, place, made in damaged(rows, min(at), max(at)):
        text.write_text("\n".join("\t".join(row) for row in made), "utf-8")
        try:
            form = perfrules.read_form(text)
        except UnreadableForm:
            pytest.fail(f"{kind} of line {place + 1} made the whole form unreadable")
        bound = keys(bound_rows(form))
        lost = [row for row in wanted if row not in bound]
        wrong = [row for row in bound if row not in wanted]
        assert not (lost or wrong) or told_at(form.findings, place), (kind, place, lost, wrong)
        shares[kind][0] += len(wanted) - len(lost)
        shares[kind][1] += len(wanted)
    for kind, (right, total) in shares.items():
        SHARES[path.parent / kind] = (right, total)
        assert right >= LEAST * total, kind


def table(tmp_path, row, foot=""):
    text = "项目支出绩效自评表\n(2023年度)\n单位名称\t某局\n"
    text += "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因\n"
    text += "产出指标(40分)\t数量指标\t培训人数\t≥20人\t20人\t30\t30\t\n"
    path = tmp_path / "form.txt"
    path.write_text(text + row + "\n" + foot, "utf-8")
    return perfrules.read_form(path)


def texts(row):
    return (row.target.text, row.actual.text, row.weight.text, row.claimed.text)


def test_a_lost_actual_is_told_and_neither_reading_taken_where_nothing_decides(tmp_path):
    form = table(tmp_path, "效益指标\t\t收入\t≥5元\t10\t10\t\t")
    assert texts(form.rows[1]) == ("≥5元", "", "10", None)
    (told,) = [finding for finding in form.findings if finding.code == "PR216"]
    assert told.params["one"] == "≥5元 | — | 10 | 10"
    assert told.params["two"] == "≥5元 | 10 | 10 | —"
    assert told.where.spot == "6:3"


def test_the_points_of_a_caption_decide(tmp_path):
    form = table(tmp_path, "\t\t培训次数\t≥5次\t10\t8\t\t")
    assert texts(form.rows[1]) == ("≥5次", "", "10", "8")
    (told,) = [finding for finding in form.findings if finding.code == "PR201"]
    assert told.params["confidence"] == "sums"
    assert "合计" in perfrules.message(told, "zh")


def test_the_total_decides(tmp_path):
    row, foot = "效益指标\t\t收入\t≥5元\t10\t10\t\t", "总分\t\t\t\t\t40\t40\t\n"
    assert texts(table(tmp_path, row, foot).rows[1]) == ("≥5元", "", "10", "10")


def test_a_repair_tells_its_cells_and_how_sure_it_is(tmp_path):
    form = table(tmp_path, "\t培训合格率\t≥95%\t96%\t10\t10\t\t")
    (told,) = [finding for finding in form.findings if finding.code == "PR201"]
    assert (told.params["confidence"], told.params["columns"]) == ("high", "1")
    assert told.params["cells"] == "6:2 6:3 6:4 6:5 6:6"
    document = perfrules.form_document(form, "en")
    (said,) = [one for one in document["findings"] if one["code"] == "PR201"]
    assert said["params"]["confidence"] == "high"


def test_a_row_of_a_ruled_table_is_not_moved_for_a_doubt(tmp_path):
    path = tmp_path / "form.csv"
    head = "项目支出绩效自评表,,,,,,,\n(2023年度),,,,,,,\n单位名称,某局,,,,,,\n"
    titles = "一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因\n"
    rows = "产出指标,数量,培训人数,≥20人,20人,80,80,\n,,培训次数,≥5次,10,10,,\n"
    path.write_text(head + titles + rows, "utf-8")
    form = perfrules.read_form(path)
    assert texts(form.rows[1]) == ("≥5次", "10", "10", None)
    assert "PR216" not in {finding.code for finding in form.findings}


def test_many_joined_lines_are_put_apart_up_to_a_limit(tmp_path):
    row = "产出指标\t数量\t培训{}\t≥20人\t20人\t1\t1\t"
    joined = "\n".join(row.format(n) + "\t" * 2 + row.format(f"{n}b") for n in range(70))
    form = table(tmp_path, joined)
    left = [finding for finding in form.findings if finding.code in ("PR210", "PR218")]
    assert len(form.rows) == 1 + 2 * 50 + 20
    assert len(left) == 20
