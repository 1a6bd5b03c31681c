"""
Times reading the founding form (25 rows) in each format, beside the bare reader of workbooks.

    python benchmarks/reading.py [RUNS]

Prints the median and the fastest of RUNS runs in milliseconds, and forms a second (median).
"""

import sys
from pathlib import Path

import python_calamine
from pipeline import timed

import perfrules

FORMS = Path(__file__).resolve().parent.parent / "tests" / "forms" / "qiannan"


def bare(path):
    book = python_calamine.CalamineWorkbook.from_path(path)
    sheet = book.get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    book = FORMS / "seed-form.xlsx"
    steps = {"calamine alone, .xlsx, no form": lambda: bare(book)}
    for name in ("seed-form.xlsx", "seed-form.xls", "seed-form.ods", "seed-form.docx"):
        steps[name] = lambda path=FORMS / name: perfrules.read_form(path)
    for name in ("seed-form.html", "seed-form-from-docx.pdf"):
        steps[name] = lambda path=FORMS / name: perfrules.read_form(path)
    for name, step in steps.items():
        step()
        median, least = timed(step, runs if not name.endswith("pdf") else 5)
        rate = 1000 / median
        print(f"{name:34} median {median:8.2f} ms   least {least:8.2f} ms   {rate:7.0f} a second")


if __name__ == "__main__":
    main()
