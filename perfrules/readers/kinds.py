"""What kind of file bytes are: told by the content, never by the ending."""

import io
import re
import zipfile
import zlib
from enum import StrEnum

from perfrules.readers.delimited import is_csv, is_markdown
from perfrules.readers.files import TOO_LARGE, decoded, refused

EMPTY = "PR102"
UNKNOWN = "PR103"
ENCRYPTED = "PR104"
DAMAGED = "PR106"

MOST_UNPACKED = 64_000_000
"""Bytes that a packed file unpacks to."""
MOST_MEMBERS = 2_000
"""Members of a packed file."""

_PDF = b"%PDF-"
LONGEST_TYPE = 100
"""Characters of the name of a type."""
CANNOT_UNPACK = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)
"""What a zip that is damaged, or packed in a way of its own, raises."""

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = {
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}
_PACKED = {
    "ppt/presentation.xml": "pptx",
    "xl/workbook.bin": "xlsb",
    "OFD.xml": "OFD",
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_FLAT = re.compile(r"\s*(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)*<office:document\b", re.S)
_DOCUMENT = re.compile(r"""^[\s{'"]*schema['"]?\s*:|^\s*\{""", re.MULTILINE)
_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|table|meta|\?xml)", re.I | re.S
)


class FileKind(StrEnum):
    """The kinds that can be read."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"
    ODS = "ods"
    FODS = "fods"
    HTML = "html"
    CSV = "csv"
    MARKDOWN = "markdown"
    PDF = "pdf"
    DOCUMENT = "document"


def kind_of(source: str, data: bytes) -> FileKind:
    """
    Tell what kind of file bytes are.

    Raises:
        UnreadableForm: empty, encrypted, damaged, or of a kind that is not read yet.
    """
    if not data.strip():
        raise refused(EMPTY, source)
    if data.startswith(b"PK"):
        return _packed(source, data)
    if data.startswith(_OLE2):
        return _old_office(source, data)
    if _PDF in data[:1024]:
        return FileKind.PDF
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise refused(UNKNOWN, source, kind=name)
    return _textual(source, data)


def _packed(source: str, data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except CANNOT_UNPACK:
        raise refused(DAMAGED, source) from None
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        limit = f"{MOST_UNPACKED} bytes, {MOST_MEMBERS} members"
        raise refused(TOO_LARGE, source, size=str(unpacked), limit=limit, what="unpacked")
    if any(member.flag_bits & 1 for member in members):
        raise refused(ENCRYPTED, source)
    names = {member.filename for member in members}
    if "encrypted-package" in names:
        raise refused(ENCRYPTED, source)
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "word/document.xml" in names:
        return FileKind.DOCX
    if "content.xml" in names:
        return _open_document(source, data)
    kind = next((kind for name, kind in _PACKED.items() if name in names), "zip")
    raise refused(UNKNOWN, source, kind=kind)


def _open_document(source: str, data: bytes) -> FileKind:
    """Tell a spreadsheet from other OpenDocument files, by the member that says what it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("mimetype") as member:
            said = member.read(LONGEST_TYPE).decode("ascii", "replace").strip()
    except (KeyError, *CANNOT_UNPACK):
        said = ""
    kind = said.removeprefix(_OPEN_DOCUMENT)
    if kind.startswith("spreadsheet"):
        return FileKind.ODS
    raise refused(UNKNOWN, source, kind=f"OpenDocument {kind}".strip())


def _old_office(source: str, data: bytes) -> FileKind:
    """Office keeps an encrypted xlsx inside an OLE2 file; names in it are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refused(ENCRYPTED, source)
    if "WordDocument".encode("utf-16-le") in data:
        raise refused(UNKNOWN, source, kind="doc")
    return FileKind.XLS


def _textual(source: str, data: bytes) -> FileKind:
    text = decoded(source, data)
    if not text.strip("\ufeff \t\r\n"):
        raise refused(EMPTY, source)
    if any(ord(c) < 32 and c not in "\t\r\n\f\v" for c in text[:4000]):
        raise refused(UNKNOWN, source, kind="binary")
    if _FLAT.match(text[:4000]):
        return FileKind.FODS
    if _HTML.match(text[:4000]):
        return FileKind.HTML
    if _DOCUMENT.search(text[:4000]):
        return FileKind.DOCUMENT
    if is_csv(text):
        return FileKind.CSV
    return FileKind.MARKDOWN if is_markdown(text) else FileKind.TEXT
