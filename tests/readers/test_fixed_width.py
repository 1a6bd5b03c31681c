"""Text with columns of spaces: what stands below each other belongs together."""

import pytest

from perfrules import binding
from perfrules.readers.fixed_width import aligned_pieces, is_fixed_width
from perfrules.resources import vocabulary
from tests.reading import read
from tests.support import ROOT

FORMS = ROOT / "tests" / "forms"
NAMES = [
    "01-guichi-tangxi-weituoyewu-2022/form.xlsx",
    "03-suixi-linshijiuzhu-2019/form.xlsx",
    "10-yuanzhou-malingshu-2022/form.xlsx",
    "20-liangping-linyeju-2022/form.xlsx",
    "31-sichuan-puhuijinrong-2022/form.csv",
    "qiannan/seed-form.xlsx",
]


def texts(text):
    return [[cell.text for cell in row] for row in read("x", text.encode()).rows]


def width(text):
    return max((piece.end for piece in aligned_pieces(text.replace(" ", "x"))), default=0)


def printed(grid, to_the_right):
    """Return a grid as columns of spaces; a cell over several places stands at the first."""
    rows = []
    for row in grid.rows:
        spots = [cell.spot for cell in row]
        said = [" ".join(cell.text.split()) for cell in row]
        rows.append(
            [
                "" if s in spots[:n] else text
                for n, (s, text) in enumerate(zip(spots, said, strict=True))
            ]
        )
    full = [row for row in rows if sum(map(bool, row)) > 1]
    room = [max((width(row[n]) for row in full if n < len(row)), default=0) for n in range(20)]
    for row in rows:
        if row not in full:
            yield "".join(row)
            continue
        padded = [
            " " * (room[n] - width(text)) + text
            if to_the_right and n > 3
            else text + " " * (room[n] - width(text))
            for n, text in enumerate(row)
        ]
        yield "  ".join(padded).rstrip()


def said(grid):
    (form,) = binding.bind_all((grid,), vocabulary())
    rows = [
        (r.level1, r.level2, r.name, r.target.text, r.actual.text, r.claimed) for r in form.rows
    ]
    money = [(m.label, m.revised, m.executed) for m in (form.budget.total, *form.budget.parts)]
    return rows, money, form.unit, form.fiscal_year, form.claimed_total


@pytest.mark.parametrize("to_the_right", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_form_printed_in_columns_is_the_same_form(name, to_the_right):
    grid = read("x", (FORMS / name).read_bytes())
    text = "\n".join(printed(grid, to_the_right))
    assert is_fixed_width(text)
    assert said(read("x", text.encode())) == said(grid)


def test_a_blank_below_a_header_stays_blank():
    text = "名称    单位  目标    完成\n培训    场      20      25\n满意度           90      95\n"
    assert texts(text)[1:3] == [["培训", "场", "20", "25"], ["满意度", "", "90", "95"]]


def test_a_space_as_wide_as_a_character_parts_columns_and_a_narrow_one_does_not():
    text = "名称　　　目标　完成　得分\n甲 乙 丙　二十　二五　十\n"
    assert texts(text)[:2] == [["名称", "目标", "完成", "得分"], ["甲 乙 丙", "二十", "二五", "十"]]


def test_numbers_at_the_right_belong_to_the_header_above():
    lines = ["name   target  actual  weight", "a          20       5      10"]
    lines += ["bc          3    1000       9"]
    assert texts("\n".join(lines))[1:] == [["a", "20", "5", "10"], ["bc", "3", "1000", "9"]]


def test_a_cell_longer_than_its_room_leaves_the_other_lines_alone():
    text = "\n".join(
        [
            "name    target  actual  weight",
            "a name that is long  20  25  10",
            "b               30      10",
            "c       20      25      10",
        ]
    )
    assert texts(text)[1:] == [
        ["a name that is long", "20", "25", "10"],
        ["b", "", "30", "10"],
        ["c", "20", "25", "10"],
    ]


def test_a_table_of_other_columns_begins_its_own():
    money = "source      initial      revised\nall         1            2\n"
    rows = "level  name   target  actual  weight\na      b              2       3\n"
    found = texts(money + "\n" + rows)
    assert found[0] == ["source", "initial", "revised"]
    assert found[4] == ["a", "b", "", "2", "3"]


def test_a_cell_knows_its_line_and_place():
    grid = read("x", b"title\n\na  b  c  d\na     c  d\ne  f  g  h")
    assert [[cell.spot for cell in row] for row in grid.rows[:3]] == [
        ["1:1"],
        [],
        ["3:1", "3:2", "3:3", "3:4"],
    ]
    assert [(cell.text, cell.spot) for cell in grid.rows[3]] == [
        ("a", "4:1"),
        ("", "4:2"),
        ("c", "4:3"),
        ("d", "4:4"),
    ]


@pytest.mark.parametrize(
    "text", ["", "a b c", "a  b\tc  d", "two  spaces  in  prose\nonce and  twice"]
)
def test_prose_and_tabs_are_not_aligned(text):
    assert not is_fixed_width(text)
