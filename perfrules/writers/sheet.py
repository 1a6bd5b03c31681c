"""The review sheet (复核表): what to deduct and what was found, as text, Markdown and SARIF."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from perfrules.findings import Finding, Severity
from perfrules.model.card import LineOfCard, Scorecard
from perfrules.model.messages import Lang, Messages
from perfrules.model.second import SecondOpinion
from perfrules.values import as_text
from perfrules.writers.columns import Column, laid_out
from perfrules.writers.document import findings_document
from perfrules.writers.tables import NAME_SHARE, PLACES, findings_lines, points, reach

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def deductions(card: Scorecard) -> Iterator[tuple[LineOfCard, Fraction, Fraction]]:
    """Yield the lines whose claim the rules do not carry, and what to deduct: least and most."""
    for line in card.lines:
        claim = line.claimed.value
        if claim is not None and claim > line.high and line.counts:
            yield line, claim - line.high, claim - line.low


class ReviewSheet:
    """A reviewed scorecard as a sheet in one language, with a second opinion if there is one."""

    def __init__(
        self,
        card: Scorecard,
        messages: Messages,
        lang: Lang,
        opinion: SecondOpinion | None = None,
    ) -> None:
        self.card = card
        self.opinion = opinion
        self.messages = messages
        self.lang = lang

    def say(self, key: str, /, **params: object) -> str:
        return self.messages.say(key, self.lang, **params)

    def table(self, room: int) -> str:
        """Return the sheet as text that fits into *room* terminal cells."""
        columns = [
            Column(header=self.say("table.name"), share=NAME_SHARE),
            Column(header=self.say("table.target"), share=1),
            Column(header=self.say("table.actual"), share=1),
            *(Column(header=title, right=True) for title in self.titles()[3:]),
        ]
        rows = list(self.rows())
        told = list(laid_out(columns, rows, room)) if rows else [self.say("sheet.none")]
        second = self.second_table(room) if self.opinion else []
        found = findings_lines(self.findings(), self.messages, self.lang)
        return "\n".join([self.head(), "", *told, "", *second, *found]) + "\n"

    def findings(self) -> tuple[Finding, ...]:
        """Return those about the reviewer's work first, then those about the form."""
        return (*(self.opinion.findings if self.opinion else ()), *self.card.findings)

    def second_table(self, room: int) -> list[str]:
        columns = [
            Column(header=self.say("table.name"), share=NAME_SHARE),
            *(Column(header=title, right=True) for title in self.second_titles()[1:]),
        ]
        return [*laid_out(columns, list(self.second_rows()), room), ""]

    def second_titles(self) -> list[str]:
        keys = ("table.name", "table.weight", "table.claimed", "sheet.reviewed", "sheet.rules")
        return [self.say(key) for key in (*keys, "sheet.deviation")]

    def second_rows(self) -> Iterator[list[str]]:
        """Yield a row a line, and one for all."""
        assert self.opinion is not None
        for line in self.opinion.lines:
            yield [
                line.own.name,
                line.own.weight.text or "–",
                line.own.claimed.text or "–",
                points(line.points),
                reach(line.reviewed.low, line.reviewed.high),
                share(line.deviation),
            ]
        whole = self.opinion.reviewed.whole
        yield [
            self.say("sheet.all"),
            "",
            points(self.opinion.claimed),
            points(self.opinion.points),
            reach(whole.low, whole.high),
            share(self.opinion.deviation),
        ]

    def markdown(self) -> str:
        """Return the sheet as Markdown."""
        lines = [f"# {self.head()}", ""]
        rows = list(self.rows())
        if rows:
            lines += [_bars(self.titles()), _bars(["---"] * len(self.titles()))]
            lines += [_bars(row) for row in rows]
        else:
            lines.append(self.say("sheet.none"))
        if self.opinion:
            titles = self.second_titles()
            lines += ["", _bars(titles), _bars(["---"] * len(titles))]
            lines += [_bars(row) for row in self.second_rows()]
        lines += ["", _bars(self.finding_titles()), _bars(["---"] * 5)]
        lines += [_bars(self.finding(finding)) for finding in self.findings()]
        return "\n".join(lines) + "\n"

    def head(self) -> str:
        form, spec = self.card.form, self.card.spec
        return self.say("sheet.head", form=form.title or form.source, spec=spec.name)

    def titles(self) -> list[str]:
        keys = ("name", "target", "actual", "weight", "claimed", "points", "deduct")
        return [self.say(f"table.{key}") for key in keys]

    def rows(self) -> Iterator[list[str]]:
        for line, least, most in deductions(self.card):
            yield [
                line.name,
                line.target,
                line.actual,
                line.weight.text or "–",
                line.claimed.text or "–",
                reach(line.low, line.high),
                reach(least, most),
            ]

    def finding_titles(self) -> list[str]:
        return [self.say(f"sheet.{key}") for key in ("severity", "code", "where", "said", "hint")]

    def finding(self, finding: Finding) -> list[str]:
        severity = self.say(f"severity.{finding.severity}")
        message = self.messages.message(finding, self.lang)
        hint = self.messages.hint(finding, self.lang)
        return [severity, finding.code, finding.where.spot, message, hint]


