"""Where specs come from: this library, installed packages that offer some, and named folders."""

from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from perfrules.findings import Code, Finding, InvalidSpec, Severity, Where
from perfrules.resources import specs_root

GROUP = "perfrules.specs"
"""The entry-point group of packages that offer specs: ``name = "package"``, data only."""
FOLDER = "specs"
"""The folder of such a package that holds ``<place>/<name>/<year>.yaml``."""


CASES = ".cases"
"""What the name of a file of further cases ends with, beside its spec: ``2023.cases.yaml``."""


def roots(folders: Sequence[Path] = ()) -> tuple[Path, ...]:
    """
    Return the folders that hold specs, the library's own first.

    Raises:
        InvalidSpec: a folder that was named, or that a package offers, does not exist.
    """
    return (specs_root(), *_offered(), *map(_existing, folders))


def _offered() -> Iterator[Path]:
    """Yield the folders of installed packages; their code is not imported."""
    for entry in entry_points(group=GROUP):
        yield _existing(_folder(entry), entry.name)


def _folder(entry: EntryPoint) -> Path:
    # find_spec of a top-level name looks it up without running it.
    found = find_spec(entry.module.partition(".")[0])
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0]) / FOLDER if places else Path(entry.value)


def _existing(folder: Path, offered_by: str = "") -> Path:
    if not folder.is_dir():
        where = Where(source=str(folder))
        raise _invalid(Code.NO_SUCH_FOLDER, where, folder=str(folder), package=offered_by)
    return folder


def spec_files(root: Path) -> list[Path]:
    """Return the spec files of a bundle, in order of their names."""
    found = root.glob("*/*/*.yaml")
    return sorted(path for path in found if not path.stem.endswith(CASES))


def twice(name: str, one: Path, two: Path) -> InvalidSpec:
    """Return the error of two specs of one id and revision."""
    return _invalid(Code.SPEC_TWICE, Where(source=str(two)), name=name, other=str(one))


def _invalid(code: Code, where: Where, **params: str) -> InvalidSpec:
    finding = Finding(code=code, where=where, params=params, severity=Severity.ERROR)
    return InvalidSpec((finding,))
