"""What was noticed, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from perfrules.findings.codes import Code
from perfrules.values import Frozen, freeze


class Case(StrEnum):
    """
    A circumstance in which a finding is worse or milder than its code.

    The catalogue says for which codes a case counts, and how bad it makes them. The checks that
    a spec adds have cases of their own, by the name of the check.
    """

    TOLERATED = "tolerated"
    """The difference is within the tolerance of the spec, or only rounds otherwise."""
    DOUBTFUL = "doubtful"
    """It may be the direction of the target that is wrong."""
    REPEATED = "repeated"
    """The actual repeats the target, so nothing depends on its direction."""
    EXPLAINED = "explained"
    """The form gives a reason."""
    CUT_OFF = "cut-off"
    """Only decimals are cut off."""
    MINOR = "minor"
    """The printed rate is that of a part of the money, or of the initial budget, or of none."""
    DASH = "dash"
    """The cell holds a dash."""
    WHOLE_UNIT = "whole-unit"
    """It is so on all forms of one unit."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Where:
    """
    A place: of which file, and at which spot in it.

    ``form.xlsx`` and ``Sheet1!E7``, ``spec.yaml`` and ``12:7`` (line and column),
    ``form.txt`` and ``19:3`` (line and cell).
    """

    source: str
    spot: str = ""

    def __str__(self) -> str:
        return f"{self.source}:{self.spot}" if self.spot else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    Something noticed about the data: a code, a place and what the sentence about it needs.

    The sentence is made when it is read, in the reader's language. How bad it is belongs to the
    spec: ``card.severity(finding)``, or, without a spec, ``messages().severity(finding)``.

    Attributes:
        row: the indicator or line of money that it is about; ``None`` for the whole form.
        case: the circumstance, if it changes how bad the code is.
    """

    code: Code
    where: Where
    row: str | None = None
    params: Mapping[str, str] = field(default_factory=Frozen)
    case: str = ""

    def __post_init__(self) -> None:
        freeze(self, "params")
        if type(self.code) is not Code:  # a text from data
            object.__setattr__(self, "code", Code(self.code))
