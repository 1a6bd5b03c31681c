"""Scorecards, forms and specs as text for a terminal."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby

from perfrules.findings import Finding, Severity
from perfrules.model.card import Interval, LineOfCard, Scorecard
from perfrules.model.form import Form, Number, Row
from perfrules.model.messages import Lang, Messages
from perfrules.values import as_text
from perfrules.writers.columns import Column, laid_out

PLACES = 2
AMOUNTS = ("initial", "revised", "executed", "weight", "rate", "claimed")
NAME_SHARE = 3
"""A name keeps three times the room of a value when both must be cut."""
_COLON = re.compile(r"\W+$")
DIGEST_SHOWN = 19
"""Characters of a digest that a table shows."""


def points(value: Fraction | None) -> str:
    """Return points as they are printed."""
    return "–" if value is None else as_text(value, PLACES)


def reach(low: Fraction, high: Fraction) -> str:
    """Return points from least to most."""
    return points(low) if low == high else f"{points(low)}–{points(high)}"


def scorecard_table(card: Scorecard, messages: Messages, lang: Lang, room: int) -> str:
    """Return a scorecard as a table that fits into *room* terminal cells."""
    table = _CardTable(card, messages, lang)
    return "\n".join([*table.head(), "", *table.lines(room), "", *table.foot()]) + "\n"


class _CardTable:
    def __init__(self, card: Scorecard, messages: Messages, lang: Lang) -> None:
        self.card = card
        self.messages = messages
        self.lang = lang

    def say(self, key: str, /, **params: object) -> str:
        return self.messages.say(key, self.lang, **params)

    def head(self) -> Iterator[str]:
        form, spec = self.card.form, self.card.spec
        year = form.fiscal_year or "?"
        yield self.say(
            "table.title", title=form.title or "", year=year, unit=form.unit or ""
        ).strip()
        if form.sheet:
            yield self.say("table.sheet", sheet=form.sheet)
        yield self.say(
            "table.spec",
            spec=spec.name,
            version=spec.version,
            digest=spec.digest[:DIGEST_SHOWN],
            why=self.card.chosen_by,
        )

    def lines(self, room: int) -> Iterator[str]:
        columns = [
            Column(header=self.say("table.number"), right=True),
            Column(header=self.say("table.name"), share=NAME_SHARE),
            Column(header=self.say("table.target"), share=1),
            Column(header=self.say("table.actual"), share=1),
            Column(header=self.say("table.weight"), right=True),
            Column(header=self.say("table.claimed"), right=True),
            Column(header=self.say("table.points"), right=True),
            Column(header=self.say("table.settled"), right=True),
            Column(header=self.say("table.rule")),
            Column(header=self.say("table.basis")),
        ]
        rows = [self.row(number, line) for number, line in enumerate(self.card.lines, start=1)]
        yield from laid_out(columns, [*rows, *self.sections(), self.total()], room)

    def row(self, number: int, line: LineOfCard) -> list[str]:
        return [
            str(number),
            line.name,
            line.target,
            line.actual,
            line.weight.text or "–",
            line.claimed.text or "–",
            reach(line.low, line.high),
            points(line.settled),
            self.say(f"kind.{line.kind}"),
            self.basis(line),
        ]

    def basis(self, line: LineOfCard) -> str:
        clauses = self.card.spec.clauses
        places = dict.fromkeys(clauses[cite].place for cite in line.clauses)
        assumed = [self.say("table.assumed")] if line.assumptions else []
        return " ".join([*places, *assumed])

    def sections(self) -> Iterator[list[str]]:
        for section in self.card.sections:
            label = self.say("table.section", label=section.label)
            claimed = "–" if section.claimed is None else as_text(section.claimed)
            row = self.sum_row(label, section.weight, claimed, section.points)
            yield [*row[:-1], section.says or ""]

    def total(self) -> list[str]:
        weight = sum((line.weight.value or Fraction(0) for line in self.card.lines), Fraction(0))
        claimed = self.card.form.claimed_total.text or "–"
        return self.sum_row(self.say("table.total"), weight, claimed, self.card.total)

    def sum_row(
        self, label: str, weight: Fraction, claimed: str, found: Interval | None
    ) -> list[str]:
        made = reach(found.low, found.high) if found else "–"
        settled = points(found.settled) if found else "–"
        return ["", label, "", "", as_text(weight), claimed, made, settled, "", ""]

    def foot(self) -> Iterator[str]:
        card, total = self.card, self.card.total
        none = self.say("table.none")
        yield self.say(
            "table.totals",
            low=points(total.low if total else None),
            high=points(total.high if total else None),
            settled=points(total.settled if total else None),
            claimed=card.form.claimed_total.text or none,
        )
        yield self.say(
            "table.grade",
            possible=" ".join(card.grades) or none,
            settled=card.grade or none,
            claimed=card.form.claimed_grade or none,
        )
        yield from self.assumptions()
        yield ""
        yield from findings_lines(card.findings, self.messages, self.lang)

    def assumptions(self) -> Iterator[str]:
        assumptions = self.card.assumptions
        if assumptions:
            yield ""
            yield self.say("table.assumptions", count=len(assumptions))
            for assumption in assumptions:
                yield f"  {assumption.id}: {assumption.text}"


def findings_lines(findings: Iterable[Finding], messages: Messages, lang: Lang) -> Iterator[str]:
    """
    Yield findings as text, worst first; those of one code that say the same stand together.

    Nothing is left out: every finding's place is printed.
    """
    findings = tuple(findings)
    if not findings:
        yield messages.say("table.no_findings", lang)
        return
    counts = {severity: sum(f.severity is severity for f in findings) for severity in Severity}
    yield messages.say(
        "table.findings",
        lang,
        count=len(findings),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
    )
    order = list(Severity)
    ranked = sorted(findings, key=lambda f: (order.index(f.severity or Severity.INFO), f.code))
    for (severity, code), group in groupby(ranked, key=lambda f: (f.severity, f.code)):
        members = list(group)
        label = messages.say(f"severity.{severity}", lang)
        yield f"[{label}] {code} {messages.title(code, lang)} ×{len(members)}"
        yield from _members(members, messages, lang)


def _members(members: list[Finding], messages: Messages, lang: Lang) -> Iterator[str]:
    """Yield findings of one code; a hint that is the same for neighbours stands once, below."""
    label = messages.say("table.hint", lang)
    for hint, group in groupby(members, key=lambda finding: messages.hint(finding, lang)):
        for finding in group:
            yield f"    {finding.where}: {messages.message(finding, lang)}"
        if hint:
            yield f"    {label}: {hint}"


def form_table(form: Form, messages: Messages, lang: Lang, room: int) -> str:
    """Return what was understood of a form, with the place of each row."""
    table = _FormTable(form, messages, lang)
    parts = [table.head(), table.money(), table.rows(room), table.foot()]
    found = list(findings_lines(form.findings, messages, lang))
    return "\n\n".join("\n".join(part) for part in (*parts, found) if part) + "\n"


class _FormTable:
    """The parts of what was understood of a form."""

    def __init__(self, form: Form, messages: Messages, lang: Lang) -> None:
        self.form = form
        self.messages = messages
        self.lang = lang
        self.none = self.say("table.none")

    def say(self, key: str, /, **params: object) -> str:
        return self.messages.say(key, self.lang, **params)

    def head(self) -> list[str]:
        form, none = self.form, self.none
        kind, year, unit = form.kind or none, form.fiscal_year or none, form.unit or none
        sheet = [self.say("table.sheet", sheet=form.sheet)] if form.sheet else []
        told = self.say("read.kind", kind=kind, year=year, unit=unit)
        return [form.title or none, *sheet, told]

    def money(self) -> list[str]:
        budget = self.form.budget
        if budget is None:
            return []
        lines = [self.say("read.budget", unit=budget.unit or self.none)]
        for money in budget.rows:
            texts = {name: _text(getattr(money, name), self.none) for name in AMOUNTS}
            label = _COLON.sub("", money.label)
            lines.append(self.say("read.money", label=label, **texts))
        return lines

    def rows(self, room: int) -> list[str]:
        columns = [
            Column(header=self.say("table.number"), right=True),
            Column(header=self.say("table.name"), share=NAME_SHARE),
            Column(header=self.say("table.target"), share=1),
            Column(header=self.say("table.actual"), share=1),
            Column(header=self.say("table.weight"), right=True),
            Column(header=self.say("table.claimed"), right=True),
            Column(header=self.say("read.where")),
        ]
        rows = [self.row(number, row) for number, row in enumerate(self.form.rows, start=1)]
        return list(laid_out(columns, rows, room))

    def row(self, number: int, row: Row) -> list[str]:
        return [
            str(number),
            f"{row.level1}/{row.level2}/{row.name}",
            row.target.text,
            row.actual.text,
            _text(row.weight, "–"),
            _text(row.claimed, "–"),
            row.where.spot,
        ]

    def foot(self) -> list[str]:
        form, none = self.form, self.none
        total, grade = form.claimed_total.text or none, form.claimed_grade or none
        return [self.say("read.total", total=total, grade=grade, notes=len(form.notes))]


def _text(number: Number, none: str) -> str:
    return number.text or none
