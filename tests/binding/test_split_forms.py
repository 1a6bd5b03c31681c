"""Several forms in one file: each is read, none is taken for another, none is lost silently."""

import io
import json

import pytest
import xlsxwriter
from click.testing import CliRunner

import perfrules
from perfrules.binding import bind_all
from perfrules.cli import main
from perfrules.findings import UnreadableForm
from perfrules.model.grid import Cell, Grid
from perfrules.resources import vocabulary
from tests.readers.test_formats import document, p, page, tc
from tests.reading import read, read_all
from tests.support import severity

HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
MONEY = ["资金来源", "年初预算数", "全年预算数", "全年执行数"]
SPEC = "cn-gz-qiannan/department@2023"


def form(name, title="项目支出绩效自评表", year="(2023年度)"):
    """Return the rows of a small form about the project *name*."""
    return [
        [title],
        [year],
        ["项目名称", name],
        ["实施单位", f"{name}局"],
        HEADER,
        ["产出指标", "数量", f"{name}次数", "≥20场", "25场", "90", "90"],
        ["总分", "", "", "", "", "100", "100"],
    ]


COVER = [["目录"], ["一、甲"], ["二、乙"]]
BLANK = [["项目支出绩效自评表"], HEADER]
MONEY_ONLY = [["项目资金"], MONEY, ["年度资金总额", "1", "1", "1"]]


def workbook(sheets, hidden=()):
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, line in enumerate(rows):
            sheet.write_row(row, 0, line)
        if name in hidden:
            sheet.hide()
    book.close()
    return data.getvalue()


def web(*tables):
    """Return a page: rows of one cell are paragraphs, longer ones rows of a table."""
    body = ""
    for rows in tables:
        for row in rows:
            cells = "".join(f"<td>{text}</td>" for text in row)
            body += f"<tr>{cells}</tr>" if len(row) > 1 else f"</table><p>{row[0]}</p><table>"
    return page(f"<table>{body}</table>")


def word(*tables):
    body = ""
    for rows in tables:
        body += "".join(p(row[0]) for row in rows if len(row) == 1)
        lines = ("".join(map(tc, row)) for row in rows if len(row) > 1)
        body += "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"
    return document(body)


def text(*tables):
    return "\n".join("\t".join(row) for rows in tables for row in rows).encode()


def saved(tmp_path, data, name="file.xlsx"):
    path = tmp_path / name
    path.write_bytes(data)
    return str(path)


def names(forms):
    return [[row.name for row in one.rows] for one in forms]


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


TWO = workbook({"一号": form("甲"), "二号": form("乙")})


# -- what holds several -----------------------------------------------------------------------


def test_each_filled_sheet_is_a_form(tmp_path):
    forms = perfrules.read_forms(saved(tmp_path, TWO))
    assert names(forms) == [["甲次数"], ["乙次数"]]
    assert [one.sheet for one in forms] == ["一号", "二号"]
    assert [one.unit for one in forms] == ["甲局", "乙局"]
    assert [str(one.rows[0].where) for one in forms] == [
        f"{tmp_path}/file.xlsx:一号!C6",
        f"{tmp_path}/file.xlsx:二号!C6",
    ]


@pytest.mark.parametrize(
    ("make", "spots"),
    [(web, ["P1", "P3"]), (word, ["P1", "P3"]), (text, ["1:1", "8:1"])],
)
def test_a_page_a_document_and_a_text_with_two_forms_give_two(make, spots, tmp_path):
    forms = perfrules.read_forms(saved(tmp_path, make(form("甲"), form("乙"))))
    assert names(forms) == [["甲次数"], ["乙次数"]]
    assert [one.sheet for one in forms] == spots
    assert [(one.unit, one.fiscal_year, one.claimed_total.value) for one in forms] == [
        ("甲局", 2023, 100),
        ("乙局", 2023, 100),
    ]


def test_forms_below_each_other_on_one_sheet_are_several(tmp_path):
    data = workbook({"表": [*form("甲"), [], *form("乙", title="乙项目绩效自评表")]})
    forms = perfrules.read_forms(saved(tmp_path, data))
    assert names(forms) == [["甲次数"], ["乙次数"]]
    assert [one.sheet for one in forms] == ["表!A1", "表!A9"]
    assert forms[1].title == "乙项目绩效自评表"


def test_labels_of_a_head_begin_a_form_without_title_too(tmp_path):
    data = workbook({"表": [*form("甲"), *form("乙")[2:]]})
    forms = perfrules.read_forms(saved(tmp_path, data))
    assert [one.sheet for one in forms] == ["表!A1", "表!A8"]
    assert forms[1].fiscal_year is None
    data = workbook({"表": [*form("甲"), MONEY, ["年度资金总额", "1", "1", "1"], *form("乙")[4:]]})
    assert len(perfrules.read_forms(saved(tmp_path, data))) == 2


