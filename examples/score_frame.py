"""
Score many forms that are kept as one table: a record for each indicator, as frames have them.

With pandas (polars and database cursors have records, too):

    frame = pandas.read_csv("indicators.csv", dtype=str)
    scored = pandas.DataFrame(score_records(frame.to_dict("records"), "cn-mof/project@2020"))
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import perfrules

FIELDS = ("level1", "level2", "name", "target", "actual", "weight", "claimed", "reason")


def score_records(records: Iterable[Mapping[str, Any]], spec: str) -> Iterator[dict[str, Any]]:
    """
    Yield a record with the score of each line; the numbers are Decimals.

    Args:
        records: indicators, those of one form in a row, with its name in ``form``.
        spec: the rules: ``id@year``, or a file.

    A form that cannot be read yields one record with the reason, and the others go on.
    """
    rules = perfrules.load_spec(spec)  # once: specs cannot change, and many forms share one
    for form, indicators in groupby(records, key=itemgetter("form")):
        document = {
            "schema": "perfrules/form/1",
            "indicators": [_indicator(record) for record in indicators],
        }
        try:
            card = perfrules.score(perfrules.form_from(document, source=str(form)), rules)
        except perfrules.UnreadableForm as error:
            yield {"form": form, "error": _sentences(error.findings)}
            continue
        for row in perfrules.rows(card):
            yield {"form": form, "error": None, **row}


def _sentences(findings: Iterable[perfrules.Finding]) -> str:
    return "; ".join(f"{found.where}: {perfrules.message(found)}" for found in findings)


def _indicator(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an indicator; a frame writes a blank cell as NaN, which is not text."""
    return {field: record.get(field) for field in FIELDS if record.get(field) == record.get(field)}
