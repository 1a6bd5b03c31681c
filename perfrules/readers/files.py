"""Bytes of a file, and text from bytes."""

import codecs
import os
from pathlib import Path

from perfrules.findings import Finding, UnreadableForm, Where, refusal

CANNOT_OPEN = "PR101"
TOO_LARGE = "PR105"
DAMAGED = "PR106"
NO_TEXT = "PR107"

MOST_BYTES = 50_000_000
"""Bytes of a file."""

LONGEST_LOOK = 4_000
"""Bytes at the beginning of a text that tell how it is encoded."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def refused(code: str, source: str, spot: str = "", **params: str) -> UnreadableForm:
    """Return the error that says why a file is not read."""
    return UnreadableForm(
        (Finding(code=code, where=Where(source=source, spot=spot), params=params),)
    )


def contents(path: str | os.PathLike[str]) -> bytes:
    """
    Return the bytes of a file.

    Raises:
        UnreadableForm: missing, no file, not permitted, or larger than `MOST_BYTES`.
    """
    source = os.fspath(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # a device or a pipe does not know its size
        if len(data) > MOST_BYTES:
            size = str(max(len(data), Path(path).stat().st_size))
            raise refused(TOO_LARGE, source, size=size, limit=str(MOST_BYTES), what="bytes")
        return data
    except OSError as error:
        raise refused(CANNOT_OPEN, source, **refusal(error)) from None
    except ValueError:  # a NUL in the name
        raise refused(CANNOT_OPEN, source, why="ValueError") from None


def decoded(source: str, data: bytes) -> str:
    """
    Return the text of bytes: UTF-16 (its mark or its line ends tell), UTF-8, else GB18030.

    Raises:
        UnreadableForm: none of them, or text that no person wrote.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), _unmarked(data))
    for name in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise refused(NO_TEXT, source, encoding="UTF-8, UTF-16, GB18030")


def _unmarked(data: bytes) -> str | None:
    """Tell UTF-16 without its mark: signs of ASCII, as tabs and line ends are, have one nought."""
    noughts = data[:LONGEST_LOOK:2].count(0), data[1:LONGEST_LOOK:2].count(0)
    if max(noughts) == 0 or min(noughts) * 4 > max(noughts):
        return None
    return "utf-16-le" if noughts[1] > noughts[0] else "utf-16-be"
