"""The review sheet (复核表) and the precheck sheet (预检表) as pages."""

from fractions import Fraction

from perfrules.explain.cells import (
    basis_text,
    name_column,
    number_column,
    points_cell,
    printed_cell,
    range_cell,
    value_column,
)
from perfrules.explain.findings import finding_list, findings_page, severity_counts
from perfrules.findings import Findings, Judged, Where
from perfrules.model.card import Scorecard
from perfrules.model.deductions import Deduction, deductions, unconfirmed
from perfrules.model.messages import Words
from perfrules.model.page import (
    Block,
    Heading,
    NumberCell,
    Page,
    PageColumn,
    PageTable,
    Paragraph,
    PlaceCell,
    TableCell,
    paragraph,
)
from perfrules.model.second_opinion import SecondLine, SecondOpinion
from perfrules.values import DASH, percent_text, range_text


def review_page(card: Scorecard, words: Words, opinion: SecondOpinion | None = None) -> Page:
    """Return what to deduct, the second opinion if there is one, and all that was found."""
    # The reviewer's work comes first.
    findings = (*(opinion.judged if opinion else ()), *card.judged)
    sheet = _Sheet(card, findings, words)
    title = sheet.title("sheet.head")
    second = [sheet.second(opinion)] if opinion else []
    head, found = sheet.head(sheet.summary() + sheet.counts()), sheet.found()
    return Page(title, words.lang, (Heading(1, title), head, sheet.deducted(), *second, found))


def precheck_page(card: Scorecard, words: Words) -> Page:
    """Return what can be said of targets and weights alone: no claims, nothing to deduct."""
    sheet = _Sheet(card, card.judged, words)
    title, planned = sheet.title("sheet.precheck"), paragraph(words.say("sheet.planned"))
    blocks = (Heading(1, title), sheet.head(sheet.counts()), planned, sheet.found())
    return Page(title, words.lang, blocks)


def batch_page(findings: Findings, words: Words) -> Page:
    """Return what several forms show together."""
    return findings_page(words.say("sheet.batch"), findings, words)


class _Sheet:
    """The parts of both sheets."""

    def __init__(self, card: Scorecard, findings: tuple[Judged, ...], words: Words) -> None:
        self.card = card
        self.findings = findings
        self.words = words
        self.say = words.say
        self.sheet = self.only_sheet()

    def only_sheet(self) -> str:
        """Return the sheet that all findings are on, if there is one."""
        sheets = {one.finding.where.spot.rpartition("!")[0] for one in self.findings}
        named = {sheet for sheet in sheets if sheet}
        return named.pop() if len(named) == 1 else ""

    def place_text(self, where: Where) -> str:
        """Return a place without what the head of the page says."""
        return where.spot.removeprefix(f"{self.sheet}!") or DASH

    def title(self, key: str) -> str:
        form, spec = self.card.form, self.card.spec
        return self.say(key, form=form.title or form.source, spec=spec.name)

    def head(self, summary: str) -> Paragraph:
        source = self.card.form.source
        return paragraph(self.say("sheet.source", source=source, sheet=self.sheet or DASH), summary)

    def summary(self) -> str:
        """Return what was claimed, what the rules give, and what to deduct."""
        whole = self.card.whole
        taken = [*deductions(self.card), *unconfirmed(self.card)]
        least = sum((one.least for one in taken), Fraction(0))
        most = sum((one.most for one in taken), Fraction(0))
        return self.say(
            "sheet.summary",
            claimed=self.card.form.claimed_total.text or DASH,
            computed=range_text(whole.low, whole.high),
            deduct=range_text(least, most),
        )

    def counts(self) -> str:
        """Return how many findings there are of each severity."""
        return self.say("sheet.counts", **severity_counts(self.findings))

    def found(self) -> Block:
        """Return the findings, worst first; their places without the name of the file."""
        if not self.findings:
            return paragraph(self.say("table.no_findings"))
        return finding_list(self.findings, self.words, self.place_text, is_folded=True)

    # -- what to deduct ------------------------------------------------------------------

    def deducted(self) -> Block:
        """Return what to deduct, the most first; then what nothing confirms."""
        certain = sorted(deductions(self.card), key=lambda one: -one.most)
        rows = tuple(map(self.deduction, (*certain, *unconfirmed(self.card))))
        if not rows:
            return paragraph(self.say("sheet.none"))
        columns = (
            name_column(self.say("table.name")),
            value_column(self.say("table.target")),
            value_column(self.say("table.actual")),
            number_column(self.say("table.weight")),
            number_column(self.say("table.claimed")),
            number_column(self.say("table.points")),
            number_column(self.say("table.deduct")),
            PageColumn(self.say("sheet.where")),
            value_column(self.say("table.basis")),
        )
        return PageTable(columns, rows)

    def deduction(self, one: Deduction) -> tuple[TableCell, ...]:
        line = one.line
        where = Where(source=line.where.source, spot=line.cells.get("claimed", line.where.spot))
        return (
            line.name,
            line.target,
            line.actual,
            printed_cell(line.weight),
            printed_cell(line.claimed),
            range_cell(line.low, line.high),
            range_cell(one.least, one.most),
            PlaceCell(self.place_text(where), where),
            basis_text(self.card, line),
        )

    # -- the second opinion --------------------------------------------------------------

    def second(self, opinion: SecondOpinion) -> PageTable:
        columns = (
            name_column(self.say("table.name")),
            value_column(self.say("sheet.seen")),
            number_column(self.say("table.weight")),
            number_column(self.say("table.claimed")),
            number_column(self.say("sheet.reviewed")),
            number_column(self.say("sheet.rules")),
            number_column(self.say("sheet.deviation")),
        )
        whole = opinion.reviewed.whole
        total = (
            self.say("sheet.all"),
            "",
            "",
            points_cell(opinion.claimed),
            points_cell(opinion.points),
            range_cell(whole.low, whole.high),
            NumberCell(percent_text(opinion.deviation)),
        )
        return PageTable(columns, tuple(map(self.second_row, opinion.lines)), (total,))

    def second_row(self, line: SecondLine) -> tuple[TableCell, ...]:
        return (
            line.own.name,
            (line.written.actual.text if line.written else "") or DASH,
            printed_cell(line.own.weight),
            printed_cell(line.own.claimed),
            points_cell(line.points),
            range_cell(line.reviewed.low, line.reviewed.high),
            NumberCell(percent_text(line.deviation)),
        )
