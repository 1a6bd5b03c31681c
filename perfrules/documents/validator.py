"""Checking a tree against a JSON Schema, in our own codes and at our own places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from perfrules.findings import Code, Finding, Where
from perfrules.model.document import Entries, Items, Node, limited_faults, plain

SHOWN_OF_VALUE = 60
"""Characters of a value that a finding shows."""

EXTRA_KEYS = ("additionalProperties", "unevaluatedProperties")
BRANCHING = ("anyOf", "oneOf")


def validate(node: Node, schema: Mapping[str, Any]) -> tuple[Finding, ...]:
    """
    Validate a tree.

    Args:
        node: from `compose`.
        schema: a JSON Schema, draft 2020-12. Its annotation ``x-expected`` is a short word
            for what a value should be.

    Returns:
        a finding for each violation: unknown key (with the near one), missing key, wrong
        value; each at the key or value, each once, and as many as are `limited_faults` keeps.
    """
    from jsonschema import Draft202012Validator  # 130 ms: only where a tree is checked

    validator = Draft202012Validator(schema)
    errors = validator.iter_errors(plain(node))
    return limited_faults(
        _each_once(finding for error in errors for finding in _translated(error, node))
    )


def _each_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[tuple[str, Where, str]] = set()
    for finding in findings:
        key = (finding.code, finding.where, finding.params.get("key", ""))
        if key not in seen:
            seen.add(key)
            yield finding


def at(node: Node, path: Sequence[str | int]) -> Node:
    """Return the node at a path of keys and indexes, or the last one that exists on it."""
    for part in path:
        if isinstance(node, Entries) and part in node.entries:
            node = node.entries[str(part)]
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            break
    return node


def _translated(error: Any, root: Node) -> Iterator[Finding]:
    """Translate one error; for a choice between schemas, report the branch that fits best."""
    branch = _best_branch(error) if error.validator in BRANCHING and error.context else []
    for inner in branch:
        yield from _translated(inner, root)
    if branch:
        return
    node = at(root, list(error.absolute_path))
    if error.validator in EXTRA_KEYS and isinstance(node, Entries):
        yield from _unknown_keys(error, node)
    elif error.validator == "required" and isinstance(node, Entries):
        yield from _missing_key(error, node)
    elif error.validator == "propertyNames" and isinstance(node, Entries):
        name = str(error.instance)
        yield _violation(Code.WRONG_VALUE, node.keys.get(name, node.where), error, value=name)
    elif error.parent is not None and error.parent.validator == "propertyNames":
        yield from _bad_name(error, node)
    else:
        yield _violation(Code.WRONG_VALUE, node.where, error, value=_shown(error.instance))


def _best_branch(error: Any) -> list[Any]:
    """
    Return the errors of the branch that was most likely meant.

    A branch whose type or keys do not fit at all was not meant; among the others the one
    with the fewest errors was. If no branch fits, the choice itself is reported.
    """
    branches: dict[int, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    meant = [
        errors
        for errors in branches.values()
        if not any(e.validator in ("type", "not", "pattern", "enum") and not e.path for e in errors)
        or (
            isinstance(error.instance, dict)
            and not any(e.validator == "type" and not e.path for e in errors)
        )
    ]
    return min(meant, key=len) if meant else []


def _unknown_keys(error: Any, node: Entries) -> Iterator[Finding]:
    allowed = list(error.schema.get("properties", {}))
    for key in node.entries:
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1)
            yield _violation(
                Code.UNKNOWN_KEY,
                node.keys[key],
                error,
                key=key,
                near=near[0] if near else "",
                allowed=", ".join(allowed),
            )


def _missing_key(error: Any, node: Entries) -> Iterator[Finding]:
    """Report a missing key, unless it is misspelt: that is reported as an unknown key."""
    closed = "additionalProperties" in error.schema
    properties = error.schema.get("properties", {})
    strange = [key for key in node.entries if closed and key not in properties]
    for key in error.validator_value:
        if key not in node.entries and not get_close_matches(key, strange, n=1):
            yield _violation(Code.MISSING_KEY, node.where, error, key=key)


def _bad_name(error: Any, node: Node) -> Iterator[Finding]:
    name = str(error.instance)
    where = node.keys[name] if isinstance(node, Entries) and name in node.keys else node.where
    yield _violation(Code.WRONG_VALUE, where, error, value=name)


def _violation(code: Code, where: Where, error: Any, **params: str) -> Finding:
    path = "/".join(map(str, error.absolute_path))
    if code == Code.WRONG_VALUE:
        params["expected"] = _expected(error)
        params["near"] = _near(error)
    return Finding(code=code, where=where, params={"path": path, **params})


def _expected(error: Any) -> str:
    if error.validator == "enum":
        return ", ".join(str(value) for value in error.validator_value)
    if error.validator == "const":
        return str(error.validator_value)
    if "x-expected" in error.schema:
        return str(error.schema["x-expected"])
    if error.validator == "type":
        wanted = error.validator_value
        return wanted if isinstance(wanted, str) else ", ".join(wanted)
    return f"{error.validator} {error.validator_value}" if _is_simple(error) else "-"


def _is_simple(error: Any) -> bool:
    return isinstance(error.validator_value, int | str)


def _near(error: Any) -> str:
    if error.validator != "enum":
        return ""
    values = [str(value) for value in error.validator_value]
    return next(iter(get_close_matches(str(error.instance), values, n=1)), "")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(list(map(str, value))[:5]) + "}"
    if isinstance(value, list):
        return f"[{len(value)}]"
    text = (
        {None: "", True: "true", False: "false"}.get(value, value)
        if not isinstance(value, int | str) or isinstance(value, bool)
        else value
    )
    return str(text)[:SHOWN_OF_VALUE]
