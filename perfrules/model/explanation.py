"""What is said about one line of a scorecard."""

from dataclasses import dataclass

from perfrules.model.card import LineOfCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """
    A paragraph about one line, and the formula behind it.

    Attributes:
        formula: the deciding formula in words (``实际完成值 ÷ 年度指标值 × 分值``), and
        substituted: with the numbers put in; both empty where a step gives the points at once.
        text: the paragraph: rule, values with their cells, steps, rounding, clause, claim.
    """

    line: LineOfCard
    formula: str
    substituted: str
    text: str

    def __str__(self) -> str:
        return self.text
