"""From what is written to what is meant: which cell answers which field, text into numbers."""

from perfrules.binding.bind import bind
from perfrules.binding.document import from_document, to_document
from perfrules.binding.layout import layout
from perfrules.binding.split_forms import bind_all

__all__ = ["bind", "bind_all", "from_document", "layout", "to_document"]
