"""The library of specs: a value that the caller owns, a snapshot of what there is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from perfrules import documents, review, sentences
from perfrules.findings import NoFittingSpec
from perfrules.model.failure import Failure
from perfrules.model.messages import Lang

if TYPE_CHECKING:
    from perfrules.findings import Finding
    from perfrules.model.card import Scorecard
    from perfrules.model.explanation import Explanation
    from perfrules.model.form import Form
    from perfrules.model.spec import Spec
    from perfrules.speclib.catalog import CatalogEntry
    from perfrules.speclib.load import Loader

SPEC_ENDINGS = (".yaml", ".yml")

PathLike = str | os.PathLike[str]
SpecOrName: TypeAlias = "Spec | str | os.PathLike[str]"
"""A spec, or what `Library.load` finds one by."""


class ChosenSpec(NamedTuple):
    """A spec to score by, and why it is this one."""

    spec: Spec
    evidence: str


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """
    The specs of this library, of installed packages and of *folders*, as they are now.

    Every file is read at most once: the same call has the same result for as long as the
    library lives, and `refresh` returns one that sees what has changed.

    Attributes:
        folders: bundles of specs, ``<place>/<name>/<year>.yaml`` below each.
        lang: the language of its sentences, ``zh`` or ``en``.
    """

    folders: Sequence[PathLike] = ()
    lang: Lang | str = Lang.ZH
    _loader: Loader = field(init=False, repr=False)

    def __post_init__(self) -> None:
        from perfrules.speclib.bundles import existing
        from perfrules.speclib.catalog import Catalog
        from perfrules.speclib.load import Loader

        named = (self.folders,) if isinstance(self.folders, str | os.PathLike) else self.folders
        folders = tuple(existing(Path(folder)) for folder in named)
        object.__setattr__(self, "folders", folders)
        object.__setattr__(self, "lang", Lang(self.lang))
        object.__setattr__(self, "_loader", Loader(Catalog(folders)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.folders, self.lang)

    def refresh(self) -> Library:
        """Return a library of the same folders that sees what has changed in them."""
        from perfrules.speclib.catalog import Catalog
        from perfrules.speclib.load import Loader

        fresh = Library(self.folders, self.lang)
        catalog = Catalog(self._loader.catalog.folders, self._loader.catalog.files.again())
        object.__setattr__(fresh, "_loader", Loader(catalog))
        return fresh

    @property
    def is_current(self) -> bool:
        """Whether every file that was read, and every folder listed, is what it was."""
        return self._loader.catalog.files.is_current()

    @property
    def specs(self) -> tuple[CatalogEntry, ...]:
        """
        The specs by id and revision: the head of each.

        Raises:
            InvalidSpec: two specs have one id and revision, or a folder does not exist.
        """
        return self._loader.catalog.entries

    def load(self, name: SpecOrName, year: int | str | None = None) -> Spec:
        """
        Load a spec and check it.

        Args:
            name: ``id@2023`` (its newest revision), ``id@2023.1`` or a file; a spec is
                returned as it is.
            year: the year or revision, where *name* is an id without one.

        Raises:
            NoSuchSpec: there is none of this name.
            InvalidSpec: it does not pass its checks; everything that is wrong is listed.
        """
        return self.named(name, year).spec

    def named(self, name: SpecOrName, year: int | str | None = None) -> ChosenSpec:
        """
        Load a spec as `load` does, and say how it was found.

        Raises:
            NoSuchSpec: there is none of this name.
            InvalidSpec: it does not pass its checks; everything that is wrong is listed.
        """
        if not isinstance(name, str | os.PathLike):
            return ChosenSpec(name, "named")
        said = os.fspath(name) if year is None else f"{os.fspath(name)}@{year}"
        if self.is_file(said):
            return ChosenSpec(self._loader.load(Path(said)), f"file:{said}")
        return ChosenSpec(self._loader.load(self._loader.catalog.find(said).path), "named")

    def spec_from(self, document: str | Mapping[str, Any], source: str = "spec") -> Spec:
        """
        Build a spec that a program holds; it may extend a spec of the library.

        Args:
            document: the text of a YAML or JSON document, or plain data.
            source: what to call it in findings.

        Raises:
            InvalidSpec: it does not pass its checks; everything that is wrong is listed.
        """
        from perfrules.speclib.files import checked

        if isinstance(document, str):
            return self._loader.parse(checked(documents.compose(source, document)))
        return self._loader.parse(checked(documents.tree_of(source, document)))

    def is_file(self, name: str) -> bool:
        """Whether *name* is taken as a file: it is one, or is not like the name of a spec."""
        if Path(name).exists() or name.endswith(SPEC_ENDINGS):
            return True
        return "@" not in name and all(name != entry.head.id for entry in self.specs)

    def with_cases(self, name: SpecOrName, cases: Sequence[PathLike] | None = None) -> Spec:
        """
        Load a spec with further examples.

        Args:
            name: as of `load`.
            cases: files of examples; by default ``2023.cases.yaml`` next to ``2023.yaml``.

        Raises:
            NoSuchSpec: there is none of this name.
            InvalidSpec: it does not pass its checks, or an example fails.
        """
        path = self._file_of(name)
        if path is None:
            return self.load(name)
        beside = self._loader.catalog.cases_beside(path)
        return self._loader.load(path, beside if cases is None else tuple(map(Path, cases)))

    def _file_of(self, name: SpecOrName) -> Path | None:
        if not isinstance(name, str | os.PathLike):
            return Path(name.source.file) if name.source.file else None
        said = os.fspath(name)
        return Path(said) if self.is_file(said) else self._loader.catalog.find(said).path

    def choose(self, form: Form) -> ChosenSpec:
        """
        Return the one spec that a form's year, kind, place or notes speak for.

        It is the newest of the form's year, else the newest of an earlier year (the scorecard
        says so: PR312); never one of a later year, nor one that is only used by name.

        Raises:
            NoFittingSpec: none fits, or several of different names do.
        """
        found = list(self._fitting(form))
        if len({spec.id for spec, _ in found}) != 1:
            named = (form.title, form.fiscal_year, form.kind, form.unit)
            raise NoFittingSpec(" ".join(str(part) for part in named if part), self._offered(form))
        return found[-1]

    def score(self, form: Form) -> Scorecard:
        """
        Score a form by the spec that it speaks for.

        Raises:
            NoSuchSpec: none fits, or several of different names do.
        """
        from perfrules.scoring import score

        return score(form, self.choose(form))

    def explain(self, card: Scorecard) -> tuple[Explanation, ...]:
        """Explain each line of a scorecard in the language of the library."""
        return sentences.explain(card, self.lang)

    def message(self, finding: Finding) -> str:
        """Return the sentence of a finding in the language of the library."""
        return sentences.message(finding, self.lang)

    def hint(self, finding: Finding) -> str:
        """Return what would repair a finding, in the language of the library."""
        return sentences.hint(finding, self.lang)

    def document(self, result: Scorecard | Failure) -> dict[str, Any]:
        """Return what `assess` gave as plain data for JSON, in the language of the library."""
        if isinstance(result, Failure):
            return sentences.failure_document(result, self.lang)
        return sentences.card_document(result, self.lang)

    def _offered(self, form: Form) -> tuple[str, ...]:
        """Return the names of the specs that a person might name for a form."""
        whole = [entry for entry in self.specs if not (entry.head.trial or entry.head.excerpt)]
        of_its_kind = [entry for entry in whole if entry.head.kind == form.kind]
        return tuple(dict.fromkeys(entry.name for entry in of_its_kind or whole))

    def _fitting(self, form: Form) -> Iterator[ChosenSpec]:
        """Yield the specs that may be chosen and that something speaks for, oldest first."""
        year = form.fiscal_year
        for entry in self.specs:
            head = entry.head
            if not head.is_chosen or head.kind != form.kind or year is None:
                continue
            if head.fiscal_year > year:
                continue
            spec = self._loader.load(entry.path)
            reason = review.evidence(form, head.places, spec.clauses.values())
            if reason:
                evidence = f"year:{head.fiscal_year} + kind:{head.kind} + {reason}"
                yield ChosenSpec(spec, evidence)


class _Default:
    """The library of the module functions; `refresh` puts another in its place."""

    library: Library | None = None


def default_library() -> Library:
    """Return the library without folders that the functions of `perfrules` use."""
    if _Default.library is None:
        _Default.library = Library()
    return _Default.library


def current_library() -> Library:
    """Return the default library, refreshed where a file that it has read is another now."""
    library = default_library()
    return library if library.is_current else refresh()


def refresh() -> Library:
    """Look at all files again: what the functions of `perfrules` use from here on."""
    _Default.library = default_library().refresh()
    return _Default.library
