"""The words that forms are read with, one class for each part of ``specs/vocabulary/``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from perfrules.model.vocabulary.headers import HeaderWords
from perfrules.model.vocabulary.quantities import QuantityWords


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Vocabulary:
    """All words, and the digest that identifies this vocabulary."""

    headers: HeaderWords
    quantities: QuantityWords
    digest: str

    @classmethod
    def from_documents(
        cls, *, headers: Mapping[str, Any], quantities: Mapping[str, Any], digest: str
    ) -> Self:
        """Build from the plain data of ``specs/vocabulary/``."""
        return cls(
            headers=HeaderWords.from_document(headers),
            quantities=QuantityWords.from_document(quantities),
            digest=digest,
        )
