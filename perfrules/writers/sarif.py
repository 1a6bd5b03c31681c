"""Findings as SARIF 2.1.0, which editors and code hosts show on the file."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from perfrules.findings import Code, Judged, Severity, Where
from perfrules.model.messages import Lang, Messages, with_gaps

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(
    findings: Sequence[Judged], messages: Messages, lang: Lang, version: str
) -> dict[str, Any]:
    """Return findings as SARIF 2.1.0, so that editors show them on the file."""
    codes = sorted({judged.finding.code for judged in findings})
    rules = [
        {
            "id": code,
            "name": messages.title(code, lang),
            "shortDescription": {"text": messages.title(code, lang)},
            "help": {"text": _help(code, messages, lang)},
            "defaultConfiguration": {"level": SARIF_LEVELS[messages.findings[code].severity]},
        }
        for code in codes
    ]
    driver = {"name": "perfrules", "version": version, "rules": rules}
    results = [
        {**_result(judged, messages, lang), "ruleIndex": codes.index(judged.finding.code)}
        for judged in findings
    ]
    return {
        "$schema": SARIF,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _help(code: Code, messages: Messages, lang: Lang) -> str:
    """Return what repairs a kind of finding; the parameters of a single finding are left open."""
    return with_gaps(messages.findings[code].hint[lang]) or messages.title(code, lang)


def _result(judged: Judged, messages: Messages, lang: Lang) -> dict[str, Any]:
    finding = judged.finding
    said = f"{messages.message(finding, lang)} {messages.hint(finding, lang)}".strip()
    return {
        "ruleId": finding.code,
        "level": SARIF_LEVELS[judged.severity],
        "message": {"text": said},
        "locations": [_location(finding.where)],
    }


def _location(where: Where) -> dict[str, Any]:
    """Return a place: file, line of a text, cell of a workbook or field of a document."""
    uri = quote(PurePath(where.source).as_posix(), safe="/:")
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    line, _, column = where.spot.partition(":")
    if line.isdecimal() and column.isdecimal():
        physical["region"] = {"startLine": int(line)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if where.spot:
        name = where.spot.rpartition("!")[2]
        location["logicalLocations"] = [{"name": name, "fullyQualifiedName": where.spot}]
    return location
