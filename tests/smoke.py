"""
Use each dependency once, without pytest: ``python tests/smoke.py``.

The gate runs it in an environment of minimum versions. Every reader must give the same rows
of one form, a spec must be checked from its YAML, and the command line must help, complete,
score, convert, and refuse.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import perfrules

ROOT = Path(__file__).resolve().parent.parent
FORMS = ROOT / "tests" / "forms" / "qiannan"
SPEC = ROOT / "specs" / "cn-gz-qiannan" / "department" / "2023.yaml"
FORM = ROOT / "examples" / "qiannan-bigdata-2023.xlsx"
READ = ("seed-form.xlsx", "seed-form.xls", "seed-form.html", "seed-form.ods", "seed-form.docx")
WRITTEN = ("xlsx", "html", "md", "csv", "tsv", "yaml", "json")


def main() -> None:
    """Run all, and say so."""
    expect_readers_agree()
    with tempfile.TemporaryDirectory() as folder:
        expect_spec_is_checked(Path(folder))
        expect_commands_work(Path(folder))
    sys.stdout.write("smoke: every dependency works\n")


def expect_readers_agree() -> None:
    """Read one form in every format, the PDF by its count of rows."""
    forms = {name: perfrules.read_form(FORMS / name) for name in READ}
    rows = {name: [row.name for row in form.rows] for name, form in forms.items()}
    assert all(found == rows[READ[0]] for found in rows.values()), rows
    assert len(perfrules.read_form(FORMS / "seed-form-from-docx.pdf").rows) == len(rows[READ[0]])


def expect_spec_is_checked(folder: Path) -> None:
    """Compose, validate and prove a copy of a spec; then one with a misspelt key."""
    copy, wrong = folder / "copy.yaml", folder / "wrong.yaml"
    copy.write_text(SPEC.read_text("utf-8"), "utf-8")
    wrong.write_text(SPEC.read_text("utf-8").replace("rules:", "rulez:"), "utf-8")
    card = perfrules.score(perfrules.read_form(FORM), perfrules.load_spec(copy))
    assert card.total is not None
    assert str(card.total.settled) == "100", card.total
    try:
        perfrules.load_spec(wrong)
    except perfrules.InvalidSpec as error:
        assert "PR005" in {finding.code for finding in error.findings}, error.findings
    else:
        raise AssertionError("a misspelt key was not noticed")


def expect_commands_work(folder: Path) -> None:
    """Run the command line as a person does."""
    assert "score" in printed("--help")
    assert "perfrules" in printed("completion", "bash")
    assert "100.00" in printed("score", FORM, "--lang", "en")
    assert '"schema"' in printed("score", FORM, "--format", "json")
    for kind in WRITTEN:
        printed("convert", FORM, "-o", folder / f"form.{kind}")
        assert perfrules.read_form(folder / f"form.{kind}").rows
    assert printed("nonsense", status=None)


def printed(*arguments: object, status: int | None = 0) -> str:
    """Return what a command prints."""
    command = [sys.executable, "-m", "perfrules", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert status is None or done.returncode == status, (command, done.returncode, done.stderr)
    return done.stdout + done.stderr


if __name__ == "__main__":
    main()
