"""The review sheet (复核表): what to deduct and what was found, as text, Markdown and data."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from perfrules.findings import Code, Finding, Severity
from perfrules.model.card import Cause, LineOfCard, Outcome, Ranged, Scorecard, Unscored
from perfrules.model.messages import Lang, Messages
from perfrules.model.second import SecondOpinion
from perfrules.values import Mode, Rounding, as_text
from perfrules.writers.columns import Column, laid_out, pad, printable, width
from perfrules.writers.document import findings_document
from perfrules.writers.tables import NAME_SHARE, PLACES, points, reach

PERCENT_POINT = Rounding(step=Fraction(1, 10_000), mode=Mode.HALF_UP)
"""How deviations are shown: hundredths of a percent."""
"""The finding that a direction looks upside down."""
MOST_ALIKE = 3
"""Sentences of one code that the sheet prints of what is no error; of more only the places."""


def deductions(card: Scorecard) -> Iterator[tuple[LineOfCard, Fraction, Fraction]]:
    """
    Yield the lines whose claim the rules do not carry, and what to deduct: least and most.

    Where the direction of a target is in doubt, the claim may be right: nothing is sure.
    """
    doubtful = {
        finding.where for finding in card.findings if finding.code == Code.DIRECTION_DOUBTFUL
    }
    for line in card.lines:
        claim = line.claimed.value
        if claim is not None and claim > line.high and line.counts:
            is_doubtful = any(where.spot == line.cells.get("target") for where in doubtful)
            yield line, Fraction(0) if is_doubtful else claim - line.high, claim - line.low


def open_claims(card: Scorecard) -> Iterator[tuple[LineOfCard, Fraction, Fraction]]:
    """Yield the lines whose claim nothing confirms, and what could be deducted: least and most."""
    for line in card.lines:
        claim = line.claimed.value
        if claim is not None and _is_open(line.outcome) and line.low < claim <= line.high:
            yield line, Fraction(0), claim - line.low


def _is_open(outcome: Outcome) -> bool:
    """Tell whether the form leaves a score open: no value, or an imprecise one."""
    match outcome:
        case Ranged(cause=cause):
            return cause is Cause.DATA
        case _:
            return isinstance(outcome, Unscored)


class ReviewSheet:
    """A reviewed scorecard as a sheet in one language, with a second opinion if there is one."""

    heading = "sheet.head"
    nothing = "sheet.none"

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
            *(Column(header=title, right=True) for title in self.titles()[3:-2]),
            Column(header=self.say("sheet.where")),
            Column(header=self.say("table.basis"), share=1),
        ]
        rows = list(self.rows())
        told = list(laid_out(columns, rows, room)) if rows else [self.say(self.nothing)]
        second = self.second_table(room) if self.opinion else []
        parts = [[*self.heads(), ""], [*told, ""], second, list(self.found())]
        return "\n".join(line for part in parts for line in part) + "\n"

    def heads(self) -> Iterator[str]:
        """Yield what the sheet is about, where it stands, and all of it in one line."""
        yield self.head()
        yield self.say("sheet.source", source=self.card.form.source, sheet=self.sheet() or "–")
        yield self.summary()

    def summary(self) -> str:
        """Return what was claimed, what the rules give, what to deduct and what was found."""
        whole = self.card.whole
        told = [*deductions(self.card), *open_claims(self.card)]
        least = sum((least for _, least, _ in told), Fraction(0))
        most = sum((most for _, _, most in told), Fraction(0))
        points = self.say(
            "sheet.summary",
            claimed=self.card.form.claimed_total.text or "–",
            computed=reach(whole.low, whole.high),
            deduct=reach(least, most),
        )
        return f"{points}{self.counts()}"

    def counts(self) -> str:
        """Return how many findings there are of each severity."""
        counts = {s: sum(f.severity is s for f in self.findings()) for s in Severity}
        return self.say(
            "sheet.counts",
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            infos=counts[Severity.INFO],
        )

    def sheet(self) -> str:
        """Return the sheet that all cells stand on, if there is one."""
        sheets = {finding.where.spot.rpartition("!")[0] for finding in self.findings()}
        named = {sheet for sheet in sheets if sheet}
        return named.pop() if len(named) == 1 else ""

    def cell(self, spot: str) -> str:
        """Return a place without the sheet that the head names, and without the file."""
        return spot.removeprefix(f"{self.sheet()}!") or "–"

    def found(self) -> Iterator[str]:
        """Yield the findings, worst first; of many of one code the places, not the sentences."""
        order, findings = list(Severity), self.findings()
        if not findings:
            yield self.say("table.no_findings")
        ranked = sorted(findings, key=lambda f: (order.index(f.severity or Severity.INFO), f.code))
        for severity, of_severity in groupby(ranked, key=lambda finding: finding.severity):
            members = list(of_severity)
            yield self.say(
                "sheet.rank", severity=self.say(f"severity.{severity}"), count=len(members)
            )
            for code, group in groupby(members, key=lambda finding: finding.code):
                yield from self.code(code, list(group), all_told=severity is Severity.ERROR)

    def code(self, code: Code, members: list[Finding], *, all_told: bool) -> Iterator[str]:
        """Yield the findings of one code, with one hint for those that have the same."""
        yield f"  {code} {self.messages.title(code, self.lang)} ×{len(members)}"
        told = members if all_told or len(members) <= MOST_ALIKE + 1 else members[:MOST_ALIKE]
        room = max(width(self.cell(one.where.spot)) for one in told)
        for hint, group in groupby(told, key=lambda f: self.messages.hint(f, self.lang)):
            for one in group:
                message = printable(self.messages.message(one, self.lang))
                yield f"    {pad(self.cell(one.where.spot), room)}  {message}"
            if hint and len(told) == len(members):
                yield f"    → {hint}"
        if len(told) < len(members):
            rest = " ".join(self.cell(one.where.spot) for one in members[len(told) :])
            yield f"    {self.say('sheet.more', count=len(members) - len(told), places=rest)}"
            yield f"    → {self.messages.hint(members[0], self.lang)}"

    def findings(self) -> tuple[Finding, ...]:
        """Return those about the reviewer's work first, then those about the form."""
        return (*(self.opinion.findings if self.opinion else ()), *self.card.findings)

    def second_table(self, room: int) -> list[str]:
        columns = [
            Column(header=self.say("table.name"), share=NAME_SHARE),
            Column(header=self.second_titles()[1], share=1),
            *(Column(header=title, right=True) for title in self.second_titles()[2:]),
        ]
        return [*laid_out(columns, list(self.second_rows()), room), ""]

    def second_titles(self) -> list[str]:
        keys = ("table.weight", "table.claimed", "sheet.reviewed", "sheet.rules", "sheet.deviation")
        return [self.say(key) for key in ("table.name", "sheet.seen", *keys)]

    def second_rows(self) -> Iterator[list[str]]:
        """Yield a row a line, and one for all."""
        assert self.opinion is not None
        for line in self.opinion.lines:
            yield [
                line.own.name,
                (line.written.actual.text if line.written else "") or "–",
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
            "",
            points(self.opinion.claimed),
            points(self.opinion.points),
            reach(whole.low, whole.high),
            share(self.opinion.deviation),
        ]

    def markdown(self) -> str:
        """Return the sheet as Markdown."""
        lines = [f"# {self.head()}", ""]
        lines += [f"{text}  " for text in list(self.heads())[1:]] + [""]
        rows = list(self.rows())
        if rows:
            lines += [_bars(self.titles()), _bars(["---"] * len(self.titles()))]
            lines += [_bars(row) for row in rows]
        else:
            lines.append(self.say(self.nothing))
        if self.opinion:
            titles = self.second_titles()
            lines += ["", _bars(titles), _bars(["---"] * len(titles))]
            lines += [_bars(row) for row in self.second_rows()]
        lines += ["", _bars(self.finding_titles()), _bars(["---"] * 5)]
        lines += [_bars(self.finding(finding)) for finding in self.findings()]
        return "\n".join(lines) + "\n"

    def head(self) -> str:
        form, spec = self.card.form, self.card.spec
        return self.say(self.heading, form=form.title or form.source, spec=spec.name)

    def titles(self) -> list[str]:
        keys = ("name", "target", "actual", "weight", "claimed", "points", "deduct")
        return [
            *(self.say(f"table.{key}") for key in keys),
            self.say("sheet.where"),
            self.say("table.basis"),
        ]

    def rows(self) -> Iterator[list[str]]:
        """Yield what to deduct, the most first; then what nothing confirms."""
        certain = sorted(deductions(self.card), key=lambda found: -found[2])
        for line, least, most in (*certain, *open_claims(self.card)):
            yield [
                line.name,
                line.target,
                line.actual,
                line.weight.text or "–",
                line.claimed.text or "–",
                reach(line.low, line.high),
                reach(least, most),
                self.cell(line.cells.get("claimed", line.where.spot)),
                self.basis(line),
            ]

    def basis(self, line: LineOfCard) -> str:
        clauses = self.card.spec.clauses
        return " ".join(dict.fromkeys(clauses[cite].place for cite in line.clauses))

    def finding_titles(self) -> list[str]:
        return [self.say(f"sheet.{key}") for key in ("severity", "code", "where", "said", "hint")]

    def finding(self, finding: Finding) -> list[str]:
        severity = self.say(f"severity.{finding.severity}")
        message = self.messages.message(finding, self.lang)
        hint = self.messages.hint(finding, self.lang)
        return [severity, finding.code, finding.where.spot, message, hint]


class PrecheckSheet(ReviewSheet):
    """What can be said of targets and weights alone: no claims, nothing to deduct."""

    heading = "sheet.precheck"
    nothing = "sheet.planned"

    def summary(self) -> str:
        return self.counts()

    def rows(self) -> Iterator[list[str]]:
        return iter(())


def share(value: Fraction | None) -> str:
    """Return a share as hundredths of a percent."""
    return "–" if value is None else as_text(PERCENT_POINT(value) * 100, PLACES) + "%"


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
    unconfirmed = [
        {"id": line.id, "least": as_text(least, PLACES), "most": as_text(most, PLACES)}
        for line, least, most in open_claims(card)
    ]
    return {**scorecard, "deductions": suggested, "unconfirmed": unconfirmed}
