"""Bundles of specs (``<place>/<name>/<year>.yaml``), and the packages that offer one."""

import os
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path

from perfrules.findings import Code, Where
from perfrules.speclib.files import invalid_spec

ENTRY_POINTS = "perfrules.specs"
"""The entry-point group of packages that offer specs: ``name = "package"``, data only."""
BUNDLE_FOLDER = "specs"
"""The folder of such a package that holds ``<place>/<name>/<year>.yaml``."""

_RECORDS = (".dist-info", ".egg-info")
"""Ends of the folders in which an installed package keeps what it says of itself."""


def offered() -> Iterator[Path]:
    """Yield the folders of installed packages; their code is not imported."""
    if not _is_any_offered():
        return
    from importlib.metadata import entry_points  # 20 ms: only where a package offers something

    for entry in entry_points(group=ENTRY_POINTS):
        yield existing(_folder(entry.module, entry.value), entry.name)


def existing(folder: Path, offered_by: str = "") -> Path:
    """
    Return a folder that exists.

    Raises:
        InvalidSpec: it does not; *offered_by* names the package that offers it.
    """
    if not folder.is_dir():
        where = Where(source=str(folder))
        raise invalid_spec(Code.NO_SUCH_FOLDER, where, folder=str(folder), package=offered_by)
    return folder


def _folder(module: str, value: str) -> Path:
    # find_spec of a top-level name looks it up without running it.
    found = find_spec(module.partition(".")[0])
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0]) / BUNDLE_FOLDER if places else Path(value)


def _is_any_offered() -> bool:
    """Return whether a package may offer specs: it names the group, or is where we cannot look."""
    finders = (finder for finder in sys.meta_path if finder is not PathFinder)
    if any(hasattr(finder, "find_distributions") for finder in finders):
        return True
    return any(map(_may_offer, dict.fromkeys(sys.path)))


def _may_offer(place: str) -> bool:
    try:
        with os.scandir(place or ".") as found:
            return any(_names_group(entry.path) for entry in found if entry.name.endswith(_RECORDS))
    except NotADirectoryError:  # a zip, into which importlib.metadata looks
        return True
    except OSError:
        return False


def _names_group(record: str) -> bool:
    try:
        with open(f"{record}/entry_points.txt", "rb") as file:  # noqa: PTH123 - one a package
            return ENTRY_POINTS.encode() in file.read()
    except OSError:
        return False
