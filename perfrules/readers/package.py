"""A workbook is a zip of XML parts. They are unpacked and checked once, and only so used."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from perfrules.readers.files import refused
from perfrules.readers.kinds import DAMAGED
from perfrules.readers.layouts import BUILT_IN, GENERAL

UNSAFE = "PR111"
WORKBOOK = "xl/workbook.xml"
STYLES = "xl/styles.xml"
CANNOT_UNPACK = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)
"""What a zip that is damaged, or packed in a way of its own, raises."""


def parts(source: str, data: bytes) -> dict[str, bytes]:
    """
    Unpack the XML parts of a workbook.

    Raises:
        UnreadableForm: damaged, or a part declares a document type or entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = {
                member.filename: archive.read(member)
                for member in archive.infolist()
                if member.filename.endswith((".xml", ".rels"))
            }
    except CANNOT_UNPACK:
        raise refused(DAMAGED, source) from None
    for name, part in found.items():
        if _is_unsafe(part):
            raise refused(UNSAFE, source, member=name)
    return found


def _is_unsafe(part: bytes) -> bool:
    """Tell whether entities could be declared, in UTF-8 or in UTF-16 (with NULs between)."""
    plain = part.replace(b"\0", b"") if b"\0" in part[:100] else part
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def packed(found: Mapping[str, bytes]) -> io.BytesIO:
    """
    Pack the checked parts for a reader of its own.

    So it sees no part that was not checked: none that hides behind an equal name, none
    larger than its head says.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, part in found.items():
            archive.writestr(name, part)
    result.seek(0)
    return result


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name, and the part that holds it."""

    name: str
    part: bytes


def visible_sheets(found: Mapping[str, bytes]) -> Iterator[Sheet]:
    """
    Yield the sheets of cells that a person sees, in order.

    Raises:
        KeyError, ElementTree.ParseError: the workbook is damaged.
    """
    targets = dict(_targets(found))
    for element in _elements(found[WORKBOOK], "sheet"):
        id_ = next((value for key, value in element.items() if key.endswith("}id")), "")
        if element.get("state", "visible") == "visible" and id_ in targets:
            yield Sheet(element.attrib["name"], found[targets[id_]])


def _targets(found: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for element in _elements(found["xl/_rels/workbook.xml.rels"], "Relationship"):
        if element.attrib["Type"].endswith("/worksheet"):
            target = posixpath.join("/xl", element.attrib["Target"])
            yield element.attrib["Id"], posixpath.normpath(target).lstrip("/")


def formats(found: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the number format of each cell style, by its index."""
    if STYLES not in found:
        return ()
    codes = dict(BUILT_IN)
    for element in _elements(found[STYLES], "numFmt"):
        codes[int(element.attrib["numFmtId"])] = element.attrib["formatCode"]
    styles = next(_elements(found[STYLES], "cellXfs"), ())
    return tuple(codes.get(int(style.get("numFmtId", "0")), GENERAL) for style in styles)


def _elements(part: bytes, name: str) -> Iterator[ET.Element]:
    """Yield the elements of a name, whatever their namespace: there are a strict and a loose."""
    root = ET.fromstring(part)  # noqa: S314 - `parts` let no document type through
    return root.iterfind(f".//{{*}}{name}")
