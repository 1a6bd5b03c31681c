"""
Times the whole way of the founding form in one process: load the spec, read, bind, score, review.

    python benchmarks/pipeline.py [RUNS]

Prints the median and the fastest of RUNS runs of each step, in milliseconds.
"""

import statistics
import sys
import time
from pathlib import Path

import perfrules
from perfrules import api

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"


def timed(step, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), min(times)


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    spec = perfrules.load_spec("cn-gz-qiannan/department", 2023)
    text, book = EXAMPLES / "qiannan-bigdata-2023.txt", EXAMPLES / "qiannan-bigdata-2023.xlsx"
    form = perfrules.read_form(text)
    card = perfrules.score(form, spec)

    def load():
        api._loaded.cache_clear()
        perfrules.load_spec("cn-gz-qiannan/department", 2023)

    steps = {
        "load and check the spec (42 examples)": load,
        "read and bind the text (25 rows)": lambda: perfrules.read_form(text),
        "read and bind the workbook (25 rows)": lambda: perfrules.read_form(book),
        "score and review (26 lines)": lambda: perfrules.score(form, spec),
        "explain (26 paragraphs)": lambda: perfrules.explain(card, "zh"),
    }
    for name, step in steps.items():
        median, least = timed(step, runs)
        print(f"{name:42} median {median:8.2f} ms   least {least:8.2f} ms")


if __name__ == "__main__":
    main()
