"""Sentences as data: what findings and reports say, in Chinese and English."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from perfrules.findings import Code, Finding, Judged, Policy, Severity, case_key


class Lang(StrEnum):
    """The language of a report."""

    ZH = "zh"
    EN = "en"


Texts = Mapping[Lang, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """
    What a finding code means: how bad it is by default, its title, sentence and hint.

    Attributes:
        cases: how bad it is in its cases.
    """

    code: Code
    severity: Severity
    cases: Mapping[str, Severity]
    title: Texts
    message: Texts
    hint: Texts


NAMES_OF_FIELDS = ("field", "column", "confidence")
"""Parameters that name a field; a sentence shows what the field is called."""


_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What would break a line, or do more, where a sentence is printed."""
_COLON = re.compile(r"[:\uff1a]\s*$")
"""What a label ends with on the form, but not in a sentence."""


_GAP = re.compile(r"\{([a-z_0-9]*)\}")
"""A placeholder of a template."""


class _Params(dict[str, str]):
    """Parameters of a sentence; one that is not given shows as its placeholder."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """All sentences; *reports* are templates by key and language."""

    findings: Mapping[Code, Message]
    reports: Mapping[str, Texts]
    policy: Policy = field(init=False)
    """how bad findings are where no spec says otherwise"""

    def __post_init__(self) -> None:
        cases = {
            case_key(code, case): severity
            for code, message in self.findings.items()
            for case, severity in message.cases.items()
        }
        codes = {str(code): message.severity for code, message in self.findings.items()}
        object.__setattr__(self, "policy", Policy(severities={**codes, **cases}))

    @classmethod
    def from_documents(cls, *, findings: Mapping[str, Any], reports: Mapping[str, Any]) -> Self:
        """Build from the plain data of ``specs/messages/``."""
        return cls(
            findings={Code(code): _message(Code(code), entry) for code, entry in findings.items()},
            reports={key: _texts(entry) for key, entry in reports.items()},
        )

    def severity(self, finding: Finding) -> Severity:
        """Return how bad a finding is where no spec says otherwise."""
        return self.policy.severity(finding)

    def message(self, finding: Finding, lang: Lang) -> str:
        """Return the sentence of a finding."""
        return self._filled(self.findings[finding.code].message[lang], finding, lang)

    def hint(self, finding: Finding, lang: Lang) -> str:
        """Return what would repair a finding; nothing if a parameter of the hint is empty."""
        template = self.findings[finding.code].hint[lang]
        empty = {name for name, text in finding.params.items() if not text}
        return "" if empty & set(_GAP.findall(template)) else self._filled(template, finding, lang)

    def title(self, code: Code, lang: Lang) -> str:
        """Return what a finding code is called."""
        return self.findings[code].title[lang]

    def say(self, key: str, lang: Lang, /, **params: object) -> str:
        """Return a report's sentence; a key without a sentence is its own."""
        texts = self.reports.get(key)
        return (
            texts[lang].format_map(_Params({k: str(v) for k, v in params.items()}))
            if (texts)
            else key
        )

    def why(self, refusal: Mapping[str, str], lang: Lang) -> str:
        """Return why the system refuses a file; what has no sentence is in the system's words."""
        texts = self.reports.get(f"errno.{refusal.get('errno', '')}")
        return texts[lang] if texts else refusal.get("why", "")

    def label(self, label: str, lang: Lang) -> str:
        """Return what a label is called; one that a spec declares is its own name."""
        texts = self.reports.get(f"label.{label}")
        return texts[lang] if texts else label

    def _filled(self, template: str, finding: Finding, lang: Lang) -> str:
        row = self.say("row.none", lang) if finding.row is None else _COLON.sub("", finding.row)
        params = {**finding.params, "row": row}
        if "errno" in params:
            params["why"] = self.why(params, lang)
        for name in NAMES_OF_FIELDS:
            if name in params:
                params[name] = self.field(params[name], lang)
        shown = {name: _CONTROLS.sub(" ", text) for name, text in params.items()}
        return template.format_map(_Params(shown))

    def field(self, name: str, lang: Lang) -> str:
        """Return what a field or a name of a rule is called."""
        texts = self.reports.get(f"name.{name}")
        return texts[lang] if texts else name


def with_gaps(template: str) -> str:
    """Return a template without a finding to fill it: each placeholder is left open."""
    return _GAP.sub("…", template)


def _message(code: Code, entry: Mapping[str, Any]) -> Message:
    return Message(
        code=code,
        severity=Severity(entry["severity"]),
        cases={case: Severity(text) for case, text in entry.get("cases", {}).items()},
        title=_texts(entry["title"]),
        message=_texts(entry["message"]),
        hint=_texts(entry["hint"]),
    )


def _texts(entry: Mapping[str, str]) -> Texts:
    return {lang: entry[lang.value] for lang in Lang}


@dataclass(frozen=True, slots=True)
class Words:
    """All sentences in one language: what a page is written with."""

    messages: Messages
    lang: Lang

    def say(self, key: str, /, **params: object) -> str:
        """Return a report's sentence; a key without a sentence is its own."""
        return self.messages.say(key, self.lang, **params)

    def has(self, key: str) -> bool:
        """Return whether there is a sentence for a key."""
        return key in self.messages.reports

    def judged(self, findings: Iterable[Finding]) -> tuple[Judged, ...]:
        """Return findings with their severities where no spec says otherwise."""
        return self.messages.policy.judged(findings)

    def title(self, code: Code) -> str:
        """Return what a finding code is called."""
        return self.messages.title(code, self.lang)

    def message(self, finding: Finding) -> str:
        """Return the sentence of a finding."""
        return self.messages.message(finding, self.lang)

    def hint(self, finding: Finding) -> str:
        """Return what would repair a finding."""
        return self.messages.hint(finding, self.lang)

    def field(self, name: str) -> str:
        """Return what a field or a name of a rule is called."""
        return self.messages.field(name, self.lang)

    def label(self, label: str) -> str:
        """Return what a label is called; one that a spec declares is its own name."""
        return self.messages.label(label, self.lang)
