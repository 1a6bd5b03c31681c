"""
Ask jionlp about cells and keep what it says: ``python tests/oracles/make_jionlp.py``.

jionlp takes 228 MB and prints a banner, so it is no dependency, not even of the tests: install
it somewhere (``pip install jionlp pyyaml``), run this there, and commit ``jionlp.json``.
"""

import json
import time
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
BASE = "2023-01-01"
"""The day from which jionlp counts; the form's year in the tests."""


def asked():
    """Return the cells by what they are asked as: money, time."""
    return yaml.load((HERE / "cells.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)


def answers():
    """Ask the installed jionlp."""
    import jionlp

    base = time.mktime(time.strptime(BASE, "%Y-%m-%d"))
    ask = {
        "money": jionlp.parse_money,
        "time": lambda text: jionlp.parse_time(text, time_base=base),
    }
    cells = asked()
    said = {kind: {text: _said(ask[kind], text) for text in cells[kind]} for kind in ask}
    return {"package": "jionlp", "version": jionlp.__version__, "base": BASE, **said}


def _said(ask, text):
    try:
        return ask(text)
    except ValueError:
        return None


if __name__ == "__main__":
    text = json.dumps(answers(), ensure_ascii=False, indent=1)
    (HERE / "jionlp.json").write_text(text + "\n", "utf-8")
