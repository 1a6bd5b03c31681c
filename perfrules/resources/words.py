"""Loading words: the vocabulary that forms are read with, and the messages people read."""

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from perfrules.model.messages import Messages
from perfrules.model.vocabulary import Vocabulary
from perfrules.resources.locate import specs_root
from perfrules.resources.prepared import content

if TYPE_CHECKING:
    from perfrules.model.vocabulary.review import ReviewWords


@cache
def vocabulary() -> Vocabulary:
    """Return the words that forms are read with; its digest is part of every scorecard."""
    sources = [_source("vocabulary/headers"), _source("vocabulary/quantities")]
    return Vocabulary.from_documents(
        headers=content("vocabulary/headers"),
        quantities=content("vocabulary/quantities"),
        digest="sha256:" + hashlib.sha256(b"\0".join(sources)).hexdigest(),
    )


def _source(name: str) -> bytes:
    return (specs_root() / f"{name}.yaml").read_text(encoding="utf-8").encode()


@cache
def review_words() -> "ReviewWords":
    """Return the words and thresholds with which forms are reviewed."""
    from perfrules.model.vocabulary.review import ReviewWords

    return ReviewWords.from_document(content("vocabulary/review"), vocabulary().quantities)


@cache
def messages() -> Messages:
    """Return the sentences for findings and reports, in both languages."""
    return Messages.from_documents(
        findings=content("messages/findings"), reports=content("messages/reports")
    )
