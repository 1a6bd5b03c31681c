"""Findings as a part of a page, and the pages that are about findings alone."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from perfrules.explain.cells import severity_label
from perfrules.findings import Findings, Judged, Severity, Where
from perfrules.model.messages import Words
from perfrules.model.page import (
    Block,
    FindingEntry,
    FindingGroup,
    FindingList,
    Fold,
    Heading,
    Page,
    PlaceCell,
    paragraph,
)

MOST_ALIKE = 3
"""Sentences of one code that a folded list prints; of further findings only the places."""


def findings_page(title: str, findings: Findings, words: Words) -> Page:
    """Return findings alone as a page, worst first."""
    listed = (
        finding_list(words.judged(findings), words)
        if findings
        else paragraph(words.say("table.no_findings"))
    )
    return Page(title, words.lang, (Heading(1, title), listed))


def finding_blocks(findings: Sequence[Judged], words: Words) -> Iterator[Block]:
    """Yield how many findings there are, and all of them with their full places."""
    if not findings:
        yield paragraph(words.say("table.no_findings"))
        return
    counts = severity_counts(findings)
    yield Heading(2, words.say("table.findings", count=len(findings), **counts))
    yield finding_list(findings, words)


def severity_counts(findings: Sequence[Judged]) -> dict[str, int]:
    """Return how many findings there are of each severity, as a sentence names them."""
    found = [judged.severity for judged in findings]
    return {f"{severity}s": found.count(severity) for severity in Severity}


def finding_list(
    findings: Sequence[Judged],
    words: Words,
    place_text: Callable[[Where], str] = str,
    *,
    is_folded: bool = False,
) -> FindingList:
    """
    Return findings by code, worst first; in one code they keep their order.

    Args:
        findings: with their severities.
        words: the language of the sentences.
        place_text: how a place is written.
        is_folded: whether a terminal may print only the places of what repeats a sentence;
            errors are always printed in full.
    """
    titles = ("severity", "code", "where", "said", "hint")
    severity, code, where, said, hint = (words.say(f"sheet.{title}") for title in titles)
    order = list(Severity)
    ranked = sorted(findings, key=lambda one: (order.index(one.severity), one.finding.code))
    groups = [
        _group(list(members), words, place_text, is_folded=is_folded)
        for _, members in groupby(ranked, key=lambda one: (one.severity, one.finding.code))
    ]
    return FindingList((severity, code, where, said, hint), tuple(groups))


def _group(
    members: Sequence[Judged],
    words: Words,
    place_text: Callable[[Where], str],
    *,
    is_folded: bool,
) -> FindingGroup:
    entries = tuple(
        FindingEntry(
            PlaceCell(place_text(one.where), one.where), words.message(one), words.hint(one)
        )
        for one in (judged.finding for judged in members)
    )
    severity, code = members[0].severity, members[0].finding.code
    can_fold = is_folded and severity is not Severity.ERROR and len(entries) > MOST_ALIKE + 1
    return FindingGroup(
        label=severity_label(severity, words),
        code=code,
        title=words.title(code),
        entries=entries,
        fold=_fold(entries, words) if can_fold else None,
    )


def _fold(entries: Sequence[FindingEntry], words: Words) -> Fold:
    rest = entries[MOST_ALIKE:]
    places = " ".join(entry.place.text for entry in rest)
    return Fold(MOST_ALIKE, words.say("sheet.more", count=len(rest), places=places))
