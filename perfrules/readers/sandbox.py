"""
A reader in a process of its own, so that its time and memory are bounded.

A PDF is a program that draws; what it costs is not known before it runs.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from perfrules.findings import Code, Finding, MissingExtra, UnreadableForm, Where
from perfrules.model.grid import Cell, Grid
from perfrules.readers.files import refused

LONGEST_PDF_READ = 20.0
"""Seconds that a file may take; most take less than one."""
MOST_PDF_MEMORY = 640_000_000
"""Bytes that the process may have; where the system can be asked to keep to it."""

_MISSING_PACKAGE = "missing"


def read_in_sandbox(source: str, data: bytes) -> Grid:
    """
    Read a PDF in a process of its own; in this one if there is no Python to start.

    Raises:
        UnreadableForm: it cannot be read, or costs more than `LONGEST_PDF_READ`, `MOST_PDF_MEMORY`.
        MissingExtra: a package for it is not installed.
    """
    python = _python_program()
    if python is None:
        return _read_here(source, data)
    answer = _process_answer(source, python, data)
    if _MISSING_PACKAGE in answer:
        raise MissingExtra("pdf", answer[_MISSING_PACKAGE])
    findings = tuple(_answered_finding(source, found) for found in answer["findings"])
    if answer["rows"] is None:
        raise UnreadableForm(findings)
    return Grid(source=source, rows=_answered_rows(answer["rows"]), findings=findings)


def _read_here(source: str, data: bytes) -> Grid:
    try:
        from perfrules.readers import pdf
    except ImportError as error:
        raise MissingExtra("pdf", error.name or "") from None
    return pdf.read_pdf(source, data)


def _python_program() -> str | None:
    """Return the program that runs this library; ``None`` in a program that only embeds Python."""
    is_python = Path(sys.executable or "").stem.lower().startswith("python")
    return sys.executable if is_python and not getattr(sys, "frozen", False) else None


def _process_answer(source: str, python: str, data: bytes) -> Mapping[str, Any]:
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [python, "-P", "-W", "ignore", "-m", __name__],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            answer, errors = process.communicate(data, LONGEST_PDF_READ)
        except subprocess.TimeoutExpired:
            raise _too_long(source) from None
        finally:
            process.kill()
    if process.returncode < 0:
        raise _too_much(source)
    if process.returncode:
        raise RuntimeError(errors.decode("utf-8", "replace"))
    found: dict[str, Any] = json.loads(answer)
    return found


def _too_long(source: str) -> UnreadableForm:
    limit = f"{LONGEST_PDF_READ:.0f}"
    return refused(Code.FILE_TOO_LARGE, source, size=f">{limit}", limit=limit, what="seconds")


def _too_much(source: str) -> UnreadableForm:
    limit = str(MOST_PDF_MEMORY)
    return refused(
        Code.FILE_TOO_LARGE, source, size=f">{limit}", limit=limit, what="bytes of memory"
    )


def _answered_rows(rows: list[list[list[str]]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(Cell(text, spot) for text, spot in row) for row in rows)


def _answered_finding(source: str, found: Mapping[str, Any]) -> Finding:
    where = Where(source=source, spot=found["spot"])
    return Finding(code=found["code"], where=where, params=found["params"])


# -- the process ------------------------------------------------------------------------------


def main() -> None:
    """Read a PDF from the input; write its rows, or why it is not read, as JSON."""
    _limit_own_memory()
    data = sys.stdin.buffer.read()
    answer = _pdf_answer(data)
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _limit_own_memory() -> None:
    """Ask the system to keep to the memory; it may not know how."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_PDF_MEMORY, MOST_PDF_MEMORY))


def _pdf_answer(data: bytes) -> dict[str, Any]:
    try:
        grid = _read_here("", data)
    except MissingExtra as error:
        return {_MISSING_PACKAGE: error.package}
    except UnreadableForm as error:
        return {"rows": None, "findings": list(map(_finding_document, error.findings))}
    except MemoryError:
        return {"rows": None, "findings": list(map(_finding_document, _too_much("").findings))}
    rows = [[[cell.text, cell.spot] for cell in row] for row in grid.rows]
    return {"rows": rows, "findings": list(map(_finding_document, grid.findings))}


def _finding_document(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "spot": finding.where.spot, "params": dict(finding.params)}


if __name__ == "__main__":
    main()
