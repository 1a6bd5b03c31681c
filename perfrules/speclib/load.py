"""Finding specs by id and year, and loading them: find → check → resolve → build."""

import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from perfrules import documents
from perfrules.documents import Entries, Items, Node, Scalar, plain
from perfrules.documents import texts as plain_texts
from perfrules.findings import (
    Code,
    Finding,
    InvalidSpec,
    NoSuchSpec,
    Severity,
    Where,
    graded,
    refusal,
)
from perfrules.model.spec import Spec
from perfrules.resources import prepared, schema, specs_root
from perfrules.speclib.amend import NOT_INHERITED, amended, shown
from perfrules.speclib.build.examples import Run
from perfrules.speclib.build.spec import LANGUAGE, build
from perfrules.speclib.catalog import CASES, roots, spec_files, twice
from perfrules.speclib.nodes import child, text
from perfrules.speclib.shared import Read, with_parts

LONGEST_CHAIN = 20
"""Most specs that one spec may extend, one after the other."""

NAME = re.compile(r"(?P<id>[^@]+)@(?P<year>[0-9]{4})(?P<revision>\.[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A spec of the library, as its head tells: enough to choose one without loading it."""

    id: str
    fiscal_year: int
    version: str
    kind: str
    title: str
    places: tuple[str, ...]
    trial: bool
    by_name: str | None
    excerpt: str | None
    path: Path

    @property
    def name(self) -> str:
        """The spec's id and year."""
        return f"{self.id}@{self.fiscal_year}"

    @property
    def is_chosen(self) -> bool:
        """Whether the spec may be chosen for a form without being named."""
        return not (self.trial or self.by_name or self.excerpt)


@cache
def library(folders: tuple[Path, ...] = ()) -> tuple[Entry, ...]:
    """
    Return all specs by id and revision.

    Args:
        folders: bundles beside those of this library and of installed packages.

    Raises:
        InvalidSpec: two specs have one id and revision, or a folder does not exist.
    """
    found = [_entry(path) for root in roots(folders) for path in spec_files(root)]
    seen: dict[str, Path] = {}
    for entry in found:
        name = f"{entry.id}@{entry.version}"
        if seen.setdefault(name, entry.path) != entry.path:
            raise twice(name, seen[name], entry.path)
    return tuple(sorted(found, key=lambda e: (e.id, e.fiscal_year, _revision(e.version))))


def _entry(path: Path) -> Entry:
    tree = _head(path)
    by_name, excerpt, trial = (child(tree, name) for name in ("by_name", "excerpt", "trial"))
    return Entry(
        id=text(child(tree, "id")),
        fiscal_year=int(text(child(tree, "fiscal_year"))),
        version=text(child(tree, "version")),
        kind=text(child(tree, "kind")),
        title=text(child(tree, "title")),
        places=tuple(map(text, _items(child(tree, "places")))),
        trial=trial is not None and text(trial) == "true",
        by_name=text(by_name) if by_name else None,
        excerpt=text(excerpt) if excerpt else None,
        path=path,
    )


def _head(path: Path) -> Entries:
    """Return a spec's header, inherited where it is not its own."""
    head: dict[str, Node] = {}
    for file in ancestry(path):
        tree = read_spec(file, only_head=True)
        own = {n: v for n, v in tree.entries.items() if file == path or n not in NOT_INHERITED}
        head = {**own, **head}
    return replace(tree, entries=head)


def _items(node: Node | None) -> Sequence[Node]:
    return node.items if isinstance(node, Items) else ()


def _revision(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def find(name: str, entries: Sequence[Entry] | None = None) -> Entry:
    """
    Return the library's spec of a name.

    Args:
        name: ``id@2023`` (its newest revision) or ``id@2023.1``.
        entries: where to look, by default the library.

    Raises:
        NoSuchSpec: there is none, with the names there are.
    """
    entries = library() if entries is None else entries
    match = NAME.fullmatch(name)
    fitting = [
        entry
        for entry in entries
        if match
        and entry.id == match["id"]
        and str(entry.fiscal_year) == match["year"]
        and (not match["revision"] or entry.version == match["year"] + match["revision"])
    ]
    if not fitting:
        id_ = name.partition("@")[0]
        near = [entry for entry in entries if entry.id == id_] or entries
        raise NoSuchSpec(name, tuple(dict.fromkeys(entry.name for entry in near)))
    return fitting[-1]


def load(
    path: Path, *, run: Run, severities: Mapping[Code, Severity], cases: Sequence[Path] = ()
) -> Spec:
    """
    Load and check a spec file.

    Args:
        path: the YAML file.
        run: the engine's `outcome`, for the examples.
        severities: how bad each finding code is by default.
        cases: files of further examples, run like its own; they do not change the digest.

    Raises:
        InvalidSpec: with all that is wrong, by place.
    """
    findings: list[Finding] = []
    tree = resolved(path, severities=severities, findings=findings)
    own = digest(tree)
    for file in cases:
        tree = with_cases(tree, read_spec(file), findings)
    spec, noticed = build(tree, digest=own, severities=severities, run=run)
    found = findings + noticed
    if found or spec is None:
        ordered = sorted(dict.fromkeys(map(_Key, found)), key=lambda key: key.order)
        raise InvalidSpec(graded((key.finding for key in ordered), severities))
    return spec


def shipped(path: Path, *, severities: Mapping[Code, Severity]) -> Spec | None:
    """
    Return a spec of this library without checking it once more.

    Returns:
        ``None`` unless every file that it is made of is as it was when it was released.
    """
    if not prepared.is_shipped(path):
        return None
    try:
        tree = resolved(path, severities=severities, read=_read_shipped)
    except _Changed:
        return None
    return build(tree, digest=digest(tree), severities=severities, run=None)[0]


class _Changed(Exception):
    """A file is not what it was when it was released."""


def _read_shipped(path: Path) -> Entries:
    tree = prepared.tree(path, _spec_bytes(path))
    if tree is None:
        raise _Changed
    return _checked(tree)


def with_cases(tree: Entries, more: Entries, findings: list[Finding]) -> Entries:
    """Add the examples of a case file to those of a spec."""
    findings += documents.check(more, schema("cases"))
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
    findings += _schema_findings(whole) if not findings else []
    return whole


def cases_beside(path: Path) -> tuple[Path, ...]:
    """Return the case file that lies beside a spec: ``2023.cases.yaml`` beside ``2023.yaml``."""
    file = path.with_name(f"{path.stem}{CASES}{path.suffix}")
    return (file,) if file.exists() else ()


def flat(path: Path) -> Any:
    """
    Return a spec with its amendments applied, as plain data.

    Written as JSON (which is YAML) it is a spec file of its own, with the same digest.

    Raises:
        InvalidSpec: it cannot be read, or what it extends cannot be found.
    """
    return plain(resolved(path, severities={}))


class _Key:
    """A finding as a set's member: the same code at the same place is told once."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        spot = tuple(int(n) for n in re.findall(r"[0-9]+", finding.where.spot))
        self.order = (finding.where.source, spot, finding.code, sorted(finding.params.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.order == other.order

    def __hash__(self) -> int:
        return hash((self.finding.code, self.finding.where))


def digest(tree: Node) -> str:
    """Return ``sha256:…`` of a tree's content: comments, order of keys and places do not count."""
    content = json.dumps(plain_texts(tree), ensure_ascii=False, sort_keys=True)
    return "sha256:" + hashlib.sha256(content.encode()).hexdigest()


def resolved(
    path: Path,
    *,
    severities: Mapping[Code, Severity],
    findings: list[Finding] | None = None,
    depth: int = 0,
    read: Read | None = None,
) -> Entries:
    """
    Read a spec and apply its amendments.

    With *findings* the schema is checked too, and what it says is put there; without, only
    what makes the file unusable is raised.
    """
    read = read or read_spec
    tree = read(path)
    if findings is not None:
        findings += _schema_findings(tree)
    whole = with_parts(tree, path, read)
    if findings is not None and whole is not tree and not findings:
        findings += _schema_findings(whole)
    tree = whole
    base = child(tree, "extends")
    if base is None:
        return tree
    if depth >= LONGEST_CHAIN:
        raise _invalid(Code.NO_SUCH_BASE, base.where, name=shown(base))
    try:
        entry = base_of(text(base), path)
    except NoSuchSpec as missing:
        known = ", ".join(missing.known)
        raise _invalid(Code.NO_SUCH_BASE, base.where, name=missing.wanted, known=known) from None
    parent = resolved(entry, severities=severities, depth=depth + 1, read=read)
    whole, faults = amended(parent, tree)
    if findings is not None:
        findings += faults
        findings += _schema_findings(whole) if not findings else []
    return whole


def base_of(name: str, path: Path) -> Path:
    """Find the spec that *path* extends: beside it, or in the library."""
    match = NAME.fullmatch(name)
    if match and match["revision"]:
        for sibling in sorted(path.parent.glob("*.yaml")):
            if sibling != path and _heads(sibling) == (match["id"], name.rpartition("@")[2]):
                return sibling
    return _in_library(name, path)


def ancestry(path: Path) -> Iterator[Path]:
    """Yield a spec file, the one that it extends, and so on."""
    while True:
        yield path
        base = child(read_spec(path, only_head=True), "extends")
        if base is None:
            return
        path = base_of(text(base), path)


def _in_library(name: str, path: Path) -> Path:
    """Find a revision in the bundle of *path*, in the library or in an installed package."""
    folder, id_ = path.absolute().parent, _heads(path)[0]
    # Only a file that lies as a bundle has it has a bundle around it.
    own = [folder.parent.parent] if folder.parts[-2:] == tuple(id_.split("/")) else []
    files = [file for root in dict.fromkeys((*roots(), *own)) for file in spec_files(root)]
    heads = {file: "@".join(_heads(file)) for file in files if file != path}
    found = next((file for file, head in heads.items() if head == name), None)
    if found is None:
        raise NoSuchSpec(name, tuple(sorted(set(heads.values()))))
    return found


def _heads(path: Path) -> tuple[str, str]:
    """Return id and version of a spec file; empty where it has none."""
    try:
        tree = read_spec(path, only_head=True)
    except InvalidSpec:
        return "", ""
    found = (child(tree, name) for name in ("id", "version"))
    id_, version = (node.text if isinstance(node, Scalar) else "" for node in found)
    return id_, version


def read_spec(path: Path, *, only_head: bool = False) -> Entries:
    """
    Read a spec file as a tree: the prepared one, or composed from the YAML.

    Args:
        path: the YAML file.
        only_head: read no further than the header, which is all that choosing a spec asks.

    Raises:
        InvalidSpec: not readable, not UTF-8, not a YAML mapping, or of another language version.
    """
    data = _spec_bytes(path)
    tree = prepared.head(path, data) if only_head else prepared.tree(path, data)
    return _composed(path, data, only_head=only_head) if tree is None else _checked(tree)


def _spec_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _invalid(Code.CANNOT_OPEN, Where(source=str(path)), **refusal(error)) from None


def _composed(path: Path, data: bytes, *, only_head: bool) -> Entries:
    try:
        source = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig").read()
    except UnicodeDecodeError:
        raise _invalid(Code.UNKNOWN_ENCODING, Where(source=str(path)), encoding="UTF-8") from None
    return _checked(documents.compose(str(path), _header(source) if only_head else source))


def _checked(tree: Node) -> Entries:
    if not isinstance(tree, Entries):
        raise _invalid(Code.WRONG_VALUE, tree.where, path="", value=shown(tree), expected="mapping")
    language = child(tree, "perfrules")
    if isinstance(language, Scalar) and language.text != str(LANGUAGE):
        reads = str(LANGUAGE)
        raise _invalid(
            Code.OTHER_LANGUAGE_VERSION, language.where, found=language.text, reads=reads
        )
    return tree


def _header(source: str) -> str:
    """Return the text of a spec before its sources, if they follow the header as they should."""
    head, _, rest = source.partition("\nsources:")
    return head if rest else source


def _schema_findings(tree: Node) -> tuple[Finding, ...]:
    return documents.check(tree, schema("spec"))


def _invalid(code: Code, where: Where, **params: str) -> InvalidSpec:
    severity = Severity.ERROR
    return InvalidSpec((Finding(code=code, where=where, params=params, severity=severity),))


def published() -> Iterator[tuple[str, str]]:
    """Yield name with revision and digest of each spec of the library, as it is now."""
    for entry in map(_entry, spec_files(specs_root())):
        tree = resolved(entry.path, severities={})
        yield f"{entry.id}@{entry.version}", digest(tree)


__all__ = ["Entry", "digest", "find", "library", "load", "published"]
