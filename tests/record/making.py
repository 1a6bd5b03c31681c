"""
The record: what was made of every form of the tree under every spec of its kind.

It guards a rebuilding and is no truth: a line that changes is listed with its reason in the
commit that changes it. One JSON line for each form (what reading found) and one for each form
and spec (points by row, total, grade, findings). All findings of a form are listed in the form's
line, and named by their places there; sentences and order are not kept.

    python -m tests.record.making     writes record.jsonl anew
"""

import json
from pathlib import Path

import perfrules

ROOT = Path(__file__).resolve().parent.parent.parent
RECORD = Path(__file__).parent / "record.jsonl"
FORMS = ROOT / "tests" / "forms"
ENDINGS = (".csv", ".docx", ".html", ".ods", ".txt", ".xls", ".xlsx")
EXAMPLES = ("partly-met-2023.yaml", "qiannan-bigdata-2023.txt", "qiannan-bigdata-2023.xlsx")
BOUND = ("level1", "level2", "name", "target", "actual", "weight", "claimed", "reason")
MONEY = ("label", "initial", "revised", "executed", "weight", "rate", "claimed")
HEAD = ("kind", "fiscal_year", "unit", "title", "claimed_total", "claimed_grade")


def files():
    """Yield one file of each form, the endings in turn so that every reader has some."""
    folders = sorted(path for path in [*FORMS.iterdir(), *(FORMS / "invented").iterdir()])
    for number, folder in enumerate(folders):
        found = sorted(path for path in folder.glob("*form.*") if path.suffix in ENDINGS)
        if found:
            yield found[number % len(found)]
    yield from (ROOT / "examples" / name for name in EXAMPLES)


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def spec_files():
    shipped = [entry.path for entry in perfrules.specs()]
    return [*shipped, ROOT / "examples/specs/cn-gz-qiannan/department/2024.yaml"]


def points(value):
    return None if value is None else str(value)


def finding_text(finding):
    params = " ".join(f"{name}={text}" for name, text in sorted(finding.params.items()))
    return "|".join((finding.code, finding.where.spot, finding.row or "", params))


def texts_of(findings):
    return sorted({finding_text(finding) for finding in findings})


def card_line(form, spec):
    """Return what is kept of a form under a spec, and all its findings as texts."""
    card = perfrules.score(form, spec)
    rows = [
        " ".join(str(part) for part in (line.low, line.high, points(line.settled)))
        for line in card.lines
    ]
    total = card.total and [points(getattr(card.total, end)) for end in ("low", "high", "settled")]
    kept = {
        "rows": ";".join(rows),
        "sections": [
            section.points and [str(section.points.low), points(section.points.settled)]
            for section in card.sections
        ],
        "total": total,
        "grade": [*card.grades, card.grade],
    }
    findings = {
        "scored": texts_of(card.findings),
        "reviewed": texts_of(perfrules.review_card(card).findings),
        "prechecked": texts_of(perfrules.precheck_card(card).findings),
    }
    return kept, findings


def places_in(table, texts):
    """Return where *texts* are in a table, as ranges: ``0-12 14``."""
    ranges = []
    for place in sorted(table[text] for text in texts):
        if ranges and place == ranges[-1][1] + 1:
            ranges[-1][1] = place
        else:
            ranges.append([place, place])
    return " ".join(f"{a}-{b}" if b > a else str(a) for a, b in ranges)


def texts_at(table, ranges):
    """Return the texts that ranges name: the inverse of `places_in`."""
    ends = [[int(end) for end in part.split("-")] for part in ranges.split()]
    return [text for end in ends for text in table[end[0] : end[-1] + 1]]


def form_lines(name, form, specs):
    """Yield the lines of one form: itself with all findings, then one for each spec."""
    fitting = [spec for spec in specs if form.kind in (None, spec.head.kind)]
    made = {spec.name: card_line(form, spec) for spec in fitting}
    read = texts_of(form.findings)
    every = {*read, *(t for _, found in made.values() for texts in found.values() for t in texts)}
    table = {text: place for place, text in enumerate(sorted(every))}
    document = perfrules.form_document(form)
    bound = ["\t".join(str(row[f] or "") for f in BOUND) for row in document["indicators"]]
    money = (document["budget"] or {"rows": []})["rows"]
    bound += ["\t".join(str(row[field] or "") for field in MONEY) for row in money]
    head = {"form": name, **{field: document.get(field) for field in HEAD}}
    yield {**head, "bound": bound, "findings": [*table], "read": places_in(table, read)}
    for spec, (kept, found) in made.items():
        placed = {stage: places_in(table, texts) for stage, texts in found.items()}
        yield {"form": name, "spec": spec, **kept, **placed}


def lines():
    """Yield every line of the record as JSON text."""
    specs = [perfrules.load_spec(path) for path in spec_files()]
    for path in files():
        name = name_of(path)
        for number, form in enumerate(perfrules.read_forms(path), start=1):
            for line in form_lines(f"{name}#{number}", form, specs):
                yield json.dumps(line, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    RECORD.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
