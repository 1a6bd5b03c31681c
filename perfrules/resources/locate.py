"""Where specs, schemas, vocabularies and messages lie: in a wheel, or next to the package."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
DATA = "_data"


@cache
def data_root() -> Path:
    """
    Return the folder that holds ``specs/`` and ``schemas/``.

    A wheel carries them inside the package; in a checkout, and so in an editable install,
    they lie at the top of the tree.
    """
    packed = PACKAGE / DATA
    return packed if packed.is_dir() else PACKAGE.parent


def specs_root() -> Path:
    """Return the folder of specs, vocabularies and messages."""
    return data_root() / "specs"


def schema_path(name: str) -> Path:
    """Return the path of the schema *name* (``spec``, ``form`` …)."""
    return data_root() / "schemas" / f"{name}.schema.json"


@cache
def schema(name: str) -> Mapping[str, object]:
    """Return the schema *name*, parsed."""
    loaded: Mapping[str, object] = json.loads(schema_path(name).read_text(encoding="utf-8"))
    return loaded
