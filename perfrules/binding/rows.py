"""The indicators: one row each, captions filled down, rows aligned where cells were lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from perfrules.binding.cells import CellClassifier, Cells
from perfrules.binding.implied import completed
from perfrules.binding.parser import CellParser
from perfrules.binding.regions import Regions
from perfrules.binding.repair.alignment import KEY, LEVELS, Aligner, Alignment
from perfrules.binding.repair.run_on import RowSplitter
from perfrules.binding.repair.totals import PrintedTotals, TotalsCheck
from perfrules.binding.sheet import SheetCell, SheetRow
from perfrules.binding.table import Table
from perfrules.findings import Code
from perfrules.model.form import Number, Reviewed, Row
from perfrules.model.quantity import Kind
from perfrules.text import caption, is_numbered

SCORE_FIELDS = ("weight", "claimed")


class Confidence(StrEnum):
    """How sure a repair is."""

    CERTAIN = "high"
    """the row could not stay as printed"""
    LIKELY = "medium"
    """it is likelier so"""
    BY_TOTALS = "sums"
    """the form's sums say so"""


@dataclass(slots=True)
class _Levels:
    """The captions above a row, as they are filled down; *heading*: one on a row of its own."""

    level1: str = ""
    level2: str = ""
    heading: bool = False

    def take(self, alignment: Alignment) -> None:
        """Take the captions that a row prints; a new first level ends the second."""
        one, two = (_text_of(alignment.cells, level) for level in LEVELS)
        if self.heading and "level2" not in alignment.cells:
            one, two = "", one
        if one and one != self.level1:
            self.level1, self.level2 = one, ""
        if two:
            self.level2 = two


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedRow:
    """
    A row of the table with the captions above it.

    Attributes:
        table: the table; row: its cells.
        printed: the row aligned as printed.
        options: the alignments that stay possible, the best one first.
        by_totals: whether the form's sums left fewer than the cells did.
        cells: the cells of the alignment to take; the cells that agree, if there are several.
    """

    table: Table
    row: SheetRow
    printed: Alignment
    options: tuple[Alignment, ...]
    level1: str
    level2: str
    by_totals: bool = False
    cells: Cells = field(init=False)

    def __post_init__(self) -> None:
        first, *others = self.options
        agreed = {f: c for f, c in first.cells.items() if all(o.agrees(first, f) for o in others)}
        object.__setattr__(self, "cells", agreed)

    @property
    def is_unclear(self) -> bool:
        """Whether several alignments are possible."""
        return len(self.options) > 1

    @property
    def name(self) -> str:
        """The text of its name."""
        return _text_of(self.cells, "name")

    @property
    def confidence(self) -> Confidence:
        """How confident the repair of the row is."""
        if self.by_totals:
            return Confidence.BY_TOTALS
        return Confidence.CERTAIN if self.printed.faults else Confidence.LIKELY


def bind_rows(regions: Regions, parser: CellParser, totals: PrintedTotals) -> tuple[Row, ...]:
    """
    Bind the rows below the headers of a form.

    Args:
        regions: where they are.
        parser: parses cells; what is repaired, unclear or left out is reported to it.
        totals: what the form prints of its sums.
    """
    classifier = CellClassifier(parser)
    aligned = tuple(_aligned_form(regions, classifier))
    check = TotalsCheck(classifier, [row.level1 for row in aligned], totals)
    left = check.settled([row.options for row in aligned])
    settled = (
        replace(row, options=options, by_totals=True) if len(options) < len(row.options) else row
        for row, options in zip(aligned, left, strict=True)
    )
    return tuple(found for row in settled if (found := RowBinder(row, classifier).bound()))


# -- aligning -------------------------------------------------------------------------------


def _aligned_form(regions: Regions, classifier: CellClassifier) -> Iterator[AlignedRow]:
    levels, rows = _Levels(), regions.sheet.rows
    ends = [*(table.top for table in regions.tables[1:]), regions.end]
    for table, end in zip(regions.tables, ends, strict=True):
        own = [row for row in rows[table.row + 1 : end] if row.filled]
        _report_columns(table, own, classifier)
        yield from _aligned_table(table, own, levels, classifier)


