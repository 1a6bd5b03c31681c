"""From what is written to what is meant: which cell answers which field, text into numbers."""

from typing import TYPE_CHECKING

from perfrules import _lazy

if TYPE_CHECKING:
    from perfrules.binding.bind import bind
    from perfrules.binding.document import from_document, to_document
    from perfrules.binding.layout import layout
    from perfrules.binding.split_forms import bind_all
else:
    __getattr__ = _lazy.door(
        __name__,
        {
            "bind": ["bind"],
            "document": ["from_document", "to_document"],
            "layout": ["layout"],
            "split_forms": ["bind_all"],
        },
    )

__all__ = ["bind", "bind_all", "from_document", "layout", "to_document"]
