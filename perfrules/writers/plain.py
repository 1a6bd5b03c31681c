"""Text of strangers made harmless: one line without controls and marks of direction."""

import re

REPLACED = "\ufffd"
"""What replaces a harmful character, so that it does not vanish unseen."""

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]")
"""Characters that print as nothing and do nothing: they are left out."""
TURNING = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff"
"""Marks of direction, line separators, late controls, annotations, lone surrogates."""
_HARMFUL = re.compile(f"[\x00-\x1f{TURNING}\U000e0000-\U000e007f]")
"""In addition the early controls, and tags: letters that nobody sees."""


def safe_line(text: str) -> str:
    r"""
    Return a text in one line that is safe to show.

    >>> safe_line("a\x1b[31m\n b\u202ec").replace("\ufffd", "?")
    'a?[31m b?c'
    """
    return _HARMFUL.sub(REPLACED, " ".join(_INVISIBLE.sub("", text).split()))
