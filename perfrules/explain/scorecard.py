"""A scorecard as a page: lines, subtotals, total, grade, assumptions, findings."""

from collections.abc import Iterator
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
from perfrules.explain.findings import finding_blocks
from perfrules.model.card import Interval, LineOfCard, Scorecard, Section
from perfrules.model.messages import Words
from perfrules.model.page import (
    Block,
    Heading,
    NumberCell,
    Page,
    PageColumn,
    PageTable,
    Paragraph,
    TableCell,
    bullets,
    paragraph,
)
from perfrules.values import DASH, as_text, points_text

DIGEST_SHOWN = 19
"""Characters of a digest that a page shows."""


def scorecard_page(card: Scorecard, words: Words) -> Page:
    """Return a scorecard as a page."""
    sheet = _ScorecardPage(card, words)
    return Page(sheet.title(), words.lang, tuple(sheet.blocks()))


class _ScorecardPage:
    """The blocks of a scorecard, in order."""

    def __init__(self, card: Scorecard, words: Words) -> None:
        self.card = card
        self.words = words
        self.say = words.say

    def title(self) -> str:
        form = self.card.form
        year = form.fiscal_year or "?"
        title = self.say("table.title", title=form.title or "", year=year, unit=form.unit or "")
        return title.strip()

    def blocks(self) -> Iterator[Block]:
        yield Heading(1, self.title())
        yield self.head()
        yield self.table()
        yield self.totals()
        yield from self.assumptions()
        yield from finding_blocks(self.card.judged, self.words)

    def head(self) -> Paragraph:
        form, spec = self.card.form, self.card.spec
        rules = self.say(
            "table.spec",
            spec=spec.name,
            version=spec.version,
            digest=spec.digest[:DIGEST_SHOWN],
            why=self.card.chosen_by,
        )
        return paragraph(self.say("table.sheet", sheet=form.sheet) if form.sheet else "", rules)

    def table(self) -> PageTable:
        columns = (
            number_column(self.say("table.number")),
            name_column(self.say("table.name")),
            value_column(self.say("table.target")),
            value_column(self.say("table.actual")),
            number_column(self.say("table.weight")),
            number_column(self.say("table.claimed")),
            number_column(self.say("table.points")),
            number_column(self.say("table.settled")),
            PageColumn(self.say("table.rule")),
            PageColumn(self.say("table.basis")),
        )
        rows = tuple(self.row(number, line) for number, line in enumerate(self.card.lines, start=1))
        return PageTable(columns, rows, (*map(self.section, self.card.sections), self.total()))

    def row(self, number: int, line: LineOfCard) -> tuple[TableCell, ...]:
        assumed = self.say("table.assumed") if line.assumptions else ""
        return (
            NumberCell(str(number), Fraction(number)),
            line.name,
            line.target,
            line.actual,
            printed_cell(line.weight),
            printed_cell(line.claimed),
            range_cell(line.low, line.high),
            points_cell(line.settled),
            self.say(f"kind.{line.kind}"),
            f"{basis_text(self.card, line)} {assumed}".strip(),
        )

    def section(self, section: Section) -> tuple[TableCell, ...]:
        label = self.say("table.section", label=section.label)
        claimed = DASH if section.claimed is None else as_text(section.claimed)
        cell = NumberCell(claimed, section.claimed)
        return self.sum_row(label, section.weight, cell, section.points, section.says or "")

    def total(self) -> tuple[TableCell, ...]:
        weight = sum((line.weight.value or Fraction(0) for line in self.card.lines), Fraction(0))
        claimed = printed_cell(self.card.form.claimed_total)
        return self.sum_row(self.say("table.total"), weight, claimed, self.card.total, "")

    def sum_row(
        self, label: str, weight: Fraction, claimed: NumberCell, found: Interval | None, says: str
    ) -> tuple[TableCell, ...]:
        made = range_cell(found.low, found.high) if found else NumberCell(DASH)
        settled = points_cell(found.settled if found else None)
        return (
            "",
            label,
            "",
            "",
            NumberCell(as_text(weight), weight),
            claimed,
            made,
            settled,
            "",
            says,
        )

    def totals(self) -> Paragraph:
        card, total, none = self.card, self.card.total, self.say("table.none")
        return paragraph(
            self.say(
                "table.totals",
                low=points_text(total.low if total else None),
                high=points_text(total.high if total else None),
                settled=points_text(total.settled if total else None),
                claimed=card.form.claimed_total.text or none,
            ),
            self.say(
                "table.grade",
                possible=" ".join(card.grades) or none,
                settled=card.grade or none,
                claimed=card.form.claimed_grade or none,
            ),
        )

    def assumptions(self) -> Iterator[Block]:
        assumptions = self.card.assumptions
        if assumptions:
            yield Heading(2, self.say("table.assumptions", count=len(assumptions)))
            yield bullets(*(f"{one.id}: {one.text}" for one in assumptions))
