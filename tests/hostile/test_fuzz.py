"""
Real files, broken in every way: they are read, or refused in clear words; nothing else is raised.

A gate tries some; ``PERFRULES_FUZZ=100 pytest tests/hostile/test_fuzz.py`` tries a hundred times as
many, and others in every run.
"""

import io
import json
import os
import zipfile
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import perfrules
from perfrules import binding, resources
from perfrules.binding.quantity.grammar import parse_number, parse_quantity
from perfrules.findings import UnreadableForm
from perfrules.model.grid import Cell, Grid
from perfrules.model.messages import Lang
from perfrules.model.quantity import Quantity
from perfrules.resources import vocabulary
from tests.support import ROOT

pytestmark = pytest.mark.slow

FORMS = ROOT / "tests" / "forms"
TIMES = int(os.environ.get("PERFRULES_FUZZ", "1"))
"""How many times as many examples as a gate tries."""


def some(examples):
    return settings(max_examples=examples * TIMES, derandomize=TIMES == 1)


SEEDS = {
    kind: [path.read_bytes() for path in sorted(FORMS.glob(f"*/*.{kind}"))]
    for kind in ("xlsx", "xls", "docx", "ods", "html", "csv", "txt", "pdf")
}
DOCUMENTS = [
    path.read_bytes() for path in sorted((FORMS / "published").glob("*")) if path.suffix != ".md"
]
ALIGNED = [text.decode().expandtabs(30).encode() for text in SEEDS["txt"]]
TEXTS = [*ALIGNED, *SEEDS["html"], *SEEDS["csv"], *SEEDS["txt"], *DOCUMENTS]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "form"


def read(path, data):
    """Read the forms of bytes; what is refused has a code, a place and a sentence of one line."""
    path.write_bytes(data)
    try:
        forms = perfrules.read_forms(path)
    except UnreadableForm as error:
        assert error.findings
        told = error.findings
    else:
        assert forms and all(form.rows for form in forms)
        told = [finding for form in forms for finding in form.findings]
    for finding in told:
        check(finding, str(path))


def check(finding, source):
    assert finding.where.source == source and resources.messages().severity(finding)
    for lang in Lang:
        told = f"{finding.where}: {resources.messages().message(finding, lang)}"
        assert len(told.splitlines()) == 1


# -- how bytes are broken ---------------------------------------------------------------------

shares = st.floats(0, 1, exclude_max=True)
noises = st.binary(min_size=1, max_size=8) | st.sampled_from(
    [b"\0", b"\xff" * 4, b"\x80", b"PK\x03\x04", b"\x00\x00\x00\x80", b"9" * 30, b"-1", b"<", b"\r"]
)
edits = st.tuples(
    st.sampled_from(["write", "insert", "cut", "end", "double", "move"]), shares, shares, noises
)


def edited(data, changes):
    """Return bytes with parts overwritten, put in, taken out, doubled or moved."""
    for what, one, two, noise in changes:
        start, other = int(one * len(data)), int(two * len(data))
        stop = min(start + 1 + int(two * 64), len(data))
        match what:
            case "write":
                data = data[:start] + noise + data[start + len(noise) :]
            case "insert":
                data = data[:start] + noise + data[start:]
            case "cut":
                data = data[:start] + data[stop:]
            case "end":
                data = data[: max(start, 1)]
            case "double":
                data = data[:stop] + data[start:]
            case "move":
                data = data[:other] + data[start:stop] + data[other:]
    return data


def broken(seeds, most=6):
    return st.builds(edited, st.sampled_from(seeds), st.lists(edits, min_size=1, max_size=most))


@some(60)
@given(broken(SEEDS["xlsx"] + SEEDS["docx"] + SEEDS["ods"]))
def test_any_packed_file_is_read_or_refused(path, data):
    read(path, data)


@some(120)
@given(broken(SEEDS["xls"], most=20))
def test_any_old_workbook_is_read_or_refused(path, data):
    read(path, data)


@some(8)
@given(broken(SEEDS["pdf"][:1], most=12))
def test_any_pdf_is_read_or_refused(path, data):
    read(path, data)


# -- packed files, broken inside --------------------------------------------------------------

