"""The module functions on specs: what the default library answers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from perfrules import engine
from perfrules.library import (
    ChosenSpec,
    SpecOrName,
    current_library,
    default_library,
)

if TYPE_CHECKING:
    from perfrules.model.card import Scorecard
    from perfrules.model.form import Form
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
