"""Kinds that no package reads (.doc, .rtf, .odt): LibreOffice turns them into one that is read."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from perfrules.findings import Code, Finding, Where
from perfrules.model.grid import Cell, Grid
from perfrules.readers.file_kinds import FileKind
from perfrules.readers.files import MOST_BYTES, refused
from perfrules.readers.sniff import file_kind

PROGRAMS = ("soffice", "libreoffice")
LONGEST_WAIT = 60.0
"""Seconds that a conversion takes at most; two are usual."""
MOST_SOFFICE_MEMORY = 1_500_000_000
"""Bytes that a conversion may have, where the system can be asked to keep to it."""

_SETTING = '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'  # noqa: E501
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    *(
        ("Inet/Settings", f"ooInet{protocol}Proxy{part}", value)
        for protocol in ("HTTP", "HTTPS")
        for part, value in (("Name", "127.0.0.1"), ("Port", "9"))
    ),
)
"""No macros, no linked files, and a proxy that is not there: a file may not reach the network."""
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n'
)


def converted(source: str, data: bytes, kind: FileKind, wanted: FileKind) -> bytes:
    """
    Return a file as LibreOffice saves it in another kind.

    Each call has a folder and a profile of its own, so that many may run at once.

    Args:
        source: the file's name, for a refusal.
        data: its bytes.
        kind: what it is.
        wanted: the kind to convert to; its value is the ending that LibreOffice knows.

    Raises:
        UnreadableForm: LibreOffice is not installed, fails, or takes too long.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise refused(Code.LIBREOFFICE_MISSING, source, kind=kind.value, wanted=wanted.value)
    with tempfile.TemporaryDirectory(prefix="perfrules-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "form").write_bytes(data)
        status = _soffice_status(_soffice_command(program, folder, wanted), folder)
        made = folder / "made" / f"form.{wanted.value}"
        if status != 0 or not made.is_file() or made.stat().st_size > MOST_BYTES:
            raise refused(Code.NOT_CONVERTED, source, kind=kind.value, wanted=wanted.value)
        found = made.read_bytes()
    if file_kind(source, found) is not wanted:
        raise refused(Code.NOT_CONVERTED, source, kind=kind.value, wanted=wanted.value)
    return found


def _soffice_command(program: str, folder: Path, wanted: FileKind) -> list[str]:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "".join(_SETTING.format(path=p, name=n, value=v) for p, n, v in _SETTINGS)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(_PROFILE.format(items=items), encoding="utf-8")
    return [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nolockcheck"),
        *("--convert-to", wanted.value, "--outdir", str(folder / "made"), str(folder / "form")),
    ]


def _soffice_status(command: list[str], folder: Path) -> int | None:
    """Return the exit status of a program; ``None`` if it takes too long or cannot be run."""
    try:
        process = subprocess.Popen(  # noqa: S603 - found by its name, without a shell
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return None
    _bound_process(process.pid)
    try:
        return process.wait(LONGEST_WAIT)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end_process_group(process)


def _bound_process(pid: int) -> None:
    """Bound memory and time of a program that has begun, also where nobody waits for it."""
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        seconds = int(LONGEST_WAIT) + 1
        resource.prlimit(pid, resource.RLIMIT_AS, (MOST_SOFFICE_MEMORY, MOST_SOFFICE_MEMORY))
        resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))


def _end_process_group(process: "subprocess.Popen[bytes]") -> None:
    """End a program and all that it started; it is a script that starts others."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):  # Windows has no groups
        process.kill()
    process.wait()


def with_converted_spots(grid: Grid, kind: FileKind, wanted: FileKind) -> Grid:
    """Return a grid whose spots say that they are those of the converted file: ``docx!T1R2C3``."""
    cells: dict[Cell, Cell] = {}
    for row in grid.rows:
        for cell in row:
            if cell not in cells:
                spot = f"{wanted.value}!{cell.spot}" if cell.spot else ""
                cells[cell] = Cell(cell.text, spot)
    finding = Finding(
        code=Code.CONVERTED,
        where=Where(source=grid.source),
        params={"kind": kind.value, "wanted": wanted.value},
    )
    rows = tuple(tuple(cells[cell] for cell in row) for row in grid.rows)
    return replace(grid, rows=rows, findings=(finding, *grid.findings))
