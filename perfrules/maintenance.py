"""The workshop's door: for those who keep specs. Tests, lints, compares and renews them."""

from collections.abc import Sequence
from pathlib import Path

from perfrules import api, engine, writers
from perfrules.documents import Entries
from perfrules.engine.inverse import Turned, ways
from perfrules.explain.specs import spec_page
from perfrules.findings import Finding, graded
from perfrules.model.card import Scorecard
from perfrules.model.form import Form
from perfrules.model.messages import Lang, Words
from perfrules.model.spec import Spec
from perfrules.model.workshop import Comparison, Difference, Trial, WhatIf
from perfrules.resources import schema_path
from perfrules.speclib import load as loading
from perfrules.speclib.stages import stages
from perfrules.workshop.compare import compared, split
from perfrules.workshop.coverage import coverage
from perfrules.workshop.diff import diff
from perfrules.workshop.lints import cites, lints
from perfrules.workshop.mutants import mutants
from perfrules.workshop.renew import renewed


def try_spec(path: Path, cases: Sequence[Path] | None = None) -> Trial:
    """
    Run a spec's examples and tell what they leave open.

    Args:
        path: the spec file.
        cases: files of further examples; by default the one beside the spec.

    Raises:
        InvalidSpec: it does not pass its checks, or an example fails.
    """
    spec = _with_cases(path, loading.cases_beside(path) if cases is None else tuple(cases))
    return Trial(
        spec=spec,
        examples=len(spec.examples),
        coverage=coverage(spec, spec.examples),
        mutants=mutants(spec, spec.examples),
    )


def _with_cases(path: Path, cases: tuple[Path, ...]) -> Spec:
    severities = api.messages().severities
    return loading.load(path, run=engine.outcome, severities=severities, cases=cases)


def spec_document(spec: Spec, lang: Lang | str = Lang.ZH, layout: str = "markdown") -> str:
    """
    Return a spec as a document that can be read without knowing YAML.

    Args:
        spec: from `perfrules.load_spec`.
        lang: ``zh`` or ``en``; clauses and assumptions stay in the spec's own language.
        layout: ``markdown``, or ``html``: one file that fetches nothing.
    """
    page = spec_page(spec, Words(api.messages(), Lang(lang)))
    return writers.html_text(page) if layout == "html" else writers.markdown_text(page)


def lint_spec(path: Path) -> tuple[Finding, ...]:
    """
    Return what a careful reader would ask about a spec that passes its checks.

    Raises:
        InvalidSpec: it does not pass its checks.
    """
    spec = _with_cases(path, loading.cases_beside(path))
    cited = [clause for file in loading.ancestry(path) for clause in cites(loading.read_spec(file))]
    found = lints(spec, _tree(path), coverage(spec, spec.examples), cited)
    return graded(found, api.messages().severities)


def _tree(path: Path) -> Entries:
    return loading.resolved(path, severities={})


def diff_specs(one: Path, two: Path) -> tuple[Difference, ...]:
    """
    Return what changed in meaning from one spec to another.

    Raises:
        InvalidSpec: one of them does not pass its checks.
    """
    old, new = api.load_spec_file(one), api.load_spec_file(two)
    return diff(old, _tree(one), new, _tree(two))


def new_spec(path: Path, year: int, lang: Lang | str = Lang.ZH) -> str:
    """
    Return the text of a spec file for another year that extends the one at *path*.

    Raises:
        InvalidSpec: the spec at *path* does not pass its checks.
    """

    def say(key: str) -> str:
        return api.messages().say(key, Lang(lang))

    return renewed(
        api.load_spec_file(path),
        year,
        schema=schema_path("spec").as_uri(),
        document=say("new.document"),
        place=say("new.place"),
        quote=say("new.quote"),
    )


def compare(form: Form, one: Path, two: Path) -> Comparison:
    """
    Score a form by two specs, and split the difference by amendment where one extends the other.

    Raises:
        InvalidSpec: one of them does not pass its checks.
    """
    first = api.score(form, api.load_spec_file(one))
    second = api.score(form, api.load_spec_file(two))
    steps = stages(one, two, run=engine.outcome, severities=api.messages().severities)
    taken = [
        (step.name, step.amendment, engine.score(form, step.spec) if step.spec else None)
        for step in steps or ()
    ]
    return compared(first, second, split(first, taken))


def what_if(card: Scorecard) -> WhatIf:
    """Return what earns full marks for each line, and the cheapest ways to the next grade."""
    turned = Turned(card)
    full = tuple((line, turned.full(line)) for line in card.lines)
    return WhatIf(card=card, full=full, ways=ways(card, turned))


__all__ = [
    "Comparison",
    "Trial",
    "WhatIf",
    "compare",
    "diff_specs",
    "lint_spec",
    "new_spec",
    "spec_document",
    "try_spec",
    "what_if",
]