def _aligned_table(
    table: Table, rows: Sequence[SheetRow], levels: _Levels, classifier: CellClassifier
) -> Iterator[AlignedRow]:
    claimed = any(_has_claim(table, row, classifier) for row in rows)
    ruled = classifier.parser.sheet.ruled
    aligner = Aligner(table, classifier, ruled=ruled, claimed=claimed)
    splitter = RowSplitter(aligner)
    for row in rows:
        if heading := _heading(row, classifier):
            levels.level1, levels.level2, levels.heading = heading, "", True
            continue
        parts = splitter.split(row)
        if len(parts) > 1:
            first = row.filled[0]
            classifier.parser.report(Code.ROWS_RUN_ON, first, None, text=first.line)
        for part in parts:
            options = aligner.best(part)
            levels.take(options[0])
            yield AlignedRow(
                table=table,
                row=part,
                printed=aligner.as_printed(part) if options[0].moves else options[0],
                options=options,
                level1=levels.level1,
                level2=levels.level2,
            )


def _heading(row: SheetRow, classifier: CellClassifier) -> str | None:
    """Return the first-level caption that is alone on a row: 一、产出指标（45分）."""
    cell = row.filled[0]
    is_heading = len(row.filled) == 1 and is_numbered(cell.text) and classifier.is_level(cell)
    return cell.line if is_heading else None


def _has_claim(table: Table, row: SheetRow, classifier: CellClassifier) -> bool:
    """Return whether a row has a weight and a score where the header says."""
    cells = (table.cell(row, name) for name in SCORE_FIELDS)
    return all(classifier.points(cell) is not None for cell in cells)


def _report_columns(table: Table, rows: Sequence[SheetRow], classifier: CellClassifier) -> None:
    """Report columns whose header names no field, if anything is below it."""
    ignored = {*classifier.edges, *classifier.words.ignored, ""}
    known = {table.header[column].spot for column in table.columns.values()}
    for column, cell in enumerate(table.header):
        below = (row[column] for row in rows if column < len(row))
        if cell.spot in known or cell.caption in ignored:
            continue
        if any(one.compact and one.spot != cell.spot for one in below):
            known.add(cell.spot)
            classifier.parser.report(Code.UNKNOWN_COLUMN, cell, None, text=cell.line)


# -- binding --------------------------------------------------------------------------------


