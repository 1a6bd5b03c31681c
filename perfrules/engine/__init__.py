"""Scores a form by a spec: exactly, purely, with ranges where the rules leave a choice."""

from perfrules.engine.evaluate import outcome
from perfrules.engine.score import score

__all__ = ["outcome", "score"]
