"""Every command that prints a report prints it as a table, as Markdown and as a web page."""

from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from tests.cli.test_commands import PARTLY, TRIAL, TXT, run
from tests.support import CASES

FOUNDING = "cn-gz-qiannan/department@2023"
COMMANDS = {
    "score": ("score", PARTLY),
    "read": ("read", PARTLY),
    "explain": ("explain", PARTLY),
    "review": ("review", PARTLY),
    "reviewed": ("review", PARTLY, "--reviewed", PARTLY),
    "precheck": ("precheck", PARTLY),
    "compare": ("compare", PARTLY, "--spec", FOUNDING, "--spec", TRIAL),
    "what-if": ("what-if", PARTLY),
    "list": ("spec", "list"),
    "show": ("spec", "show", FOUNDING),
    "check": ("spec", "check", FOUNDING),
    "test": ("spec", "test", CASES / "small-spec.yaml"),
    "diff": ("spec", "diff", FOUNDING, TRIAL),
    "finding": ("finding", "PR201"),
}


class Balance(HTMLParser):
    """Holds the tags that are open."""

    def __init__(self):
        super().__init__()
        self.open, self.headings = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "h1":
            self.headings.append(data)


def parsed(text):
    page = Balance()
    page.feed(text)
    assert page.open == []
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_report_says_the_same_in_every_layout(command, lang):
    table, markdown, html = (
        run(*command, "--lang", lang, "--format", layout)
        for layout in ("table", "markdown", "html")
    )
    assert table.exit_code == markdown.exit_code == html.exit_code
    page = parsed(html.output)
    assert html.output.startswith("<!doctype html>")
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown.output)
    headings = [tokens[i + 1] for i, t in enumerate(tokens) if t.tag == "h1" and t.nesting == 1]
    titles = ["".join(child.content for child in one.children) for one in headings]
    assert titles == page.headings
    if titles:
        assert table.output.splitlines()[0] == titles[0]


def test_several_forms_are_one_web_page():
    output = run("score", TXT, PARTLY, "--format", "html", "--lang", "en").output
    assert output.count("<!doctype html>") == output.count("</html>") == 1
    assert len(parsed(output).headings) == 2


def test_several_forms_are_set_apart_by_a_blank_line():
    for layout in ("table", "markdown"):
        one, both = (
            run("score", *forms, "--format", layout, "--lang", "en").output
            for forms in ([PARTLY], [PARTLY, PARTLY])
        )
        assert both == f"{one}\n{one}"


def test_a_web_page_of_nothing_is_empty(tmp_path):
    result = run("score", tmp_path / "none", "--format", "html")
    assert result.exit_code == 2
    assert result.stdout == ""


def test_lines_about_several_specs_stand_close():
    lines = run("spec", "check", FOUNDING, TRIAL, "--lang", "en").output.splitlines()
    assert "" not in lines


def test_a_report_goes_to_a_file_in_its_layout(tmp_path):
    out = tmp_path / "r.html"
    run("review", PARTLY, "--format", "html", "-o", out)
    assert parsed(out.read_text("utf-8")).headings
    assert run("review", PARTLY, "--format", "html", "-o", tmp_path / "r.docx").exit_code == 2
