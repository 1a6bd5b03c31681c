"""
Prepare the YAML files of this library: ``python -m perfrules.resources.prepare``.

To be run whenever a file in ``specs/`` has changed; a test compares. Without it everything
works as before, only slower.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from perfrules.documents import Entries, compose, texts
from perfrules.documents.packed import packed
from perfrules.resources import prepared
from perfrules.resources.locate import specs_root

WORDS = ("messages", "vocabulary")
"""Folders whose files are needed as plain data, without places."""
HEAD_ENDS = "sources"
"""The first key of a spec that does not belong to its header."""
LEFT_OUT = ("digests", ".cases")
"""Ends of the names of files that are read by tests and the workshop only."""


def files() -> Iterator[tuple[str, Path]]:
    """Yield name and path of each YAML file that is prepared."""
    for path in sorted(specs_root().rglob("*.yaml")):
        if not path.stem.endswith(LEFT_OUT):
            yield path.relative_to(specs_root()).with_suffix("").as_posix(), path


def documents() -> Iterator[tuple[Path, str]]:
    """Yield where each prepared file lies, and its text."""
    heads: dict[str, Any] = {}
    for name, path in files():
        data = path.read_bytes()
        tree = compose(str(path), data.decode())
        is_words = name.startswith(WORDS)
        content = texts(tree) if is_words else packed(tree)
        yield prepared.prepared_path(name), _text(_entry(data, content))
        if not is_words and isinstance(tree, Entries):
            heads[name] = _entry(data, packed(_header(tree)))
    yield prepared.PREPARED / prepared.HEADS, _text(heads)


def _entry(data: bytes, content: Any) -> dict[str, Any]:
    return {prepared.DIGEST: prepared.sha256(data), prepared.CONTENT: content}


def _header(tree: Entries) -> Entries:
    names = list(tree.entries)
    names = names[: names.index(HEAD_ENDS)] if HEAD_ENDS in names else names
    return Entries(
        {name: tree.entries[name] for name in names},
        {name: tree.keys[name] for name in names},
        tree.where,
    )


def _text(found: dict[str, Any]) -> str:
    """Write one line for each entry, so that a change shows where it is."""
    lines = (f"{_compact(key)}:{_compact(value)}" for key, value in found.items())
    return "{" + ",\n".join(lines) + "}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Write the prepared data anew."""
    found = list(documents())
    shutil.rmtree(prepared.PREPARED, ignore_errors=True)
    for path, text in found:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
