"""The workshop's door: for those who keep specs. Tests, lints, compares and renews them."""

from collections.abc import Sequence

from perfrules import resources, writers
from perfrules.explain.specs import spec_page
from perfrules.findings import Checked, Findings
from perfrules.library import Library, PathLike, SpecOrName, current_library
from perfrules.model.messages import Lang, Words
from perfrules.model.spec import Spec
from perfrules.model.workshop import Difference, Trial
from perfrules.resources import schema_path
from perfrules.workshop.coverage import coverage
from perfrules.workshop.diff import diff
from perfrules.workshop.lints import lints
from perfrules.workshop.mutants import mutants
from perfrules.workshop.new_year import new_year


def try_spec(
    spec: SpecOrName,
    cases: Sequence[PathLike] | None = None,
    library: Library | None = None,
) -> Trial:
    """
    Run a spec's examples and report what they leave open.

    Args:
        spec: the spec, its name or its file.
        cases: files of further examples; by default the one next to the spec.
        library: where the spec is looked up, by default the library of `perfrules`.

    Raises:
        NoSuchSpec: no spec has this name.
        InvalidSpec: it does not pass its checks, or an example fails.
    """
    whole = (library or current_library()).with_cases(spec, cases)
    return Trial(
        spec=whole,
        examples=len(whole.examples),
        coverage=coverage(whole, whole.examples),
        mutants=mutants(whole, whole.examples),
    )


def check_spec(spec: SpecOrName, library: Library | None = None) -> Checked[Spec]:
    """
    Return a spec with the cases next to it, and what a careful reader would ask about it.

    Args:
        spec: the spec, its name or its file.
        library: where the spec is looked up, by default the library of `perfrules`.

    Raises:
        NoSuchSpec: no spec has this name.
        InvalidSpec: it does not pass its checks, or an example fails.
    """
    whole = (library or current_library()).with_cases(spec)
    found = lints(whole, coverage(whole, whole.examples))
    return Checked(whole, Findings(found))


def spec_document(spec: Spec, lang: Lang | str = Lang.ZH, layout: str = "markdown") -> str:
    """
    Return a spec as a document that can be read without knowing YAML.

    Args:
        spec: from `perfrules.load_spec`.
        lang: ``zh`` or ``en``; clauses and assumptions stay in the spec's own language.
        layout: ``markdown``, or ``html``: one file that fetches nothing.
    """
    page = spec_page(spec, Words(resources.messages(), Lang(lang)))
    return writers.html_text(page) if layout == "html" else writers.markdown_text(page)


def lint_spec(spec: SpecOrName, library: Library | None = None) -> Findings:
    """
    Return what a careful reader would ask about a spec that passes its checks.

    Raises:
        NoSuchSpec: no spec has this name.
        InvalidSpec: it does not pass its checks, or an example fails.
    """
    return check_spec(spec, library).findings


def diff_specs(
    one: SpecOrName, two: SpecOrName, library: Library | None = None
) -> tuple[Difference, ...]:
    """
    Return what changed in meaning from one spec to another.

    Raises:
        NoSuchSpec: no spec has one of the names.
        InvalidSpec: one of them does not pass its checks.
    """
    known = library or current_library()
    return diff(known.load(one), known.load(two))


def new_spec(
    spec: SpecOrName, year: int, lang: Lang | str = Lang.ZH, library: Library | None = None
) -> str:
    """
    Return the text of a spec file for another year that extends *spec*.

    Raises:
        NoSuchSpec: no spec has this name.
        InvalidSpec: it does not pass its checks.
    """

    def say(key: str) -> str:
        return resources.messages().say(key, Lang(lang))

    return new_year(
        (library or current_library()).load(spec),
        year,
        schema=schema_path("spec").as_uri(),
        document=say("new.document"),
        place=say("new.place"),
        quote=say("new.quote"),
    )


__all__ = [
    "Difference",
    "Trial",
    "check_spec",
    "diff_specs",
    "lint_spec",
    "new_spec",
    "spec_document",
    "try_spec",
]
