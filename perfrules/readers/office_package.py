"""An office file is a zip of XML parts, which are unpacked and checked once before any use."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from perfrules.findings import Code
from perfrules.readers.archives import CANNOT_UNPACK
from perfrules.readers.files import refused
from perfrules.readers.limits import check_tags
from perfrules.readers.number_formats import BUILT_IN, GENERAL

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
SHARED_TEXTS = "xl/sharedStrings.xml"
SKIPPED_PARTS = ("docProps/", "xl/theme/", "word/theme/", "word/styles", "customXml/")
"""Parts that hold nothing of a table."""
XML_ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii")
"""Encodings of XML; in others a document type could be written that is not seen."""
MOST_ATTRIBUTES = 1_000
"""Attributes of a tag; they cost by their square."""
LONGEST_DECLARATION = 200
"""Bytes in which an XML declaration ends."""

_XML_ENCODING = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")

_CROWDED_TAG = re.compile(
    rb"""<[^\s<>]++(?:\s++[^\s=<>]++\s*+=\s*+(?:"[^"]*+"|'[^']*+')){%d}""" % MOST_ATTRIBUTES
)


def package_parts(source: str, data: bytes) -> dict[str, bytes]:
    """
    Unpack the XML parts of an office file.

    Raises:
        UnreadableForm: damaged, or a part is unsafe (`checked_part`).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = {
                member.filename: archive.read(member)
                for member in archive.infolist()
                if member.filename.endswith((".xml", ".rels"))
                and not member.filename.startswith(SKIPPED_PARTS)
            }
    except CANNOT_UNPACK:
        raise refused(Code.DAMAGED_FILE, source) from None
    return {name: checked_part(source, name, part) for name, part in found.items()}


def checked_part(source: str, name: str, part: bytes) -> bytes:
    """
    Return an XML part that declares no entities and no encoding in which they could hide.

    Raises:
        UnreadableForm: it declares a document type, entities, or an encoding other than
            UTF-8 and UTF-16; a tag has more attributes than `MOST_ATTRIBUTES`.
    """
    plain = part.replace(b"\0", b"") if b"\0" in part[:100] else part
    encoding = _XML_ENCODING.match(plain[:LONGEST_DECLARATION])
    is_plain = encoding is None or encoding[1].lower() in XML_ENCODINGS
    if not is_plain or b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise refused(Code.UNSAFE_FILE, source, member=name)
    if _CROWDED_TAG.search(part):
        limit = str(MOST_ATTRIBUTES)
        raise refused(Code.FILE_TOO_LARGE, source, size=f">{limit}", limit=limit, what="attributes")
    return part


def parsed_part(source: str, part: bytes) -> ET.Element:
    """
    Parse a checked part.

    Raises:
        UnreadableForm: more elements than `MOST_TAGS` could make.
        ElementTree.ParseError: it is not XML.
    """
    check_tags(source, part.count(b"<"))
    check_tags(source, part.count(b"=") // 2)  # an attribute costs half as much
    return ET.fromstring(part)  # noqa: S314 - `checked_part` let no document type through


def repacked(found: Mapping[str, bytes]) -> io.BytesIO:
    """
    Pack the checked parts for a reader of its own.

    So that reader sees only parts that were checked: not one that hides behind an equal name,
    nor one larger than its head says.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, part in found.items():
            archive.writestr(name, part)
    result.seek(0)
    return result


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet's name, and the part that holds it."""

    name: str
    part: bytes


def visible_sheets(source: str, found: Mapping[str, bytes]) -> Iterator[WorkbookSheet]:
    """
    Yield the sheets of cells that a person sees, in order.

    Raises:
        KeyError, ElementTree.ParseError: the workbook is damaged.
    """
    targets = dict(_sheet_targets(source, found))
    for element in _named_elements(source, found[WORKBOOK], "sheet"):
        id_ = next((value for key, value in element.items() if key.endswith("}id")), "")
        if element.get("state", "visible") == "visible" and id_ in targets:
            yield WorkbookSheet(element.attrib["name"], found[targets[id_]])


def asks_to_calculate(source: str, found: Mapping[str, bytes]) -> bool:
    """Return whether a workbook asks to be calculated when it is opened."""
    settings = _named_elements(source, found[WORKBOOK], "calcPr")
    return any(element.get("fullCalcOnLoad") in ("1", "true") for element in settings)


def _sheet_targets(source: str, found: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for element in _named_elements(source, found[RELATIONS], "Relationship"):
        if element.attrib["Type"].endswith("/worksheet"):
            target = posixpath.join("/xl", element.attrib["Target"])
            yield element.attrib["Id"], posixpath.normpath(target).lstrip("/")


def number_format_codes(source: str, found: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the number format of each cell style, by its index."""
    if STYLES not in found:
        return ()
    codes = dict(BUILT_IN)
    root = parsed_part(source, found[STYLES])
    for element in root.iterfind(".//{*}numFmt"):
        codes[int(element.attrib["numFmtId"])] = element.attrib["formatCode"]
    styles = next(root.iterfind(".//{*}cellXfs"), ())
    return tuple(codes.get(int(style.get("numFmtId", "0")), GENERAL) for style in styles)


def _named_elements(source: str, part: bytes, name: str) -> Iterator[ET.Element]:
    """Yield the elements of a name, whatever their namespace: there are a strict and a loose."""
    return parsed_part(source, part).iterfind(f".//{{*}}{name}")