def test_notes_that_speak_of_a_form_belong_to_the_form_above_them(tmp_path):
    notes = [
        ["注：1.绩效自评表由单位填写。"],
        ["注：填写绩效自评表"],
        ["2.绩效自评得分以表内为准。"],
    ]
    data = workbook({"表": [*form("甲"), *notes, *form("乙")]})
    forms = perfrules.read_forms(saved(tmp_path, data))
    assert [one.sheet for one in forms] == ["表!A1", "表!A11"]
    assert len(forms[0].notes) == 3
    assert forms[1].notes == ()


def test_lines_joined_by_copying_are_a_header_too():
    joined = ["资金", "绩效指标", "年度指标值", "实际完成值", "分值", "得分", "未完成原因分析"]
    joined += ["一级指标", "二级指标", "三级指标"]
    row = ["", "产出指标", "数量", "培训", "≥20场", "25场", "90", "90", ""]
    other = [joined, row]
    rows = [*form("甲"), ["乙项目绩效自评表"], *other]
    cells = tuple(
        tuple(Cell(text, f"{y}:{x}") for x, text in enumerate(line)) for y, line in enumerate(rows)
    )
    forms = bind_all((Grid(source="x", rows=cells),), vocabulary())
    assert names(forms)[0] == ["甲次数"]
    assert forms[1].title == "乙项目绩效自评表"


# -- what is one form all the same ------------------------------------------------------------


@pytest.mark.parametrize(
    "between",
    [[], [["项目支出绩效自评表"]], [["(绩效自评)"]], [["x" * 90 + "绩效自评表"]]],
    ids=["alone", "same-title", "in-brackets", "long-sentence"],
)
def test_a_header_that_is_printed_again_goes_on_with_its_form(between, tmp_path):
    again = [HEADER, ["效益指标", "社会", "好评率", "≥90%", "95%", "10", "10"]]
    data = workbook({"表": [*form("甲")[:-1], *between, *again]})
    forms = perfrules.read_forms(saved(tmp_path, data))
    assert [one.sheet for one in forms] == ["表"]
    assert {"甲次数", "好评率"} <= set(names(forms)[0])


def test_a_hidden_sheet_is_not_seen(tmp_path):
    data = workbook({"表": form("甲"), "旧": form("乙")}, hidden=["旧"])
    assert names(perfrules.read_forms(saved(tmp_path, data))) == [["甲次数"]]


# -- what holds no form -----------------------------------------------------------------------


def test_a_cover_is_left_out_with_an_info(tmp_path):
    path = saved(tmp_path, workbook({"封面": COVER, "表": form("甲"), "空": []}))
    one = perfrules.read_form(path)
    told = [(f.code, severity(f), str(f.where)) for f in one.findings if f.code == "PR118"]
    assert told == [("PR118", "info", f"{path}:封面")]
    assert one.sheet == "表"


@pytest.mark.parametrize(("rows", "spot"), [(BLANK, "样表!C2"), (MONEY_ONLY, "样表")])
def test_what_looks_like_a_form_and_cannot_be_read_is_a_warning(rows, spot, tmp_path):
    path = saved(tmp_path, workbook({"表": form("甲"), "样表": rows}))
    (one,) = perfrules.read_forms(path)
    told = [(f.code, severity(f), str(f.where)) for f in one.findings if f.code == "PR119"]
    assert told == [("PR119", "warning", f"{path}:{spot}")]


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ({"封面": COVER}, [("PR203", "封面")]),
        ({"封面": COVER, "注": COVER}, [("PR203", "")]),
        ({"封面": COVER, "样表": BLANK}, [("PR205", "样表!C2")]),
    ],
)
def test_a_file_without_any_form_is_told_in_one_line(sheets, told, tmp_path):
    with pytest.raises(UnreadableForm) as caught:
        perfrules.read_forms(saved(tmp_path, workbook(sheets)))
    assert [(f.code, f.where.spot) for f in caught.value.findings] == told


# -- one of several ---------------------------------------------------------------------------


@pytest.mark.parametrize(("sheet", "name"), [("二号", "乙次数"), (2, "乙次数"), ("1", "甲次数")])
def test_one_of_several_is_named_by_sheet_or_number(sheet, name, tmp_path):
    one = perfrules.read_form(saved(tmp_path, TWO), sheet)
    assert one.rows[0].name == name