scraps = st.sampled_from(
    [
        *("<a>", "</a>", "<a/>", "&#0;", "&x;", "&#x110000;", "]]>", "<!--", "<![CDATA[", "<?x?>"),
        *("\ufffe", "\U0001f600", "", "-1", "0", "1e400", "9" * 400, "NaN", "inf", "true", "%"),
        *('"', "'", "=", " ", 'r="A1"', 's="99"', 't="s"', 't="b"', 't="e"', 't="d"', "A0", "XFD9"),
        *("<v>", "</v>", "<f>1</f>", '<c r="B2" t="inlineStr"><is><t>a</t></is></c>'),
        *("<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:vMerge/>"),
        *("<w:tr><w:tc/></w:tr>", '<w:gridSpan w:val="9"/>', "<text:s/>", "<table:table-row/>"),
        *('table:number-columns-repeated="3"', 'office:value="x"', 'office:value-type="float"'),
    ]
)


def _within(xml, share, other, scrap, what):
    """Change one tag, attribute or text of XML."""
    marks = [at for at, letter in enumerate(xml) if letter in "<>\"'"]
    if not marks:
        return scrap
    start = marks[int(share * len(marks))] + 1
    stop = next((at for at in marks if at >= start), len(xml))
    match what:
        case "replace":
            return xml[:start] + scrap + xml[stop:]
        case "insert":
            return xml[:start] + scrap + xml[start:]
        case "drop":
            return xml[: start - 1] + xml[stop:]
        case _:
            end = marks[min(int(share * len(marks)) + 1 + int(other * 40), len(marks) - 1)] + 1
            return xml[: start - 1] + xml[start - 1 : end] * 2 + xml[end:]


changes = st.tuples(
    shares, shares, scraps, st.sampled_from(["replace", "insert", "drop", "double"])
)
inner = st.lists(st.tuples(shares, st.lists(changes, min_size=1, max_size=4)), max_size=2)


def repacked(data, parts):
    """Return an office file with some of its parts changed, and packed again."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        names = [name for name in source.namelist() if name.endswith((".xml", ".rels"))]
        chosen = {names[int(share * len(names))]: found for share, found in parts}
        for name in source.namelist():
            part = source.read(name)
            for share, other, scrap, what in chosen.get(name, ()):
                xml = part.decode("utf-8", "replace")
                part = _within(xml, share, other, scrap, what).encode("utf-8", "replace")
            target.writestr(name, part)
    return result.getvalue()


def _main(data):
    """Return which share of a file's parts is the one with the cells."""
    mains = ("xl/worksheets/sheet1.xml", "word/document.xml", "content.xml")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    return next((at + 0.5) / len(names) for at, name in enumerate(names) if name in mains)


@pytest.mark.parametrize("kind", ["xlsx", "docx", "ods"])
@some(60)
@given(data=st.data())
def test_any_content_of_a_packed_file_is_read_or_refused(path, kind, data):
    seed = data.draw(st.sampled_from(SEEDS[kind]))
    found = data.draw(st.lists(changes, min_size=1, max_size=8))
    read(path, repacked(seed, [(_main(seed), found), *data.draw(inner)]))


