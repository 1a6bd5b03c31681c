"""Whatever a form or a spec says, no report lets it act: in no layout, at no place."""

import dataclasses
import json
import re
import unicodedata
from functools import cache
from html.parser import HTMLParser
from typing import get_args

import pytest
import yaml
from markdown_it import MarkdownIt

import perfrules
from perfrules import api, resources, workshop
from perfrules.explain import (
    batch_page,
    check_page,
    comparison_page,
    diff_page,
    explanation_page,
    findings_page,
    form_page,
    precheck_page,
    review_page,
    scorecard_page,
    spec_page,
    trial_page,
    what_if_page,
)
from perfrules.findings import Code, Finding, Findings, Severity, Where
from perfrules.model.messages import Lang, Words
from perfrules.model.page import Align, Block, Heading, Page
from perfrules.writers import FORMATS, html_text, json_line, markdown_text, sarif, terminal_text
from perfrules.writers.plain import REPLACED, safe_line
from tests.support import CASES

WORDS = Words(resources.messages(), Lang.ZH)
HOSTILE = {
    "bidi": "甲\u202e乙\u2066丙\u2069丁\u200f",
    "ansi": "\x1b[31m红\x1b[2J\x1b]0;x\x07\x9b1A",
    "newline": "一\n# 二\r\n- 三\u2028四\u2029五\x85六",
    "pipe": "a | b | c",
    "backtick": "`rm -rf` ```x",
    "heading": "# 一 ## 二",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt; <!-- x",
    "link": "[点此](http://evil.example) <http://evil.example>",
    "autolink": "http://evil.example www.evil.example ftp://evil.example",
    "image": "![x](http://evil.example/x.png)",
    "reference": "[x]: http://evil.example",
    "list": "- 一",
    "number": "1. 一",
    "rule": "---",
    "quote": "> 一",
    "emphasis": "*一* __二__ ~~三~~",
    "fence": "~~~ x",
    "table": "|---|---|",
    "quotes": '" onclick="x" \'',
    "backslash": "\\",
}
ALL = " ".join(HOSTILE.values()).translate({0x85: None, 0x9B: None})
"""All of it; without the two controls that no form document or spec may hold."""
ALL_SAID = "".join(safe_line(ALL).split())
TOKENS = {"heading", "paragraph", "bullet_list", "list_item", "blockquote", "strong"}
TOKENS |= {"table", "thead", "tbody", "tr", "th", "td"}
TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "br", "strong"}
TAGS |= {"ul", "li", "blockquote", "cite", "table", "thead", "tbody", "tfoot", "tr", "th", "td"}
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


# -- what the layouts may hold -----------------------------------------------------------------


def no_control(text):
    bad = {c for c in text if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} and c != "\n"}
    assert not bad | (set(text) & set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e")), bad
    assert not set(text) & {chr(c) for c in range(0x2066, 0x206A)}


class Tags(HTMLParser):
    """Collects tags, attributes and texts."""

    def __init__(self):
        super().__init__()
        self.found, self.attributes, self.texts = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)


def words_of(tokens):
    """Return all texts of parsed Markdown, and check that nothing else is there."""
    for token in tokens:
        if token.type == "inline":
            yield " ".join(words_of(token.children)) if token.children else ""
        elif token.type in ("text", "text_special"):
            yield token.content
        elif token.type not in ("hardbreak", "softbreak"):
            assert re.sub("_(open|close)$", "", token.type) in TOKENS, token.type


def squeezed(text):
    return re.sub(r"\s", "", text)


def check(page, *needed):
    """Render a page in all layouts; hold what they may contain, and that all texts are there."""
    terminal, markdown, html = terminal_text(page, 10**6), markdown_text(page), html_text(page)
    for text in (terminal, markdown, html):
        no_control(text)
    tokens = PARSER.parse(markdown)
    said = squeezed("".join(words_of(tokens)))
    assert not re.search(r"(?<!\\)://|www\.", markdown)
    kinds = [token.type for token in tokens]
    assert kinds.count("heading_open") == sum(isinstance(b, Heading) for b in page.blocks)
    tags = Tags()
    tags.feed(html)
    assert tags.found <= TAGS
    assert tags.attributes <= {"lang", "charset", "class"}
    shown = squeezed("".join(tags.texts))
    for text in map(squeezed, map(safe_line, needed)):
        assert text in squeezed(terminal)
        assert text in said
        assert text in shown


# -- reports of hostile forms and specs --------------------------------------------------------


@cache
def small():
    return (CASES / "small-spec.yaml").read_text("utf-8")


