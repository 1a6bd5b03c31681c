"""The workshop: for those who keep specs. Tests, lints, compares and renews them."""

from typing import TYPE_CHECKING

from perfrules import _lazy

if TYPE_CHECKING:
    from perfrules.workshop.door import (
        check_spec,
        diff_specs,
        lint_spec,
        new_spec,
        spec_document,
        try_spec,
    )
else:
    __getattr__ = _lazy.door(
        __name__,
        {
            "door": [
                "check_spec",
                "diff_specs",
                "lint_spec",
                "new_spec",
                "spec_document",
                "try_spec",
            ]
        },
    )

__all__ = [
    "check_spec",
    "diff_specs",
    "lint_spec",
    "new_spec",
    "spec_document",
    "try_spec",
]