def share(value: Fraction | None) -> str:
    """Return a share as hundredths of a percent."""
    return "–" if value is None else as_text(value * 100, PLACES) + "%"


def second_document(opinion: SecondOpinion, messages: Messages, lang: Lang) -> dict[str, Any]:
    """Return a second opinion as plain data: score after review and deviation, by line, in all."""
    return {
        "spec": opinion.reviewed.spec.name,
        "lines": [
            {
                "id": line.own.id,
                "claimed": line.own.claimed.text,
                "reviewed": _points(line.points),
                "low": as_text(line.reviewed.low, PLACES),
                "high": as_text(line.reviewed.high, PLACES),
                "deviation": None if line.deviation is None else share(line.deviation),
            }
            for line in opinion.lines
        ],
        "claimed": _points(opinion.claimed),
        "reviewed": _points(opinion.points),
        "deviation": None if opinion.deviation is None else share(opinion.deviation),
        "findings": findings_document(opinion.findings, messages, lang),
    }


def _points(value: Fraction | None) -> str | None:
    return None if value is None else as_text(value, PLACES)


def _bars(cells: Sequence[str]) -> str:
    escaped = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"


def sheet_document(card: Scorecard, scorecard: dict[str, Any]) -> dict[str, Any]:
    """Return a reviewed scorecard as plain data, with what to deduct."""
    suggested = [
        {"id": line.id, "least": as_text(least, PLACES), "most": as_text(most, PLACES)}
        for line, least, most in deductions(card)
    ]
    return {**scorecard, "deductions": suggested}


def sarif(
    findings: Sequence[Finding], messages: Messages, lang: Lang, version: str
) -> dict[str, Any]:
    """Return findings as SARIF 2.1.0, so that editors show them on the file."""
    codes = sorted({finding.code for finding in findings})
    rules = [
        {
            "id": code,
            "name": messages.title(code, lang),
            "shortDescription": {"text": messages.title(code, lang)},
            "defaultConfiguration": {"level": LEVELS[messages.severities[code]]},
        }
        for code in codes
    ]
    driver = {"name": "perfrules", "version": version, "rules": rules}
    results = [_result(finding, messages, lang) for finding in findings]
    return {
        "$schema": SARIF,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _result(finding: Finding, messages: Messages, lang: Lang) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": finding.where.source}}
    line, _, column = finding.where.spot.partition(":")
    if line.isdecimal() and column.isdecimal():
        physical["region"] = {"startLine": int(line)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.where.spot:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.where.spot}]
    said = f"{messages.message(finding, lang)} {messages.hint(finding, lang)}".strip()
    return {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity or Severity.INFO],
        "message": {"text": said},
        "locations": [location],
    }
