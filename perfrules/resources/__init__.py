"""Resources: where vocabulary, messages, schemas and prepared specs are loaded from."""

from typing import TYPE_CHECKING

from perfrules import _lazy
from perfrules.resources.locate import data_root, schema, schema_path, specs_root

if TYPE_CHECKING:
    from perfrules.resources.words import messages, review_words, vocabulary
else:
    __getattr__ = _lazy.door(__name__, {"words": ["messages", "review_words", "vocabulary"]})

__all__ = [
    "data_root",
    "messages",
    "review_words",
    "schema",
    "schema_path",
    "specs_root",
    "vocabulary",
]
