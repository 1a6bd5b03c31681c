"""What kind of packed office file a zip is."""

import io
import zipfile
import zlib

from perfrules.findings import Code
from perfrules.readers.file_kinds import OPEN_DOCUMENT, FileKind
from perfrules.readers.files import refused

MOST_UNZIPPED = 64_000_000
"""Bytes that a packed file unpacks to."""
MOST_MEMBERS = 2_000
"""Members of a packed file."""

LONGEST_MIME_TYPE = 100
"""Characters of the name of a type."""
CANNOT_UNPACK = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)
"""What a zip that is damaged, or packed in a way of its own, raises."""


_PACKED_KINDS = {
    "ppt/presentation.xml": "pptx",
    "xl/workbook.bin": "xlsb",
    "OFD.xml": "OFD",
}


def zip_kind(source: str, data: bytes) -> FileKind:
    """
    Return what kind of office file a zip is.

    Raises:
        UnreadableForm: encrypted, damaged, too large, or of a kind that is not read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _archive_kind(source, archive)
    except CANNOT_UNPACK:
        raise refused(Code.DAMAGED_FILE, source) from None


def _archive_kind(source: str, archive: zipfile.ZipFile) -> FileKind:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNZIPPED:
        limit = f"{MOST_UNZIPPED} bytes, {MOST_MEMBERS} members"
        raise refused(Code.FILE_TOO_LARGE, source, size=str(unpacked), limit=limit, what="unpacked")
    names = {member.filename for member in members}
    if "encrypted-package" in names or any(member.flag_bits & 1 for member in members):
        raise refused(Code.ENCRYPTED, source)
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "word/document.xml" in names:
        return FileKind.DOCX
    if "content.xml" in names:
        return _open_document_kind(source, archive)
    kind = next((kind for name, kind in _PACKED_KINDS.items() if name in names), "zip")
    raise refused(Code.UNKNOWN_FILE_KIND, source, kind=kind)


def _open_document_kind(source: str, archive: zipfile.ZipFile) -> FileKind:
    """Return whether it is a spreadsheet or a text, from the member that names its type."""
    if b"encryption-data" in _archive_member(archive, "META-INF/manifest.xml"):
        raise refused(Code.ENCRYPTED, source)
    said = (
        _archive_member(archive, "mimetype")[:LONGEST_MIME_TYPE].decode("ascii", "replace").strip()
    )
    kind = said.removeprefix(OPEN_DOCUMENT)
    if kind.startswith("spreadsheet"):
        return FileKind.ODS
    if kind.startswith("text"):
        return FileKind.ODT
    raise refused(Code.UNKNOWN_FILE_KIND, source, kind=f"OpenDocument {kind}".strip())


def _archive_member(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""
