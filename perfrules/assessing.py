"""From a form, in whatever shape it comes, to a scorecard or a failure: nothing is raised."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from perfrules.findings import PerfRulesError, Where
from perfrules.forms import Origin, read_form, with_inputs
from perfrules.model.failure import Failure
from perfrules.scoring import score

if TYPE_CHECKING:
    from perfrules.library import Library, SpecOrName
    from perfrules.model.card import Scorecard
    from perfrules.model.form import Form


def assess(
    library: Library,
    form: Form | Origin,
    inputs: Mapping[str, Any] | None = None,
    *,
    spec: SpecOrName | None = None,
    source: str = "",
) -> Scorecard | Failure:
    """
    Score a form by the spec that it speaks for, or say why it cannot be scored.

    Whatever is wrong with the form, the inputs or the specs becomes findings; only mistakes of
    the program raise.

    Args:
        library: where the spec is looked up.
        form: a form, or where to read it from: a path, the bytes of a file, a binary stream.
        inputs: answers to what the rules ask and no column says (`with_inputs`).
        spec: the spec, its name or its file; without one it is chosen (`Library.choose`).
        source: what to call a file in findings; by default its path.
    """
    from perfrules.model.form import Form

    where = form.where() if isinstance(form, Form) else Where(source=source or _file_name(form))
    try:
        read = form if isinstance(form, Form) else read_form(form, source=source)
        where = read.where()
        asked = with_inputs(read, inputs or {})
        return score(asked, library.named(spec) if spec is not None else library.choose(asked))
    except PerfRulesError as error:
        return failure(error, where)


def _file_name(origin: Origin) -> str:
    return os.fspath(origin) if isinstance(origin, str | os.PathLike) else ""


def failure(error: PerfRulesError, where: Where) -> Failure:
    """
    Return an error of this library as a value.

    Args:
        error: what was raised.
        where: the form, or the spec, that was asked for.
    """
    return Failure(where=where, findings=error.findings.placed(where))