def _flat(data):
    """Return the content of an ODS as a flat file, which is another root."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    return content.replace(b"office:document-content", b"office:document")


@some(40)
@given(st.sampled_from([_flat(data) for data in SEEDS["ods"]]), st.lists(changes, max_size=8))
def test_any_flat_spreadsheet_is_read_or_refused(path, data, found):
    xml = data.decode()
    for share, other, scrap, what in found:
        xml = _within(xml, share, other, scrap, what)
    read(path, xml.encode("utf-8", "replace"))


# -- texts ------------------------------------------------------------------------------------

WORDS = vocabulary()
HEADS = sorted(
    {
        word
        for columns in (
            WORDS.headers.indicators.columns.headers,
            WORDS.headers.money.columns.headers,
        )
        for words in columns.values()
        for word in words
    }
    | {*WORDS.headers.foot.total, *WORDS.headers.grades.labels}
)
pieces = st.sampled_from(
    [
        *("<table>", "</table>", "<tr>", "</tr>", "<td>", "<td rowspan=0>", "<td colspan=999>"),
        *("<td rowspan='-1' colspan='1e9'>", "<th>", "<br>", "<p>", "</p>", "<script>", "<!--"),
        *("\t", "\t\t\t", "\n", "\r", "\r\n", ",", ",,,,", '"', '""', "|", "|--|--|\n", "  ", "　"),
        *(
            "9" * 5000,
            "1e999999999",
            "≥",
            "%",
            "100%",
            "-",
            "～",
            "万元",
            "：",
            "（",
            "\u2028",
            "\x00",
        ),
        *("- ", ": ", "[", "]", "{", "}", "#", "&a ", "*a", "!!x ", "'", "\ufeff", "\x85", "\x0b"),
    ]
) | st.sampled_from(HEADS)
insertions = st.lists(st.tuples(shares, pieces), max_size=8)
codecs = st.sampled_from(["utf-8", "utf-8", "utf-16", "utf-16-le", "gb18030"])


@some(200)
@given(st.sampled_from(TEXTS), insertions, st.lists(edits, max_size=3), codecs)
def test_any_text_is_read_or_refused(path, data, found, changed, encoding):
    text = data.decode("utf-8", "replace")
    for share, piece in found:
        place = int(share * len(text))
        text = text[:place] + piece + text[place:]
    read(path, edited(text.encode(encoding, "replace"), changed))


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats()
values = scalars | st.lists(scalars, max_size=3) | st.dictionaries(st.text(max_size=5), scalars)


@some(60)
@given(st.sampled_from([data for data in DOCUMENTS if data.startswith(b"{")]), st.data())
def test_any_document_is_read_or_refused(path, data, draws):
    whole = json.loads(data)
    for _ in range(draws.draw(st.integers(1, 3))):
        place = draws.draw(st.sampled_from([whole, *whole["indicators"][:3]]))
        if place is not whole or len(place) > 2:
            place[draws.draw(st.sampled_from(sorted(place)))] = draws.draw(values)
        if not isinstance(whole.get("indicators"), list):
            break
        whole["indicators"] = [row for row in whole["indicators"] if isinstance(row, dict)]
        if not whole["indicators"]:
            break
    read(path, json.dumps(whole).encode())


# -- grids and quantities ---------------------------------------------------------------------

figures = st.sampled_from(
    [
        *("", " ", "0", "10", "100%", "≥90%", "-3", "1,000.5", "9" * 400, "1e99", "∞", "#REF!"),
        *(
            "2023年12月底前",
            "2023年13月32日",
            "0000年",
            "约300",
            "90%-95%",
            "5‰",
            "一百二十",
            "〇",
            "半",
        ),
    ]
)
cells = st.sampled_from(HEADS) | figures | st.text(max_size=6)


@st.composite
def grids(draw):
    """Return a grid of header words, figures and any texts; some cells reach over others."""
    lines = draw(st.lists(st.lists(cells, max_size=12), max_size=14))
    if draw(st.booleans()):
        columns = [*WORDS.headers.indicators.columns.headers.values()]
        lines.insert(
            draw(st.integers(0, len(lines))), [draw(st.sampled_from(words)) for words in columns]
        )
    rows = [
        [Cell(text, f"{row}:{column}") for column, text in enumerate(line)]
        for row, line in enumerate(lines)
    ]
    for above, below in pairwise(rows):
        for column in draw(st.sets(st.integers(0, 11), max_size=3)):
            if column < min(len(above), len(below)):
                below[column] = above[column]
    return Grid(source="x", rows=tuple(map(tuple, rows)))


@some(200)
@given(st.lists(grids(), min_size=1, max_size=2))
def test_any_grid_is_bound_or_refused(found):
    try:
        forms = binding.bind_all(tuple(found), WORDS)
    except UnreadableForm as error:
        assert all(finding.code and finding.where.source == "x" for finding in error.findings)
    else:
        assert forms and all(form.rows for form in forms)


SIGNS = sorted(
    set(
        "≥≤><=约±-~～—至到不低于少超过以上下内余多左右年月日底前0123456789０９.,，%‰％万亿元个一二百〇两半第季度（）"
    )
)
sayings = st.lists(st.sampled_from(SIGNS) | figures | st.text(max_size=2), max_size=9).map("".join)


@some(400)
@given(sayings, st.none() | st.integers(1, 9999))
def test_any_text_is_a_quantity_of_some_kind(text, year):
    found = parse_quantity(text, WORDS.quantities, fiscal_year=year)
    assert isinstance(found, Quantity) and found.text == text
    parse_number(text, WORDS.quantities)
