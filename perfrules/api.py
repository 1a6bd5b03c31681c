"""What the default library and the reader's language decide: specs, sentences, documents."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from perfrules import engine, resources
from perfrules.findings import (
    Finding,
)
from perfrules.library import (
    ChosenSpec,
    SpecOrName,
    current_library,
    default_library,
)
from perfrules.model.messages import Lang

if TYPE_CHECKING:
    from perfrules.model.card import Scorecard
    from perfrules.model.explanation import Explanation
    from perfrules.model.failure import Failure
    from perfrules.model.form import Form
    from perfrules.model.messages import Messages
    from perfrules.model.spec import Spec
    from perfrules.model.workshop import Comparison, WhatIf
    from perfrules.speclib.catalog import CatalogEntry


def specs() -> tuple[CatalogEntry, ...]:
    """
    Return the specs of the default library, by id and revision: the head of each.

    They are those of this library and of installed packages that offer some through the
    entry-point group ``perfrules.specs`` (data only: their code is not imported). Folders of
    your own belong in a `Library`.

    Raises:
        InvalidSpec: two specs have one id and revision.
    """
    return default_library().specs


def load_spec(name: SpecOrName, year: int | str | None = None) -> Spec:
    """
    Load a spec of the default library, or from a file.

    The default library is a snapshot: it does not see what changes on disk before `refresh`.
    A file that you name is looked at each time, with everything that it extends: where one
    of them has changed, the default library is refreshed.

    Args:
        name: ``id@2023`` (its newest revision), ``id@2023.1`` or a file.
        year: the year or revision, where *name* is an id without one.

    Raises:
        NoSuchSpec: there is none of this name.
        InvalidSpec: it does not pass its checks; everything that is wrong is listed.
    """
    library = default_library()
    if isinstance(name, str | os.PathLike) and year is None and library.is_file(os.fspath(name)):
        library = current_library()
    return library.load(name, year)


def spec_from(document: str | Mapping[str, Any], source: str = "spec") -> Spec:
    """
    Build a spec that a program holds; it may extend a spec of the default library.

    Args:
        document: the text of a YAML or JSON document, or plain data.
        source: what to call it in findings.

    Raises:
        InvalidSpec: it does not pass its checks; everything that is wrong is listed.
    """
    return default_library().spec_from(document, source)


def resolve_spec(spec: SpecOrName) -> dict[str, Any]:
    """
    Return a spec with its amendments applied, as plain data; it has the same digest.

    Raises:
        NoSuchSpec: there is none of this name.
        InvalidSpec: it does not pass its checks.
    """
    from perfrules.speclib import load

    return load.flat(load_spec(spec).source)


def messages() -> Messages:
    """Return all sentences, in both languages."""
    return resources.messages()


def choose_spec(form: Form) -> ChosenSpec:
    """
    Return the spec of the default library that a form's year, kind, place or notes speak for.

    Raises:
        NoSuchSpec: none fits, or several of different names do.
    """
    return default_library().choose(form)


def compare(form: Form, one: SpecOrName, two: SpecOrName) -> Comparison:
    """
    Score a form by two specs, and split the difference by amendment where one extends the other.

    Raises:
        NoSuchSpec: there is none of a name.
        InvalidSpec: one of them does not pass its checks.
    """
    from perfrules.scoring import score
    from perfrules.speclib.stages import stages
    from perfrules.workshop.compare import compared, split

    old, new = load_spec(one), load_spec(two)
    first, second = score(form, old), score(form, new)
    taken = [
        (step.name, step.amendment, engine.score(form, step.spec) if step.spec else None)
        for step in stages(old, new) or ()
    ]
    return compared(first, second, split(first, taken))


def what_if(card: Scorecard) -> WhatIf:
    """Return what earns full marks for each line, and the cheapest ways to the next grade."""
    from perfrules.engine.inverse import Inverse, ways
    from perfrules.model.workshop import WhatIf

    turned = Inverse(card)
    full = tuple((line, turned.full(line)) for line in card.lines)
    return WhatIf(card=card, full=full, ways=ways(card, turned))


def explain(card: Scorecard, lang: Lang | str = Lang.ZH) -> tuple[Explanation, ...]:
    """
    Explain each line of a scorecard in one paragraph that a clerk could paste.

    Args:
        card: from `score`.
        lang: ``zh`` or ``en``.
    """
    from perfrules.explain import explain as explained

    return explained(card, messages(), Lang(lang))


def message(finding: Finding, lang: Lang | str = Lang.ZH) -> str:
    """Return the sentence of a finding: what is the matter, in ``zh`` or ``en``."""
    return messages().message(finding, Lang(lang))


def hint(finding: Finding, lang: Lang | str = Lang.ZH) -> str:
    """Return what would repair a finding, in ``zh`` or ``en``."""
    return messages().hint(finding, Lang(lang))


def card_document(card: Scorecard, lang: Lang | str = Lang.ZH) -> dict[str, Any]:
    """
    Return a scorecard as plain data for JSON.

    Returns:
        what ``schemas/scorecard.schema.json`` describes; points are decimal text, sentences are
        in *lang*.
    """
    from perfrules.writers import scorecard_document

    return scorecard_document(card, explain(card, lang), messages(), Lang(lang))


def form_document(form: Form, lang: Lang | str = Lang.ZH) -> dict[str, Any]:
    """
    Return a form as plain data for JSON; `form_from` reads it back.

    Returns:
        what ``schemas/form.schema.json`` describes; the sentences of its findings are in *lang*.
    """
    from perfrules.binding import to_document
    from perfrules.writers import findings_document

    found = findings_document(messages().policy.judged(form.findings), messages(), Lang(lang))
    return {**to_document(form), "findings": found}


def failure_document(failure: Failure, lang: Lang | str = Lang.ZH) -> dict[str, Any]:
    """Return as plain data for JSON why a form is not scored; sentences are in *lang*."""
    from perfrules.writers import failure_document as document

    return document(failure.where.source, failure.findings, messages(), Lang(lang))
