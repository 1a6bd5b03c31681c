"""What kind of file bytes are: sniffed from the content, never taken from the ending."""

import re

from perfrules.findings import Code
from perfrules.readers.delimited import is_csv, is_markdown
from perfrules.readers.file_kinds import OPEN_DOCUMENT, FileKind
from perfrules.readers.files import decoded, refused
from perfrules.readers.limits import check_size, check_text

_PDF_HEAD = b"%PDF-"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_SECTOR = 512
_WORD_HEAD = b"\xec\xa5"
"""The first bytes of the stream that says of an old Word document whether it is encrypted."""
_SIGNATURES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "gzip",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}
_XML_ROOT = re.compile(
    r"\s*(?><\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?>\[.*?\]\s*)?>\s*)*+<([\w:]+)", re.DOTALL
)
_DOCUMENT_KEY = re.compile(r"""^[\s{'"]*schema['"]?\s*:|^\s*\{""", re.MULTILINE)
_HTML_TAG = re.compile(
    r"\s*(?><!--.*?-->\s*)*+<(?:!doctype|html|head|body|table|meta|\?xml)", re.I | re.S
)


_XML_ROOTS = {
    "office:document": FileKind.FODS,
    "w:wordDocument": FileKind.WORD_XML,
    "pkg:package": FileKind.WORD_XML,
    "Workbook": FileKind.EXCEL_XML,
    "ss:Workbook": FileKind.EXCEL_XML,
}


def file_kind(source: str, data: bytes) -> FileKind:
    """
    Return what kind of file the bytes are.

    Raises:
        UnreadableForm: empty, encrypted, damaged, or of a kind that is not read yet.
    """
    if not data.strip():
        raise refused(Code.EMPTY_FILE, source)
    if data.startswith(b"PK"):
        from perfrules.readers import archives  # zipfile: for packed files only

        return archives.zip_kind(source, data)
    if data.startswith(_OLE2):
        return _ole_kind(source, data)
    if _PDF_HEAD in data[:1024]:
        return FileKind.PDF
    if data.startswith(b"{\\rtf"):
        return FileKind.RTF
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise refused(Code.UNKNOWN_FILE_KIND, source, kind=name)
    return _text_kind(source, data)


def _ole_kind(source: str, data: bytes) -> FileKind:
    """Office keeps an encrypted xlsx inside an OLE2 file; names in it are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refused(Code.ENCRYPTED, source)
    if "PowerPoint Document".encode("utf-16-le") in data:
        raise refused(Code.UNKNOWN_FILE_KIND, source, kind="ppt")
    if "WordDocument".encode("utf-16-le") not in data:
        return FileKind.XLS
    if _is_encrypted_word(data):
        raise refused(Code.ENCRYPTED, source)
    return FileKind.DOC


def _is_encrypted_word(data: bytes) -> bool:
    """Return whether the head of an old Word document says that the rest is encrypted."""
    sectors = range(_OLE_SECTOR, len(data), _OLE_SECTOR)
    head = next((start for start in sectors if data.startswith(_WORD_HEAD, start)), None)
    return head is not None and bool(int.from_bytes(data[head + 11 : head + 12]) & 1)


def _office_xml_kind(head: str) -> FileKind | None:
    """Return the kind of a file that is one XML document, by its root."""
    root = _XML_ROOT.match(head)
    kind = _XML_ROOTS.get(root[1]) if root else None
    is_text = kind is FileKind.FODS and f"{OPEN_DOCUMENT}text" in head
    return FileKind.FODT if is_text else kind


def _text_kind(source: str, data: bytes) -> FileKind:
    text = decoded(source, data)
    check_text(source, len(text))
    if not text.strip("\ufeff \t\r\n"):
        raise refused(Code.EMPTY_FILE, source)
    if any(ord(c) < 32 and c not in "\t\r\n\f\v" for c in text[:4000]):
        raise refused(Code.UNKNOWN_FILE_KIND, source, kind="binary")
    if kind := _office_xml_kind(text[:4000]):
        return kind
    if _HTML_TAG.match(text[:4000]):
        return FileKind.HTML
    if _DOCUMENT_KEY.search(text[:4000]):
        return FileKind.DOCUMENT
    check_size(source, 1 + text.count("\n") + text.count("\r") - text.count("\r\n"), 0, 0)
    if is_csv(text):
        return FileKind.CSV
    return FileKind.MARKDOWN if is_markdown(text) else FileKind.TEXT
