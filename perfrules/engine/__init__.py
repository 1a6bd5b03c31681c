"""Scores a form by a spec: exactly, purely, with ranges where the rules leave a choice."""

from typing import TYPE_CHECKING

from perfrules import _lazy

if TYPE_CHECKING:
    from perfrules.engine.evaluate import outcome
    from perfrules.engine.score import score
else:
    __getattr__ = _lazy.door(
        __name__,
        {
            "evaluate": ["outcome"],
            "score": ["score"],
        },
    )

__all__ = ["outcome", "score"]
