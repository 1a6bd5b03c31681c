"""Composing YAML and JSON: from text to a tree, with every doubtful word refused."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from perfrules.findings import Code, Finding, InputError, InvalidSpec, Where
from perfrules.model.document import DEEPEST, Entries, Items, Node, Scalar, limited_faults

MOST_CHARACTERS = 2_000_000
"""Characters of a document."""
MOST_NODES = 200_000
"""Scalars, lists and mappings of a document."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(source: str, text: str, *, error: type[InputError] = InvalidSpec) -> Node:
    """
    Read a YAML (or JSON) document.

    Args:
        source: its name, for places (``source:line:column``, counted from 1 in characters).
        text: the document.
        error: what to raise.

    Raises:
        InputError: *error*, with everything that is wrong: not valid YAML, duplicate keys,
            anchors and aliases, tags, words that YAML 1.1 tools read differently, too large.
    """
    composer = _Composer(source)
    tree = composer.document(text)
    if composer.findings or tree is None:
        raise error(limited_faults(composer.findings))
    return tree


# Plain words that YAML 1.1 tools and people read differently: each is refused, not guessed.
_TRAPS = {
    "boolean": re.compile(r"(?i:yes|no|on|off|y|n)|True|TRUE|False|FALSE"),
    "null": re.compile(r"Null|NULL"),
    "octal": re.compile(r"[-+]?0[0-9_]+|[-+]?0o[0-7]+"),
    "sexagesimal": re.compile(r"[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?"),
    "underscore": re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9]*)?"),
    "base": re.compile(r"[-+]?0[xXbB][0-9a-fA-F_]+"),
    "float": re.compile(
        r"[-+]?(?:\.[0-9]+|[0-9]+\.|(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+|\.(?i:inf))|\.(?i:nan)"
    ),
    "plus": re.compile(r"\+[0-9]+(?:\.[0-9]+)?"),
    "special": re.compile(r"=|<<"),
}
_SWALLOWED = re.compile("[A-Za-z_][A-Za-z0-9_-]*(?:\uff1a|:(?=[^\\s/]))")
"""A key whose colon is full-width, or has no space after it: no mapping to YAML."""
_SWALLOWED_DOCUMENT = re.compile("\\S+?(?:\uff1a|:(?=\\S))")


class _Composer:
    """Walks the events of one document and builds its tree."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.nodes = 0

    def where(self, mark: Any) -> Where:
        return Where(source=self.source, spot=f"{mark.line + 1}:{mark.column + 1}")

    def notice(self, code: Code, where: Where, **params: str) -> None:
        self.findings.append(Finding(code=code, where=where, params=params))

    def document(self, text: str) -> Node | None:
        start = Where(source=self.source, spot="1:1")
        if len(text) > MOST_CHARACTERS:
            self.notice(
                Code.DOCUMENT_TOO_LARGE, start, limit=str(MOST_CHARACTERS), what="characters"
            )
            return None
        try:
            if not self.sound(yaml.parse(text, Loader=_LOADER)):
                return None
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = self.where(mark) if mark else start
            self.notice(Code.NOT_YAML, place, detail=str(error.problem or error.context))
            return None
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            self.notice(Code.NOT_YAML, start, detail=type(error).__name__)
            return None
        if node is None:
            self.notice(Code.EMPTY_DOCUMENT, start)
            return None
        return self.root(node)

    def root(self, node: Any) -> Node | None:
        if isinstance(node, yaml.ScalarNode) and not node.style and not node.value.strip():
            self.notice(Code.EMPTY_DOCUMENT, self.where(node.start_mark))
            return None
        self.check_swallowed(node, _SWALLOWED_DOCUMENT)
        return self.built(node)

    def sound(self, events: Iterator[Any]) -> bool:
        """Look at the events before any tree is made: aliases, depth, size, one document."""
        depth = documents = 0
        for event in events:
            self.nodes += 1
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            if depth > DEEPEST or self.nodes > MOST_NODES or documents > 1:
                self.refuse_size(event, depth, documents)
                return False
            anchor = getattr(event, "anchor", None)
            if anchor is not None:
                self.notice(Code.ALIAS_USED, self.where(event.start_mark), name=anchor)
        return not self.findings

    def refuse_size(self, event: Any, depth: int, documents: int) -> None:
        where = self.where(event.start_mark)
        if documents > 1:
            self.notice(Code.SEVERAL_DOCUMENTS, where)
        elif depth > DEEPEST:
            self.notice(Code.DOCUMENT_TOO_LARGE, where, limit=str(DEEPEST), what="levels")
        else:
            self.notice(Code.DOCUMENT_TOO_LARGE, where, limit=str(MOST_NODES), what="nodes")

    def built(self, node: Any) -> Node:
        where = self.where(node.start_mark)
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, where)
        self.check_tag(node, where)
        if isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self.check_swallowed(item, _SWALLOWED)
            return Items(tuple(self.built(item) for item in node.value), where)
        return self.mapping(node, where)

    def scalar(self, node: Any, where: Where) -> Scalar:
        plain = not node.style
        if plain:
            self.check_trap(node.value, where)
        self.check_tag(node, where)
        return Scalar(node.value, plain, where)

    def mapping(self, node: Any, where: Where) -> Entries:
        entries: dict[str, Node] = {}
        keys: dict[str, Where] = {}
        for key, value in node.value:
            place = self.where(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                self.notice(Code.KEY_NOT_TEXT, place)
                continue
            name = self.scalar(key, place).text
            if name in entries:
                self.notice(Code.DUPLICATE_KEY, place, key=name, first=keys[name].spot)
                continue
            keys[name], entries[name] = place, self.built(value)
        return Entries(entries, keys, where)

    def check_tag(self, node: Any, where: Where) -> None:
        if not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
            self.notice(Code.YAML_TAG, where, tag=node.tag)

    def check_trap(self, text: str, where: Where) -> None:
        for name, pattern in _TRAPS.items():
            if pattern.fullmatch(text):
                self.notice(Code.YAML_TRAP, where, text=text, trap=name)
                return

    def check_swallowed(self, node: Any, pattern: re.Pattern[str]) -> None:
        """Report where a mapping was meant: `a：1` and `a:1` are one text to YAML."""
        if isinstance(node, yaml.ScalarNode) and not node.style and pattern.match(node.value):
            where = self.where(node.start_mark)
            self.notice(Code.YAML_TRAP, where, text=node.value[:40], trap="colon")