def hostile_spec(folder, name="spec.yaml", text=ALL):
    """Write the small spec with a hostile text wherever people read one."""

    def said(start):
        return json.dumps(start + text)

    changed = small()
    for old, new in (
        ("title: 小表", f"title: {said('小表')}"),
        ("document: 小表填表注", f"document: {said('小表填表注')}"),
        ("place: 注1, quote: 总分100分", f"place: {said('注1')}, quote: {said('总分')}"),
        ("label: 合格,", f"label: {said('合格')},"),
        ("label: 预算执行,", f"label: {said('预算执行')},"),
        ("cite: note1}\nexamples", f"assume: {said('假设')}}}\nexamples"),
    ):
        assert old in changed
        changed = changed.replace(old, new, 1)
    path = folder / name
    path.write_text(changed, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def spec_file(tmp_path_factory):
    return hostile_spec(tmp_path_factory.mktemp("specs"))


@cache
def hostile_form(text=ALL):
    """Return the clean form with a hostile text wherever a form may hold one."""
    document = yaml.safe_load((CASES / "findings" / "clean.yaml").read_text("utf-8"))
    for name in ("title", "unit"):
        document[name] += text
    document["notes"] = [text]
    for row in document["budget"]["rows"]:
        row["label"] += text
    for row in document["indicators"]:
        for name in ("level1", "level2", "name"):
            row[name] += text
        row["reason"] = text
    document["indicators"][3] |= {"target": f"明显提升{text}", "actual": f"达成{text}"}
    document["indicators"][0] |= {"claimed": "30", "actual": text}
    return perfrules.form_from(document, source=f"form{text}.xlsx")


@pytest.fixture(scope="module")
def card(spec_file):
    return perfrules.score(hostile_form(), perfrules.load_spec(spec_file), chosen_by=ALL)


def test_the_scorecard_is_safe(card):
    check(scorecard_page(card, WORDS), "举办培训" + ALL, "假设" + ALL, "注1" + ALL)


def test_what_was_read_is_safe():
    check(form_page(hostile_form(), WORDS), "举办培训" + ALL, ALL, "基本支出甲")


def test_the_review_sheet_is_safe(card):
    reviewed = perfrules.review_card(card)
    opinion = perfrules.second_opinion(reviewed, hostile_form())
    check(review_page(reviewed, WORDS, opinion), "举办培训" + ALL, f"form{ALL}.xlsx")
    check(precheck_page(reviewed, WORDS), "部门整体支出绩效目标自评表" + ALL)


def test_what_shows_between_forms_is_safe(card):
    other = dataclasses.replace(card, form=dataclasses.replace(card.form, source=ALL))
    found = perfrules.review_batch([card, other])
    assert found
    check(batch_page(found, WORDS))


def test_explanations_are_safe(card):
    told = perfrules.explain(card)
    check(explanation_page(card, told, WORDS), "能力提升" + ALL)
    check(explanation_page(card, told[:1], WORDS))


def test_a_spec_as_a_document_is_safe(spec_file):
    page = spec_page(perfrules.load_spec(spec_file), WORDS)
    check(page, "小表" + ALL, "总分" + ALL, "假设" + ALL, "预算执行" + ALL)


def test_texts_of_the_workshop_are_safe(spec_file, tmp_path, card):
    other = hostile_spec(tmp_path, "other.yaml", ALL[::-1])
    trial = workshop.try_spec(spec_file)
    check(trial_page(trial, WORDS))
    check(check_page(trial.spec, workshop.lint_spec(spec_file), WORDS))
    difference = workshop.diff_specs(spec_file, other)
    assert difference
    check(diff_page(ALL, ALL, difference, WORDS), ALL)
    check(comparison_page(api.compare(hostile_form(), spec_file, other), WORDS))
    check(what_if_page(api.what_if(card), WORDS), "举办培训" + ALL)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("code", ["PRF10", "PR201", "PR101"])
def test_findings_are_safe(code, text):
    params = dict.fromkeys(Code(code).needs - {"row"}, text)
    where = Where(source=text, spot=text)
    found = Finding(code=Code(code), where=where, row=text, params=params)
    check(findings_page(text, Findings([found]), WORDS), text)
    for lang in Lang:
        for document in (
            sarif(WORDS.judged([found]), resources.messages(), lang, "1"),
            {"text": text},
        ):
            no_control(json_line(document))


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "xlsx"])
def test_a_form_in_another_format_is_safe(kind):
    data, _ = perfrules.write_form(hostile_form(), kind)
    text = data.decode().replace("\t", " ").replace("\r\n", "\n").removeprefix("\ufeff")
    no_control(text)
    if kind == "md":
        assert ALL_SAID in squeezed("".join(words_of(PARSER.parse(text))))
        assert not re.search(r"(?<!\\)://|www\.", text)
    if kind == "html":
        tags = Tags()
        tags.feed(text)
        assert tags.found <= {"html", "meta", "style", "table", "tr", "td", "br"}
        assert tags.attributes <= {"lang", "charset", "rowspan", "colspan"}
        assert ALL_SAID in squeezed("".join(tags.texts))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", ["md", "html", "yaml"])
def test_marks_of_a_form_are_marks_again_when_it_is_read(kind, text):
    marks = safe_line(text).replace(REPLACED, "")
    _, lost = perfrules.write_form(hostile_form(marks), kind)
    # A number before a note is not part of it.
    assert {one.params["path"] for one in lost} <= {"$.notes[0]"}


# -- every text of every block -----------------------------------------------------------------


def infected(value, text):
    """Return a block in which each text is another one."""
    if isinstance(value, Align | Lang | Severity):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(infected(one, text) for one in value)
    if dataclasses.is_dataclass(value):
        fields = {f.name: infected(getattr(value, f.name), text) for f in dataclasses.fields(value)}
        return type(value)(**fields)
    return value


@cache
def samples():
    """Return one block of each kind, as the reports build them."""
    card = perfrules.review_card(
        perfrules.score(hostile_form("甲"), api.load_spec(CASES / "small-spec.yaml"))
    )
    spec = perfrules.load_spec("cn-mof/project@2020")
    pages = (scorecard_page(card, WORDS), review_page(card, WORDS), spec_page(spec, WORDS))
    return {type(block).__name__: block for page in pages for block in page.blocks}


def test_all_kinds_of_blocks_are_among_the_samples():
    assert set(samples()) == {kind.__name__ for kind in get_args(Block)}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "kind", ["Heading", "Paragraph", "PageTable", "Bullets", "Quote", "FindingList"]
)
def test_no_text_of_a_block_acts(kind, text):
    block = infected(samples()[kind], text)
    check(Page(text, Lang.ZH, (block,)), text)
