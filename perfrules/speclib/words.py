"""Loading words: the vocabulary that forms are read with, and the messages people read."""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from perfrules.documents import compose, texts
from perfrules.model.messages import Messages
from perfrules.model.reviewing import ReviewWords
from perfrules.model.vocabulary import Vocabulary
from perfrules.speclib.locate import specs_root


def _load(*parts: str) -> tuple[str, Any]:
    path = specs_root().joinpath(*parts)
    source = path.read_text(encoding="utf-8")
    return source, texts(compose(str(path), source))


@cache
def vocabulary() -> Vocabulary:
    """Return the words that forms are read with; its digest stands on every scorecard."""
    head_source, head = _load("vocabulary", "headers.yaml")
    quantity_source, quantities = _load("vocabulary", "quantities.yaml")
    content = (head_source + "\0" + quantity_source).encode()
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    return Vocabulary.from_documents(headers=head, quantities=quantities, digest=digest)


@cache
def review_words() -> ReviewWords:
    """Return the words and thresholds with which forms are reviewed."""
    document = _load("vocabulary", "review.yaml")[1]
    return ReviewWords.from_document(document, vocabulary().quantities)


@cache
def messages() -> Messages:
    """Return the sentences for findings and reports, in both languages."""
    findings: Mapping[str, Any] = _load("messages", "findings.yaml")[1]
    words: Mapping[str, Any] = _load("messages", "reports.yaml")[1]
    return Messages.from_documents(findings=findings, reports=words)
