"""What the workshop found, as pages: examples, lints, differences, comparisons, what-if."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfrules.explain.cells import (
    name_column,
    number_column,
    printed_cell,
    range_cell,
    value_column,
)
from perfrules.explain.findings import finding_list
from perfrules.findings import Finding
from perfrules.model.card import Interval, LineOfCard
from perfrules.model.messages import Words
from perfrules.model.page import (
    Block,
    Bullet,
    Bullets,
    Heading,
    NumberCell,
    Page,
    PageTable,
    TableCell,
    bullets,
    paragraph,
)
from perfrules.model.spec import Spec
from perfrules.model.workshop import (
    Comparison,
    Difference,
    GradePath,
    Move,
    Pair,
    Part,
    Reason,
    Requirement,
    Trial,
    WhatIf,
)
from perfrules.values import PLACES, as_text, number_text, signed_text

NEEDS = {
    (Move.MORE, True): "at_least",
    (Move.LESS, True): "at_most",
    (Move.MORE, False): "more",
    (Move.LESS, False): "less",
}
"""The sentence for what a number must be, by the direction and whether the edge itself earns."""


# -- check, test ------------------------------------------------------------------------------


def check_page(spec: Spec, found: Sequence[Finding], words: Words) -> Page:
    """Return that a spec is sound, and what a careful reader would ask about it."""
    sound = words.say(
        "spec.ok",
        name=spec.name,
        version=spec.version,
        examples=len(spec.examples),
        digest=spec.digest,
    )
    asked = (finding_list(words.judged(found), words),) if found else ()
    return Page(spec.name, words.lang, (paragraph(sound), *asked))


def trial_page(trial: Trial, words: Words) -> Page:
    """Return how well a spec's examples hold it: what they touch, which mutants they catch."""
    covered = trial.coverage
    head = words.say(
        "test.head",
        name=trial.spec.name,
        version=trial.spec.version,
        examples=trial.examples,
        touched=len(covered.touches) - len(covered.missing),
        touches=len(covered.touches),
        caught=len(trial.mutants) - len(trial.survivors),
        mutants=len(trial.mutants),
    )
    left = tuple(_left_open(trial, words))
    return Page(trial.spec.name, words.lang, (paragraph(head), *([bullets(*left)] if left else [])))


def _left_open(trial: Trial, words: Words) -> Iterator[str]:
    for touch in trial.coverage.missing:
        side = words.say(f"side.{touch.side}")
        yield words.say("test.missing", path=touch.path, edge=touch.edge, side=side)
    for mutant in trial.survivors:
        change = words.say(f"change.{mutant.change}")
        yield words.say("test.survivor", path=mutant.path, change=change, detail=mutant.detail)


# -- diff -------------------------------------------------------------------------------------


def diff_page(one: str, two: str, found: Sequence[Difference], words: Words) -> Page:
    """Return what changed in meaning from one spec to another, each value with its basis."""
    title = words.say("diff.head", one=one, two=two)
    changes = tuple(_change(difference, words) for difference in found)
    listed = Bullets(changes) if changes else paragraph(words.say("diff.none"))
    return Page(title, words.lang, (Heading(1, title), listed))


def _change(one: Difference, words: Words) -> Bullet:
    old, new = (
        _side("diff.old", one.old, one.was, words),
        _side("diff.new", one.new, one.now, words),
    )
    return Bullet(one.path, (Bullet(old), Bullet(new)))


def _side(key: str, value: str | None, reason: Reason, words: Words) -> str:
    shown = words.say("diff.nothing") if value is None else value
    return f"{words.say(key)}: {shown}{_reason_text(reason, words)}"


def _reason_text(reason: Reason, words: Words) -> str:
    reasons = [f"“{quote}”" for quote in reason.quotes]
    if reason.assume:
        reasons.append(words.say("rule.assumed", text=reason.assume))
    return f" — {words.say('rule.also').join(reasons)}" if reasons else ""


# -- compare ----------------------------------------------------------------------------------


def comparison_page(found: Comparison, words: Words) -> Page:
    """Return a form under two specs, line by line, and the difference by amendment."""
    one, two = found.one, found.two
    names = {"one": one.spec.name, "two": two.spec.name}
    title = words.say("compare.head", form=one.form.source, **names)
    return Page(title, words.lang, (Heading(1, title), *_comparison_blocks(found, words)))


