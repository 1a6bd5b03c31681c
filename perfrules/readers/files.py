"""Bytes of a file, and text from bytes."""

import codecs
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from perfrules.findings import Code, Finding, UnreadableForm, Where, refusal

MOST_BYTES = 50_000_000
"""Bytes of a file."""

LONGEST_SAMPLE = 4_000
"""Bytes at the beginning of a text that show how it is encoded."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def refused(code: Code, source: str, spot: str = "", **params: str) -> UnreadableForm:
    """Return the error that says why a file is not read."""
    return UnreadableForm(
        (Finding(code=code, where=Where(source=source, spot=spot), params=params),)
    )


def contents(
    origin: str | os.PathLike[str] | bytes | BinaryIO, source: str = ""
) -> tuple[str, bytes]:
    """
    Return the name and the bytes of a file.

    Args:
        origin: a path, the bytes themselves, or a binary stream.
        source: its name; by default the path, else what kind of thing it came from.

    Raises:
        UnreadableForm: missing, not a file, not permitted, or larger than `MOST_BYTES`.
        TypeError: the stream gives text.
    """
    if isinstance(origin, bytes):
        return _checked_bytes(source or "<bytes>", origin)
    if isinstance(origin, str | os.PathLike):
        name = source or os.fspath(origin)
        with _refusing(name), Path(origin).open("rb") as file:
            return _checked_bytes(name, _limited_bytes(file), os.fstat(file.fileno()).st_size)
    name = source or "<stream>"
    with _refusing(name):
        return _checked_bytes(name, _limited_bytes(origin))


@contextmanager
def _refusing(source: str) -> Iterator[None]:
    """Turn what an unreadable file raises into a finding."""
    try:
        yield
    except OSError as error:
        raise refused(Code.CANNOT_OPEN, source, **refusal(error)) from None
    except ValueError:  # a NUL in the name, a stream that is closed
        raise refused(Code.CANNOT_OPEN, source, why="ValueError") from None


def _limited_bytes(stream: BinaryIO) -> bytes:
    """Read no more than one byte over the limit: a device or a pipe does not know its size."""
    if not hasattr(stream, "read"):
        kind = type(stream).__name__
        raise TypeError(f"a form is read from a path, bytes or a binary stream, not from {kind}")
    found = bytearray()
    while len(found) <= MOST_BYTES and (part := stream.read(MOST_BYTES + 1 - len(found))):
        found += part
    return bytes(found)


def _checked_bytes(source: str, data: bytes, size: int = 0) -> tuple[str, bytes]:
    if len(data) > MOST_BYTES:
        found = str(max(len(data), size))
        raise refused(Code.FILE_TOO_LARGE, source, size=found, limit=str(MOST_BYTES), what="bytes")
    return source, data


def decoded(source: str, data: bytes) -> str:
    """
    Return the text of bytes: UTF-16 (by its mark or its line ends), UTF-8, else GB18030.

    Raises:
        UnreadableForm: none of them, or text that no person wrote.
    """
    marked = (name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark))
    encoding = next(marked, _utf16_without_mark(data))
    for name in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise refused(Code.UNKNOWN_ENCODING, source, encoding="UTF-8, UTF-16, GB18030")


def _utf16_without_mark(data: bytes) -> str | None:
    """Recognise UTF-16 without its mark: ASCII characters, such as tabs, have one zero byte."""
    zeros = data[:LONGEST_SAMPLE:2].count(0), data[1:LONGEST_SAMPLE:2].count(0)
    if max(zeros) == 0 or min(zeros) * 4 > max(zeros):
        return None
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
