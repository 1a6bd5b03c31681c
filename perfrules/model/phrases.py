"""Phrases of forms and specs in the one spelling in which they are compared."""

import re
import unicodedata

_BRACKETS = re.compile(r"\([^)]*\)|\s")
STOPS = ".;:\u3002"
"""What may end a phrase and means nothing, in half width."""


def caption(text: str) -> str:
    """Return a caption without spaces and without what stands in brackets, such as a weight."""
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", text))


def phrase(text: str) -> str:
    """Return a sentence or label in half width, without spaces and without a stop at its end."""
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip(STOPS)
