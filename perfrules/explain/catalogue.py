"""The catalogue of findings as pages: what a code means, and all codes."""

from collections.abc import Iterator

from perfrules.explain.cells import severity_label, value_column
from perfrules.findings import Code, Severity
from perfrules.model.messages import Words, with_gaps
from perfrules.model.page import (
    Block,
    Heading,
    Page,
    PageColumn,
    PageTable,
    TableCell,
    bullets,
    paragraph,
)


def catalogue_page(words: Words) -> Page:
    """Return all codes, how bad their findings are by default, and what they are called."""
    title = words.say("catalogue.title")
    columns = (
        PageColumn(words.say("sheet.code")),
        PageColumn(words.say("sheet.severity")),
        value_column(words.say("sheet.said")),
    )
    codes = sorted(words.messages.findings)
    table = PageTable(columns, tuple(_code_row(code, words) for code in codes))
    return Page(title, words.lang, (Heading(1, title), table))


def _code_row(code: Code, words: Words) -> tuple[TableCell, ...]:
    severity = words.messages.findings[code].severity
    return str(code), severity_label(severity, words), words.title(code)


def code_page(code: Code, words: Words) -> Page:
    """Return what a code means: how bad it is, what its findings say, and what repairs them."""
    title = f"{code} {words.title(code)}"
    return Page(title, words.lang, (Heading(1, title), *_code_blocks(code, words)))


def _case_text(case: str, severity: Severity, words: Words) -> str:
    label = severity_label(severity, words).text
    return words.say("catalogue.case", case=words.say(f"case.{case}"), severity=label)


def _code_blocks(code: Code, words: Words) -> Iterator[Block]:
    entry = words.messages.findings[code]
    yield paragraph(
        words.say("catalogue.severity", severity=severity_label(entry.severity, words).text),
        words.say("catalogue.page", code=code),
    )
    if entry.cases:
        yield Heading(2, words.say("catalogue.cases"))
        yield bullets(
            *(_case_text(case, severity, words) for case, severity in entry.cases.items())
        )
    yield Heading(2, words.say("catalogue.says"))
    yield bullets(with_gaps(entry.message[words.lang]))
    if hint := with_gaps(entry.hint[words.lang]):
        yield Heading(2, words.say("catalogue.hint"))
        yield bullets(hint)
