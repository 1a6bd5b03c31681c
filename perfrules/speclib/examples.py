"""Examples: cases with their results, run by the engine whenever a spec is loaded."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from perfrules.documents import Entries
from perfrules.findings import Where
from perfrules.model.card import Outcome, Ranged, Scored
from perfrules.model.spec import Example, Scale
from perfrules.speclib.notices import TWICE, Notices
from perfrules.speclib.spans import parse_span
from perfrules.speclib.tree import child, entries, is_true, items, named, text
from perfrules.speclib.users import Users
from perfrules.values import Rounding, Span, exact

EXAMPLE_FAILS = "PR018"

Run = Callable[..., Outcome]
"""The engine's `outcome`: rooms do not know each other, so the caller hands it in."""

Placed = tuple[Example, Where]


def examples(notices: Notices, users: Users) -> list[Placed]:
    """Build the examples, each with its place."""
    seen: set[str] = set()
    built: list[Placed] = []
    for item in items(child(notices.tree, "examples")):
        with notices.part(item.where):
            node = entries(item)
            id_ = text(child(node, "id"))
            if id_ in seen:
                notices.notice(TWICE, item.where, name=id_)
            seen.add(id_)
            built.append((_example(id_, node, users), item.where))
    return built


def _example(id_: str, node: Entries, users: Users) -> Example:
    rule, scale = child(node, "rule"), child(node, "scale")
    points, label = child(node, "points"), child(node, "label")
    return Example(
        id=id_,
        rule=users.use(rule) if rule else None,
        scale=users.scale(scale) if scale else None,
        given={name: _value(text(value)) for name, _, value in named(child(node, "given"))},
        points=parse_span(text(points)).at({}) if points else None,
        label=text(label) if label else None,
        unscored=is_true(child(node, "unscored")),
    )


def _value(source: str) -> Fraction | str:
    try:
        return exact(source)
    except ValueError:
        return source


def run_examples(
    notices: Notices,
    placed: Sequence[Placed],
    scales: Mapping[str, Scale],
    run: Run,
    grid: Rounding,
) -> None:
    """Run the examples and tell of those that give something else than they say."""
    for example, where in placed:
        got = _spoken(example) if example.scale else _computed(example, scales, run, grid, where)
        want = example.label or ("" if example.unscored else str(example.points))
        if got != want:
            notices.notice(EXAMPLE_FAILS, where, name=example.id, want=want, got=got)


def _spoken(example: Example) -> str:
    value = example.given.get("value")
    assert example.scale is not None
    tier = example.scale.of(value) if isinstance(value, Fraction) else None
    return tier.label if tier else ""


def _computed(
    example: Example, scales: Mapping[str, Scale], run: Run, grid: Rounding, where: Where
) -> str:
    assert example.rule is not None
    names = {"weight": Fraction(0), **example.given}
    label = names.get("label")
    tiers = [tier for scale in scales.values() for tier in scale.tiers if label in tier.words]
    if tiers:
        names["label"] = tiers[0].id
    match run(example.rule, names, grid=grid, where=where):
        case Scored(points=points):
            return str(Span.point(points))
        case Ranged() as ranged:
            return str(ranged.span)
        case _:
            return ""