def test_a_sheet_that_is_called_by_a_number_is_that_one(tmp_path):
    data = workbook({"2": form("甲"), "1": form("乙")})
    assert perfrules.read_form(saved(tmp_path, data), "2").rows[0].name == "甲次数"


@pytest.mark.parametrize("sheet", ["三号", 3, 0])
def test_a_form_that_is_not_there_is_told_with_those_that_are(sheet, tmp_path):
    with pytest.raises(UnreadableForm) as caught:
        perfrules.read_form(saved(tmp_path, TWO), sheet)
    (finding,) = caught.value.findings
    assert (finding.code, severity(finding)) == ("PR125", "error")
    assert finding.params == {"sheet": str(sheet), "sheets": "1 一号, 2 二号"}


def test_several_forms_are_never_taken_for_one(tmp_path):
    with pytest.raises(UnreadableForm) as caught:
        perfrules.read_form(saved(tmp_path, TWO))
    (finding,) = caught.value.findings
    assert (finding.code, severity(finding)) == ("PR112", "error")
    assert finding.params == {"count": "2", "sheets": "一号, 二号"}


def test_a_form_that_stands_alone_can_be_named_and_another_cannot(tmp_path):
    path = saved(tmp_path, workbook({"封面": COVER, "表": form("甲")}))
    assert (
        perfrules.read_form(path, "表") == perfrules.read_form(path) == perfrules.read_form(path, 1)
    )
    with pytest.raises(UnreadableForm):
        perfrules.read_form(path, "封面")
    path = saved(tmp_path, text(form("甲")), "form.txt")
    assert perfrules.read_form(path, 1) == perfrules.read_form(path)
    with pytest.raises(UnreadableForm) as caught:
        perfrules.read_form(path, "表")
    assert caught.value.findings[0].params["sheets"] == "1"


def test_the_fullest_grid_is_read_where_one_is_asked_for():
    data = workbook({"封面": COVER, "表": form("甲")})
    assert [grid.sheet for grid in read_all("x", data)] == ["封面", "表"]
    assert read("x", data).sheet == "表"


# -- on the command line ----------------------------------------------------------------------


def test_all_forms_of_a_file_are_scored_one_object_a_line(tmp_path):
    path = saved(tmp_path, TWO)
    result = run("score", path, "--spec", SPEC, "--format", "json")
    cards = [json.loads(line) for line in result.output.splitlines()]
    assert [card["form"]["sheet"] for card in cards] == ["一号", "二号"]
    assert [card["form"]["source"] for card in cards] == [path, path]
    (one,) = run(
        "score", path, "--spec", SPEC, "--format", "json", "--sheet", "2"
    ).output.splitlines()
    assert json.loads(one) == cards[1]


def test_a_form_that_cannot_be_scored_does_not_keep_the_others_from_it(tmp_path):
    path = saved(tmp_path, workbook({"一号": form("甲"), "二号": form("乙")}))
    result = run("score", path, "--spec", SPEC, "--format", "json", "--input", "乙次数:rank=1")
    first, second = (json.loads(line) for line in result.output.splitlines())
    assert result.exit_code == 2
    assert first["schema"] == "perfrules/failure/1"
    assert (first["source"], first["findings"][0]["where"]) == (path, f"{path}:一号")
    assert second["form"]["sheet"] == "二号"


def test_all_forms_of_a_file_are_shown(tmp_path):
    path = saved(tmp_path, TWO)
    shown = [json.loads(line) for line in run("read", path, "--format", "json").output.splitlines()]
    assert [one["sheet"] for one in shown] == ["一号", "二号"]
    tables = run("read", path, "--lang", "zh").output
    assert "所在：一号" in tables
    assert "所在：二号" in tables
    alone = run("read", path, "--format", "json", "--sheet", "二号").output
    assert json.loads(alone) == shown[1]
    assert run("read", path, "--sheet", "三号").exit_code == 2


@pytest.mark.parametrize("command", [["explain"], ["what-if"], ["compare", "--spec", SPEC]])
def test_commands_about_one_form_ask_which(command, tmp_path):
    path = saved(tmp_path, TWO)
    result = run(*command, path, "--spec", SPEC, "--lang", "en")
    assert result.exit_code == 2
    assert "PR112 The file holds 2 forms: 一号, 二号." in result.output
    assert run(*command, path, "--spec", SPEC, "--sheet", "二号").exit_code == 0


def test_a_form_document_tells_its_sheet_and_is_read_back(tmp_path):
    one = perfrules.read_form(saved(tmp_path, TWO), 2)
    told = perfrules.form_document(one)
    assert told["sheet"] == "二号"
    told["findings"] = []
    assert names([perfrules.form_from(told)]) == [["乙次数"]]
