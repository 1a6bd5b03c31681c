"""The kinds of files that can be read."""

from enum import StrEnum

OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
"""What the media type of an OpenDocument file begins with."""


class FileKind(StrEnum):
    """The kinds that can be read."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    DOCX = "docx"
    ODS = "ods"
    FODS = "fods"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    FODT = "fodt"
    WORD_XML = "Word XML"
    EXCEL_XML = "Excel XML"
    HTML = "html"
    CSV = "csv"
    MARKDOWN = "markdown"
    PDF = "pdf"
    DOCUMENT = "document"
