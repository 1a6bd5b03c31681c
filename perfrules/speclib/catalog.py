"""Which specs there are: of this library, of installed packages that offer some, of folders."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from perfrules import documents
from perfrules.documents import Entries, Node, Scalar
from perfrules.findings import Code, InvalidSpec, NoSuchSpec, Where
from perfrules.model.spec import SpecHead
from perfrules.resources import schema, specs_root
from perfrules.speclib.amend import NOT_INHERITED
from perfrules.speclib.build.head import head
from perfrules.speclib.bundles import existing, offered
from perfrules.speclib.files import Files, invalid_spec
from perfrules.speclib.nodes import Malformed, child, text

CASES = ".cases"
"""The end of the name of a file of further cases, kept next to its spec: ``2023.cases.yaml``."""

LONGEST_CHAIN = 20
"""Most specs that one spec may extend, one after the other."""

NAME = re.compile(r"(?P<id>[^@]+)@(?P<year>[0-9]{4})(?P<revision>\.[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogEntry:
    """A spec of a catalogue: its head, and the file that it is in."""

    head: SpecHead
    path: Path

    @property
    def name(self) -> str:
        """The spec's id and year."""
        return self.head.name


class Catalog:
    """
    All specs of a snapshot, by id and revision.

    Attributes:
        roots: the folders that hold them, the library's own first.
        files: what was read of them.
    """

    def __init__(self, folders: Sequence[Path] = (), files: Files | None = None) -> None:
        self.folders = tuple(folders)
        self.files = files or Files()

    @cached_property
    def roots(self) -> tuple[Path, ...]:
        """
        Return the folders that hold specs.

        Raises:
            InvalidSpec: a folder that was named, or that a package offers, does not exist.
        """
        return (specs_root(), *offered(), *map(existing, self.folders))

    @cached_property
    def entries(self) -> tuple[CatalogEntry, ...]:
        """
        Return all specs by id and revision.

        Raises:
            InvalidSpec: two specs have one id and revision, or a folder does not exist.
        """
        paths = [path for root in self.roots for path in self._spec_files(root)]
        found = [CatalogEntry(head=self._head(path), path=path) for path in dict.fromkeys(paths)]
        seen: dict[str, Path] = {}
        for entry in found:
            name = f"{entry.head.id}@{entry.head.version}"
            if seen.setdefault(name, entry.path) != entry.path:
                where = Where(source=str(entry.path))
                raise invalid_spec(Code.SPEC_TWICE, where, name=name, other=str(seen[name]))
        return tuple(sorted(found, key=lambda entry: entry.head.order))

    def find(self, name: str) -> CatalogEntry:
        """
        Return the spec of a name.

        Args:
            name: ``id@2023`` (its newest revision) or ``id@2023.1``.

        Raises:
            NoSuchSpec: no spec has this name; the error lists the names that exist.
        """
        match = NAME.fullmatch(name)
        fitting = [
            entry
            for entry in self.entries
            if match
            and entry.head.id == match["id"]
            and str(entry.head.fiscal_year) == match["year"]
            and (not match["revision"] or entry.head.version == match["year"] + match["revision"])
        ]
        if not fitting:
            id_ = name.partition("@")[0]
            near = [entry for entry in self.entries if entry.head.id == id_] or self.entries
            raise NoSuchSpec(name, tuple(dict.fromkeys(entry.name for entry in near)))
        return fitting[-1]

    def base(self, name: str, path: Path | None) -> Path:
        """
        Return the file that a spec extends: next to it, in its own bundle, or in the catalogue.

        Args:
            name: ``id@2023.1``.
            path: the file of the spec that extends it; ``None`` for one that has none.

        Raises:
            NoSuchSpec: no spec has this id and revision.
        """
        known: dict[str, Path] = {}
        for file in self._possible_bases(path):
            if file == path or not (found := self._own_name(file)):
                continue
            if found == name:
                return file
            known.setdefault(found, file)
        raise NoSuchSpec(name, tuple(sorted(known)))

    def _possible_bases(self, path: Path | None) -> Iterator[Path]:
        if path is not None:
            yield from self.files.listed(path.parent, "*.yaml")
        for root in self.roots:
            yield from self._spec_files(root)
        if path is not None:
            yield from self._own_bundle(path)

    def _own_bundle(self, path: Path) -> tuple[Path, ...]:
        """Return the files of the bundle that a spec lies in, where it lies as a bundle has it."""
        folder = path.absolute().parent
        id_ = self._own_name(path).partition("@")[0]
        is_bundle = folder.parts[-2:] == tuple(id_.split("/"))
        return self._spec_files(folder.parent.parent) if is_bundle else ()

    def _own_name(self, path: Path) -> str:
        """Return id and revision as a file itself says them; empty where it does not."""
        try:
            tree = self.files.head(path)
        except InvalidSpec:
            return ""
        said = [child(tree, name) for name in ("id", "version")]
        found = [node.text for node in said if isinstance(node, Scalar)]
        return "@".join(found) if len(found) == len(said) else ""

    def _spec_files(self, root: Path) -> tuple[Path, ...]:
        found = self.files.listed(root, "*/*/*.yaml")
        return tuple(path for path in found if not path.stem.endswith(CASES))

    def cases_beside(self, path: Path) -> tuple[Path, ...]:
        """Return the case file next to a spec: ``2023.cases.yaml`` for ``2023.yaml``."""
        name = f"{path.stem}{CASES}{path.suffix}"
        return tuple(p for p in self.files.listed(path.parent, f"*{CASES}.*") if p.name == name)

    def _head(self, path: Path) -> SpecHead:
        """Return a spec's head, inherited where it is not its own."""
        whole: dict[str, Node] = {}
        for number, tree in enumerate(self._ancestry(path)):
            own = {n: v for n, v in tree.entries.items() if not number or n not in NOT_INHERITED}
            whole = {**own, **whole}
        try:
            return head(replace(tree, entries=whole))
        except (Malformed, ValueError):
            raise InvalidSpec(documents.validate(self.files.tree(path), schema("spec"))) from None

    def _ancestry(self, path: Path) -> Iterator[Entries]:
        """Yield the head of a spec file, of the one that it extends, and so on."""
        for _ in range(LONGEST_CHAIN):
            tree = self.files.head(path)
            yield tree
            base = child(tree, "extends")
            if base is None:
                return
            path = self.base(text(base), path)