class RowBinder:
    """Binds one aligned row, and reports what is unclear about it."""

    def __init__(self, aligned: AlignedRow, classifier: CellClassifier) -> None:
        self.aligned = aligned
        self.cells = aligned.cells
        self.classifier = classifier
        self.parser = classifier.parser

    def bound(self) -> Row | None:
        """Return the indicator; ``None`` where the row is not one."""
        if self.aligned.is_unclear:
            self._report_two_readings()
        elif self.aligned.options[0].moves:
            self._report_shift()
        elif self.aligned.options[0].faults:
            self._report_unfit()
        if not self._is_indicator():
            self._report_left_out()
            return None
        return completed(self._row(), self.parser)

    # -- reports ------------------------------------------------------------------------------

    def _report_shift(self) -> None:
        self.parser.report(
            Code.ROW_SHIFTED,
            self.cells.get("name"),
            self.aligned.name or None,
            columns=str(self.aligned.options[0].moves[-1]),
            target=_text_of(self.cells, "target"),
            stood=_text_of(self.aligned.printed.cells, "target"),
            confidence=self.aligned.confidence,
            cells=self._spots(),
        )

    def _report_two_readings(self) -> None:
        first, second = map(_summary, self.aligned.options[:2])
        place = self.cells.get("name") or self.aligned.row.filled[0]
        name = self.aligned.name or None
        self.parser.report(
            Code.TWO_ALIGNMENTS, place, name, one=first, two=second, cells=self._spots()
        )

    def _spots(self) -> str:
        return " ".join(dict.fromkeys(cell.spot for cell in self.aligned.row.filled))

    def _report_left_out(self) -> None:
        """Report a row that is not an indicator, unless it holds nothing but captions."""
        levels = {self.cells[level].spot for level in LEVELS if level in self.cells}
        said = [cell for cell in self.aligned.row.filled if cell.caption]
        rest = [cell for cell in said if cell.spot not in levels]
        if [cell for cell in rest if cell.caption not in self.classifier.edges]:
            text = " | ".join(cell.line for cell in rest)
            self.parser.report(Code.ROW_LEFT_OUT, rest[0], None, text=text)

    def _report_unfit(self) -> None:
        """Report cells that cannot be what their columns hold, or have no column."""
        cells, row, width = self.cells, self.aligned.row, self.aligned.table.width
        unfit = [cells[name] for name in self.classifier.unfit(cells) if name not in SCORE_FIELDS]
        unfit = [one for one in unfit if self.parser.kind(one) is not Kind.DATE]  # may be a name
        used = {cell.spot for cell in cells.values()}
        beyond = [c for c in SheetRow(row[width:]).filled if c.spot not in used]
        odd = [cell for cell in (*unfit, *beyond) if cell.compact]
        if odd and self._is_indicator():
            text = " | ".join(cell.line for cell in odd)
            self.parser.report(Code.CELLS_DO_NOT_FIT, odd[0], self.aligned.name or None, text=text)

    # -- what it is ---------------------------------------------------------------------------

    def _is_indicator(self) -> bool:
        """Return whether the row is an indicator; an unclear one is, if it has a name."""
        is_unclear = self.aligned.is_unclear and "name" in self.cells
        return is_unclear or self._is_weighted() or self._is_unweighted()

    def _is_weighted(self) -> bool:
        """Return whether the row has a name and a weight; one text across the table has not."""
        filled = [self.cells.get(name) for name in ("name", "weight")]
        said = {cell.spot for cell in filled if cell and not self.classifier.says_nothing(cell)}
        return len(said) == len(filled)

    def _is_unweighted(self) -> bool:
        """
        Return whether the row is an indicator but for its weight: name, target, actual.

        In a table without a column of weights a name and one of target, actual and score are
        enough.
        """
        cells, nothing = self.cells, self.classifier.says_nothing
        filled = {f: cells[f] for f in ("name", "target", "actual", "claimed") if f in cells}
        said = {f: c.spot for f, c in filled.items() if not nothing(c)}
        if "weight" not in self.aligned.table.columns:
            is_named = "name" in said and not self.classifier.is_level(cells["name"])
            return is_named and len(set(said.values())) > 1
        wanted = [said.get(name) for name in ("name", "target", "actual")]
        return "weight" in cells and None not in wanted and len(set(wanted)) == len(wanted)

    def _is_part(self) -> bool:
        """Return whether a row without a weight is a part of the one above it: 其中…."""
        is_named = caption(self.aligned.name).startswith(self.classifier.words.part_of)
        is_weighted_table = "weight" in self.aligned.table.columns
        return is_named and is_weighted_table and not self._is_weighted()

    # -- its values ---------------------------------------------------------------------------

    def _row(self) -> Row:
        cells, parser, name = self.cells, self.parser, self.aligned.name
        target, actual = cells.get("target"), cells.get("actual")
        numbers = self._numbers(SCORE_FIELDS)
        return Row(
            level1=self.aligned.level1,
            level2=self.aligned.level2,
            name=name,
            target=parser.read_quantity("target", target, name),
            actual=parser.read_quantity("actual", actual, name),
            weight=numbers.get("weight", Number()),
            claimed=numbers.get("claimed", Number()),
            reason=_text_of(cells, "reason") or None,
            where=parser.sheet.where(cells["name"]),
            cells={f: cell.spot for f, cell in cells.items() if f not in LEVELS},
            method=_text_of(cells, "method") or None,
            nature=self.classifier.nature_of(cells),
            applies=parser.applies(target, actual),
            reviewed=self._reviewed(),
            part=self._is_part(),
        )

    def _numbers(self, fields: Sequence[str]) -> dict[str, Number]:
        numbers = {f: self.parser.number(self.cells[f]) for f in fields if f in self.cells}
        self.parser.report_unread(numbers, self.cells, self.aligned.name)
        return numbers

    def _reviewed(self) -> Reviewed | None:
        """Read what a reviewer wrote; a lone column of remarks is not a reviewer's."""
        cells = self.cells
        if cells.keys().isdisjoint(("reviewed", "reviewed_actual")):
            return None
        numbers = self._numbers(("reviewed", "deviation"))
        actual = cells.get("reviewed_actual")
        return Reviewed(
            actual=self.parser.read_quantity("reviewed_actual", actual, self.aligned.name),
            points=numbers.get("reviewed", Number()),
            deviation=numbers.get("deviation", Number()),
            remark=_text_of(cells, "remark") or None,
        )


def _text_of(cells: Cells, name: str) -> str:
    cell: SheetCell | None = cells.get(name)
    return cell.line if cell else ""


def _summary(alignment: Alignment) -> str:
    """Return what an alignment takes for target, actual, weight and score."""
    return " | ".join(_text_of(alignment.cells, name) or "—" for name in KEY[1:])