def _comparison_blocks(found: Comparison, words: Words) -> Iterator[Block]:
    one, two, none = found.one, found.two, words.say("table.none")
    columns = (
        name_column(words.say("table.name")),
        number_column(words.say("table.weight")),
        number_column(one.spec.name),
        number_column(two.spec.name),
        number_column(words.say("compare.change")),
    )
    other = [pair for pair in found.pairs if not pair.is_same]
    total = words.say("compare.total"), "", *_change_cells(one.whole, two.whole)
    yield PageTable(columns, tuple(map(_pair_row, other)), (total,))
    yield paragraph(
        words.say("compare.same", count=len(found.pairs) - len(other)),
        words.say("compare.grade", one=one.grade or none, two=two.grade or none),
    )
    if found.parts:
        yield Heading(2, words.say("compare.parts"))
        yield _parts_table(found, words)
    else:
        yield paragraph(words.say("compare.no_parts"))


def _pair_row(pair: Pair) -> tuple[TableCell, ...]:
    return pair.one.name, printed_cell(pair.one.weight), *_change_cells(pair.one, pair.two)


def _change_cells(
    one: LineOfCard | Interval, two: LineOfCard | Interval
) -> tuple[NumberCell, NumberCell, NumberCell]:
    low, high = two.low - one.low, two.high - one.high
    change = signed_text(low) if low == high else f"{signed_text(low)} … {signed_text(high)}"
    return range_cell(one.low, one.high), range_cell(two.low, two.high), NumberCell(change)


def _parts_table(found: Comparison, words: Words) -> PageTable:
    columns = (
        value_column(words.say("compare.amendment")),
        number_column(words.say("compare.low")),
        number_column(words.say("compare.high")),
    )
    low, high = found.difference
    total = words.say("compare.sum"), _signed_cell(low), _signed_cell(high)
    return PageTable(columns, tuple(map(_part_row, found.parts)), (total,))


def _part_row(part: Part) -> tuple[TableCell, ...]:
    name = f"{part.spec} {' + '.join(part.ids)}"
    return name, _signed_cell(part.low), _signed_cell(part.high)


def _signed_cell(value: Fraction) -> NumberCell:
    return NumberCell(signed_text(value), value, PLACES)


# -- what if ----------------------------------------------------------------------------------


def what_if_page(found: WhatIf, words: Words) -> Page:
    """Return what earns full marks for each row, and the ways to the next grade."""
    title = words.say("whatif.head", form=found.card.form.source, spec=found.card.spec.name)
    blocks = (
        Heading(1, title),
        Heading(2, words.say("whatif.full")),
        _full_table(found, words),
        *_way_blocks(found, words),
    )
    return Page(title, words.lang, blocks)


def _full_table(found: WhatIf, words: Words) -> PageTable:
    columns = (
        name_column(words.say("table.name")),
        value_column(words.say("table.target")),
        value_column(words.say("whatif.now")),
        number_column(words.say("table.points")),
        number_column(words.say("table.weight")),
        value_column(words.say("whatif.need")),
        value_column(words.say("whatif.printed")),
    )
    return PageTable(columns, tuple(_full_row(line, want, words) for line, want in found.full))


def _full_row(line: LineOfCard, want: Requirement | None, words: Words) -> tuple[TableCell, ...]:
    need = words.say("whatif.no_number") if want is None else need_text(want, words)
    points = range_cell(line.low, line.high)
    weight = printed_cell(line.weight)
    printed = (want.printed if want else None) or ""
    return line.name, line.target, line.actual, points, weight, need, printed


def need_text(want: Requirement, words: Words) -> str:
    """Return what a number must be: 不小于 95%, 大于 20%."""
    if want.value is None:
        return words.say("whatif.out_of_reach")
    key = NEEDS.get((want.beyond, want.attained), "exact")
    return words.say(f"whatif.{key}", value=_printed_amount(want.value, want))


def _printed_amount(value: Fraction, want: Requirement) -> str:
    """Return a number as the form prints it: in its magnitude, with its unit."""
    return number_text(value / want.scale) + want.unit


def _way_blocks(found: WhatIf, words: Words) -> Iterator[Block]:
    if not found.ways:
        top = found.card.spec.grade.tiers[0].label if found.card.spec.grade else None
        is_best = found.card.grade == top
        yield paragraph(words.say("whatif.best" if is_best else "whatif.no_way"))
        return
    first = found.ways[0]
    yield Heading(2, words.say("whatif.ways", grade=first.grade, total=as_text(first.total)))
    ways = enumerate(found.ways, start=1)
    yield Bullets(tuple(_way_bullet(number, way, words) for number, way in ways))


def _way_bullet(number: int, way: GradePath, words: Words) -> Bullet:
    steps = tuple(Bullet(_step_text(want, words)) for want in way.wants)
    return Bullet(words.say("whatif.way", number=number), steps)


def _step_text(want: Requirement, words: Words) -> str:
    return words.say(
        "whatif.step",
        row=want.line.name,
        name=words.field(want.name),
        now=_printed_amount(want.now, want),
        need=need_text(want, words),
        points=number_text(want.points, PLACES),
    )
