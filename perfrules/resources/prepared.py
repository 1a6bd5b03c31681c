"""
Prepared data: the YAML files of this library, composed beforehand.

Each of them is kept as JSON with the digest of the file that it was made from. A file that
has been edited since has another digest, and is composed anew: prepared data only save time.
"""

import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from perfrules import documents
from perfrules.documents import Node
from perfrules.documents.packed import unpacked
from perfrules.resources.locate import specs_root

PREPARED = Path(__file__).parent / "data"
HEADS = "heads.json"
DIGEST, CONTENT = "sha256", "content"


def prepared_path(name: str) -> Path:
    """Return where the data of a YAML file lie: ``parts/tiers-2023`` → ``data/parts/….json``."""
    return PREPARED / f"{name}.json"


def shipped_name(path: Path) -> str | None:
    """Return the name of a YAML file of this library; ``None`` of a file that lies elsewhere."""
    # As text: a path takes ten times as long, and all specs are asked whenever one is chosen.
    root, file = f"{specs_root()}{os.sep}", str(path)
    if not file.startswith(root):
        return None
    return file.removeprefix(root).removesuffix(path.suffix).replace(os.sep, "/")


def content(name: str) -> Any:
    """
    Return a YAML file of this library as plain data, every scalar as its text.

    Args:
        name: of the file: ``messages/findings``.
    """
    path = specs_root() / f"{name}.yaml"
    data = path.read_bytes()
    found = _prepared(name, data)
    return documents.texts(documents.compose(str(path), data.decode())) if found is None else found


def tree(path: Path, data: bytes) -> Node | None:
    """
    Return the tree of a spec file of this library.

    Args:
        path: the file.
        data: what is in it now.

    Returns:
        ``None`` if the file was not prepared, or has changed since.
    """
    name = shipped_name(path)
    found = _prepared(name, data) if name else None
    return None if found is None else unpacked(str(path), found)


def prepared_head(path: Path, data: bytes) -> Node | None:
    """Return the header of a spec file of this library; ``None`` as in `tree`."""
    known = _heads().get(shipped_name(path) or "")
    if known is None or known[DIGEST] != sha256(data):
        return None
    return unpacked(str(path), known[CONTENT])


def sha256(data: bytes) -> str:
    """Return the digest by which a file is known, whatever its line ends."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


@cache
def _heads() -> Any:
    path = PREPARED / HEADS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _prepared(name: str, data: bytes) -> Any:
    """Return what was prepared of a file, if the file is still what it was."""
    path = prepared_path(name)
    if not path.exists():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    return found[CONTENT] if found[DIGEST] == sha256(data) else None
