"""Spec files as they were when each was first read: the snapshot that a catalogue rests on."""

import io
from pathlib import Path

from perfrules import documents
from perfrules.documents import Entries, Node, Scalar
from perfrules.findings import Code, Finding, InvalidSpec, Where, refusal
from perfrules.resources import prepared
from perfrules.speclib.amend import shown
from perfrules.speclib.nodes import child

LANGUAGE = 1
"""The version of the spec language that this library reads."""


class Files:
    """
    Files of specs, each read and composed once.

    What was read is kept, so that the same question has the same answer however the disk
    changes. `again` starts anew, and composes only what has another content.
    """

    def __init__(self, before: "Files | None" = None) -> None:
        self._contents: dict[Path, bytes] = {}
        self._listings: dict[tuple[Path, str], tuple[Path, ...]] = {}
        self._trees: dict[tuple[Path, bytes], Entries] = {}
        self._heads: dict[tuple[Path, bytes], Entries] = {}
        self._before = before

    def again(self) -> "Files":
        """Return the files as they are now."""
        self._before = None
        return Files(self)

    def is_current(self) -> bool:
        """Whether every file and folder that was looked at is still what it was."""
        read = all(_content(path) == data for path, data in self._contents.items())
        return read and all(
            _listed(folder, pattern) == found for (folder, pattern), found in self._listings.items()
        )

    def listed(self, folder: Path, pattern: str) -> tuple[Path, ...]:
        """Return the files of a folder that fit a pattern, in order of their names."""
        key = folder, pattern
        if key not in self._listings:
            self._listings[key] = _listed(folder, pattern)
        return self._listings[key]

    def tree(self, path: Path) -> Entries:
        """
        Return the whole document of a file: the prepared one, or composed.

        Raises:
            InvalidSpec: not readable, not UTF-8, not a YAML mapping, of another language version.
        """
        key = path, self._content(path)
        if key not in self._trees:
            known = self._before and self._before._trees.get(key)
            self._trees[key] = known or checked(prepared.tree(*key) or composed(*_decoded(*key)))
        return self._trees[key]

    def head(self, path: Path) -> Entries:
        """
        Return the document of a file before its sources: all that choosing a spec asks.

        Raises:
            InvalidSpec: as of `tree`.
        """
        key = path, self._content(path)
        if key in self._trees:
            return self._trees[key]
        if key not in self._heads:
            known = self._before and self._before._heads.get(key)
            self._heads[key] = known or checked(
                prepared.prepared_head(*key) or composed(*_headed(*key))
            )
        return self._heads[key]

    def is_shipped(self, path: Path) -> bool:
        """Whether a file is part of this library, unchanged since its specs passed their checks."""
        return prepared.prepared_head(path, self._content(path)) is not None

    def _content(self, path: Path) -> bytes:
        if path not in self._contents:
            self._contents[path] = _read(path)
        return self._contents[path]


def composed(source: str, text: str) -> Node:
    """
    Compose the document of a spec.

    Args:
        source: its name, for places.
        text: the document.

    Raises:
        InvalidSpec: not valid YAML.
    """
    return documents.compose(source, text)


def checked(tree: Node) -> Entries:
    """
    Return the document of a spec as the mapping that it is.

    Raises:
        InvalidSpec: it is not a spec, or its language version is another.
    """
    if not isinstance(tree, Entries):
        raise invalid_spec(
            Code.WRONG_VALUE, tree.where, path="", value=shown(tree), expected="mapping"
        )
    language = child(tree, "perfrules")
    if isinstance(language, Scalar) and language.text != str(LANGUAGE):
        reads = str(LANGUAGE)
        raise invalid_spec(
            Code.OTHER_LANGUAGE_VERSION, language.where, found=language.text, reads=reads
        )
    return tree


def invalid_spec(code: Code, where: Where, **params: str) -> InvalidSpec:
    """Return the error of a spec that cannot be used, for one reason."""
    return InvalidSpec((Finding(code=code, where=where, params=params),))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise invalid_spec(Code.CANNOT_OPEN, Where(source=str(path)), **refusal(error)) from None


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    """Return name and text of a file, with the line ends that YAML counts."""
    try:
        return str(path), io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig").read()
    except UnicodeDecodeError:
        raise invalid_spec(
            Code.UNKNOWN_ENCODING, Where(source=str(path)), encoding="UTF-8"
        ) from None


def _listed(folder: Path, pattern: str) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob(pattern)))


def _headed(path: Path, data: bytes) -> tuple[str, str]:
    """Return name and text of a spec before its sources, if they follow the head as they should."""
    name, text = _decoded(path, data)
    head, _, rest = text.partition("\nsources:")
    return name, head if rest else text
