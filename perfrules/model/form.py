"""A filled form, as read: texts with their places, and the numbers they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from perfrules.findings import Findings, Where
from perfrules.model.quantity import Quantity
from perfrules.values import Frozen, freeze

SHOWN_OF_TEXT = 60
"""Characters of a title or a unit in a repr."""


@dataclass(frozen=True, slots=True)
class Number:
    """
    A cell that should hold a plain number: its text, and the number if it is one.

    Blank cells and dashes have neither (`text` keeps the dash).
    """

    text: str | None = None
    value: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """
    What a reviewer (复核) wrote next to a row.

    Attributes:
        actual: the value that the reviewer found (复核完成值); blank where the form's holds.
        points: the reviewer's score (复核得分).
        deviation: the deviation as printed (偏离度).
        remark: why points were taken (备注).
    """

    actual: Quantity
    points: Number
    deviation: Number
    remark: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One indicator (三级指标): what was aimed at, what was done, what it is worth."""

    level1: str
    level2: str
    name: str
    target: Quantity
    actual: Quantity
    weight: Number
    claimed: Number
    reason: str | None
    where: Where
    cells: Mapping[str, str] = field(default_factory=Frozen)
    """field name → spot of its cell"""
    method: str | None = None
    """the rule that the row prints itself (得分计算方法)"""
    nature: str | None = None
    """what a column of natures says of the row: 正向, 定性"""
    applies: bool = True
    """``False`` where the form says that the indicator does not apply"""
    inputs: Mapping[str, str] = field(default_factory=Frozen)
    """answers to what a spec asks about this row"""
    reviewed: Reviewed | None = None
    """what a reviewer wrote next to it; ``None`` where the form has no such column"""
    part: bool = False
    """whether it is a part of the row above (其中…), without weight or score of its own"""

    def __post_init__(self) -> None:
        freeze(self, "cells", "inputs")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """One line of the money block, by source of funds; amounts in the block's unit."""

    label: str
    initial: Number
    revised: Number
    executed: Number
    weight: Number
    rate: Number
    claimed: Number
    where: Where
    cells: Mapping[str, str] = field(default_factory=Frozen)

    def __post_init__(self) -> None:
        freeze(self, "cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """
    The money block.

    Attributes:
        unit: the unit that its amounts are in, as printed (万元), and
        factor: how many of the base unit (元) it is.
        rows: all lines in the order of the form.
        total: the one of them whose money decides the execution rate.
        where: the block's header.
    """

    unit: str | None
    factor: Fraction
    rows: tuple[MoneyRow, ...]
    total: MoneyRow | None
    where: Where

    @property
    def parts(self) -> tuple[MoneyRow, ...]:
        """The lines by source of funds or by use, without the total."""
        return tuple(row for row in self.rows if row is not self.total)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Form:
    """A filled self-evaluation form."""

    source: str
    title: str | None
    kind: str | None
    fiscal_year: int | None
    unit: str | None
    budget: Budget | None
    rows: tuple[Row, ...]
    claimed_total: Number
    claimed_grade: str | None
    notes: tuple[str, ...]
    head: Mapping[str, str] = field(default_factory=Frozen)
    """label → its value, from the rows above the tables; blank if it has no value"""
    goals: Mapping[str, str] = field(default_factory=Frozen)
    """header → text of what was aimed at and done in the year (年度总体目标)"""
    texts: tuple[str, ...] = ()
    """other texts of the form (goals, heads) that may name its place; no personal data"""
    cells: Mapping[str, str] = field(default_factory=Frozen)
    findings: Findings = Findings()
    inputs: Mapping[str, str] = field(default_factory=Frozen)
    """answers to what a spec asks about all rows, or about the form"""
    sheet: str = ""
    """its sheet; if a page or text holds several forms, the spot of its first cell"""

    def __post_init__(self) -> None:
        freeze(self, "head", "goals", "cells", "inputs")

    def __repr__(self) -> str:
        named = (self.title or self.source, self.unit, self.fiscal_year)
        shown = " ".join(repr(part)[:SHOWN_OF_TEXT] for part in named if part)
        return f"<Form {shown}, {len(self.rows)} rows, {len(self.findings)} findings>"

    def where(self, name: str = "") -> Where:
        """Return the place of the field *name* of the form's head or foot."""
        return Where(source=self.source, spot=self.cells.get(name, self.sheet))
