"""Loading a spec: read → check → amend → build, each done once in a snapshot."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from perfrules import documents
from perfrules.documents import Entries, Items, Node, Scalar, plain
from perfrules.documents import texts as plain_texts
from perfrules.findings import Checked, Code, Finding, Findings, InvalidSpec, NoSuchSpec
from perfrules.model.spec import Source, Spec
from perfrules.resources import schema
from perfrules.speclib.amend import amended, shown
from perfrules.speclib.build.spec import build
from perfrules.speclib.catalog import LONGEST_CHAIN, Catalog
from perfrules.speclib.files import invalid_spec
from perfrules.speclib.nodes import child, text
from perfrules.speclib.shared import with_parts


class Loader:
    """
    Loads the specs of a catalogue; what was loaded is kept.

    Attributes:
        catalog: where bases, shared parts and files are looked up.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._sources: dict[Path, Checked[Source]] = {}
        self._specs: dict[tuple[Path, tuple[Path, ...]], Spec] = {}

    def load(self, path: Path, cases: Sequence[Path] = ()) -> Spec:
        """
        Load and check a spec file.

        Args:
            path: the YAML file.
            cases: files of further examples, run like its own; they do not change the digest.

        Raises:
            InvalidSpec: with all that is wrong, by place.
        """
        key = path, tuple(cases)
        if key not in self._specs:
            self._specs[key] = self._built(self.source(path), cases)
        return self._specs[key]

    def parse(self, tree: Entries) -> Spec:
        """
        Build a spec from a document that is in no file.

        Raises:
            InvalidSpec: with all that is wrong, by place.
        """
        return self._built(self._source(tree, None, 0), ())

    def source(self, path: Path, depth: int = 0) -> Checked[Source]:
        """
        Read a spec file and apply its amendments.

        Returns:
            its document, and what does not fit in its amendments; the schema is not asked.

        Raises:
            InvalidSpec: it cannot be read, or what it extends cannot be found.
        """
        if path not in self._sources:
            self._sources[path] = self._source(self.catalog.files.tree(path), path, depth)
        return self._sources[path]

    def _source(self, tree: Entries, path: Path | None, depth: int) -> Checked[Source]:
        own = with_parts(tree, path, self.catalog.files)
        named = child(own, "extends")
        base = None if named is None else self._base(named, path, depth)
        whole, faults = (own, ()) if base is None else amended(base.tree, own)
        file = None if path is None else str(path)
        source = Source(file=file, own=own, tree=whole, base=base, digest=digest(whole))
        return Checked(source, Findings(faults))

    def _base(self, named: Node, path: Path | None, depth: int) -> Source:
        if depth >= LONGEST_CHAIN:
            raise invalid_spec(Code.NO_SUCH_BASE, named.where, name=shown(named), known="")
        try:
            base = self.catalog.base(text(named), path)
        except NoSuchSpec as missing:
            known = ", ".join(missing.known)
            raise invalid_spec(
                Code.NO_SUCH_BASE, named.where, name=missing.wanted, known=known
            ) from None
        return self.source(base, depth + 1).value

    def _built(self, checked: Checked[Source], cases: Sequence[Path]) -> Spec:
        source = checked.value
        if not cases and self.is_shipped(source):
            spec, _ = build(source, source.tree, is_proven=True)
            if spec is not None:
                return spec
        found = [*self._schema_findings(source), *checked.findings]
        if source.base and not found:
            found += documents.validate(source.tree, schema("spec"))
        tree = source.tree
        for file in cases:
            tree = with_cases(tree, self.catalog.files.tree(file), found)
        spec, noticed = build(source, tree)
        found += noticed
        if found or spec is None:
            raise InvalidSpec(Findings(found).distinct().by_place())
        return spec

    def is_shipped(self, source: Source) -> bool:
        """Whether every file that the document is made of is as it was when it was prepared."""
        if source.file is None:
            return False
        scales = child(source.own, "scales")
        parts = scales.entries.values() if isinstance(scales, Entries) else ()
        files = {source.file, *(part.where.source for part in parts)}
        shipped = all(self.catalog.files.is_shipped(Path(file)) for file in files)
        return shipped and (source.base is None or self.is_shipped(source.base))

    def _schema_findings(self, source: Source) -> tuple[Finding, ...]:
        """Check a document as it is written, then with the shared parts in their places."""
        written = self.catalog.files.tree(Path(source.file)) if source.file else source.own
        found = documents.validate(written, schema("spec"))
        return (
            found
            if found or written is source.own
            else documents.validate(source.own, schema("spec"))
        )


def with_cases(tree: Entries, more: Entries, findings: list[Finding]) -> Entries:
    """Add the examples of a case file to those of a spec."""
    findings += documents.validate(more, schema("cases"))
    for_, id_, version = child(more, "cases_of"), child(tree, "id"), child(tree, "version")
    examples, further = child(tree, "examples"), child(more, "examples")
    if not (isinstance(for_, Scalar) and isinstance(further, Items) and id_ and version):
        return tree
    name = f"{text(id_)}@{text(version)}"
    if for_.text != name:
        params = {"wanted": for_.text, "name": name}
        findings.append(Finding(code=Code.CASES_OF_OTHER_SPEC, where=for_.where, params=params))
    own = examples.items if isinstance(examples, Items) else ()
    joined = replace(further, items=(*own, *further.items))
    whole = replace(tree, entries={**tree.entries, "examples": joined})
    findings += documents.validate(whole, schema("spec")) if not findings else ()
    return whole


def flat(source: Source) -> dict[str, Any]:
    """
    Return a spec with its amendments applied, as plain data.

    Written as JSON (which is YAML) it is a spec file of its own, with the same digest.
    """
    document: dict[str, Any] = plain(source.tree)
    return document


def digest(tree: Node) -> str:
    """Return ``sha256:…`` of a tree's content: comments, order of keys and places do not count."""
    content = json.dumps(plain_texts(tree), ensure_ascii=False, sort_keys=True)
    return "sha256:" + hashlib.sha256(content.encode()).hexdigest()


def published() -> Iterator[tuple[str, str]]:
    """Yield name with revision and digest of each spec of the library, as it is now."""
    loader = Loader(Catalog())
    for entry in loader.catalog.entries:
        head = entry.head
        yield f"{head.id}@{head.version}", loader.source(entry.path).value.digest
