"""
Times whole processes beside a Python that does nothing, and what loading costs inside one.

    python benchmarks/start_up.py [RUNS]

Every run starts a bare interpreter and then each contender; what is printed is the median and the
least of the differences, in milliseconds of time on the wall and of the processor (which a busy
machine disturbs less). zen-engine is measured where it is installed.
"""

import compileall
import os
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORM = ROOT / "examples" / "qiannan-bigdata-2023.txt"

CLI = "import sys; from perfrules.cli import main; main(sys.argv[1:])"
ROWS = "rows = [dict(a=24, b=n, w=3) for n in range(25)]"
SIMPLEEVAL = f"""{ROWS}
from simpleeval import SimpleEval
evaluator = SimpleEval(functions={{"min": min}})
parsed = evaluator.parse("min(b / a, 1) * w")
total = 0
for row in rows:
    evaluator.names = row
    total += evaluator.eval("", parsed)
"""
ZEN = f"""{ROWS}
import zen
total = sum(zen.evaluate_expression("min([b / a, 1]) * w", row) for row in rows)
"""
CONTENDERS = {
    "from perfrules import load_spec, read_form, score": (
        "-c", "from perfrules import load_spec, read_form, score"
    ),
    "perfrules --help": ("-c", CLI, "--help"),
    "perfrules score, one text form, JSON": ("-c", CLI, "score", str(FORM), "--format", "json"),
    "perfrules score, one text form, table": ("-c", CLI, "score", str(FORM)),
    "import click": ("-c", "import click"),
    "simpleeval: import, 25 rows, floats": ("-c", SIMPLEEVAL),
    "zen-engine: import, 25 rows, its decimals": ("-c", ZEN),
}  # fmt: skip


def run(arguments, environment):
    """Return wall and processor milliseconds of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    assert process.returncode == 0, arguments
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000


def processes(runs):
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path[1:])])}
    contenders = {
        name: arguments
        for name, arguments in CONTENDERS.items()
        if not name.startswith("zen") or find_spec("zen")
    }
    for arguments in contenders.values():
        run(arguments, environment)  # compiles, and warms the cache of the disk
    found = {name: [] for name in contenders}
    for _ in range(runs):
        for name, arguments in contenders.items():
            bare = run(("-c", "pass"), environment)
            taken = run(arguments, environment)
            found[name].append([one - other for one, other in zip(taken, bare, strict=True)])
    print(f"{runs} pairs, ms over a bare start", " " * 15, "wall: median  least", end="")
    print("   processor: median  least")
    for name, pairs in found.items():
        wall, processor = zip(*pairs, strict=True)
        columns = (statistics.median(wall), min(wall), statistics.median(processor), min(processor))
        print(
            f"{name:50} {columns[0]:12.1f} {columns[1]:6.1f} {columns[2]:15.1f} {columns[3]:6.1f}"
        )


def inside(runs):
    from pipeline import timed

    import perfrules

    name = "cn-gz-qiannan/department@2023"
    copy = (ROOT / "specs" / "cn-gz-qiannan" / "department" / "2023.yaml").read_text("utf-8")
    known = perfrules.load_spec(name)
    form = perfrules.read_form(FORM)
    card = perfrules.score(form, known)
    steps = {
        "load a shipped spec into a new library": lambda: perfrules.Library().load(name),
        "load the same text as a stranger's, all checks": lambda: perfrules.spec_from(copy),
        "score the founding form": lambda: perfrules.score(form, known),
        "review_card": lambda: perfrules.review_card(card),
    }
    print(f"\ninside one process, {runs} runs, ms     median least")
    for title, step in steps.items():
        step()
        median, least = timed(step, runs)
        print(f"{title:50} {median:8.2f} {least:6.2f}")


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    compileall.compile_dir(ROOT / "perfrules", quiet=1)  # as an installed package is
    processes(runs)
    inside(runs)


if __name__ == "__main__":
    main()
