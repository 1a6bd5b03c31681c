"""
An upload handler: the bytes of a form in, a status and JSON out.

Put `answer` behind the POST route of your framework. It has no global state and writes no file:
the library of specs is made once and handed in, so that a test, a tenant or a new year can have
another one. Try it: ``python examples/upload_handler.py examples/partly-met-2023.yaml``
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import perfrules

OK, UNPROCESSABLE = 200, 422


def answer(
    library: perfrules.Library,
    name: str,
    data: bytes,
    inputs: Mapping[str, object] | None = None,
    lang: str = "zh",
) -> tuple[int, str]:
    """
    Score an uploaded form by the spec that it speaks for.

    Args:
        library: the specs there are.
        name: the name of the file, for places; its ending is not trusted.
        data: what is in it.
        inputs: answers to what the rules ask, from the other fields of the page.
        lang: language of the sentences.
    """
    result = perfrules.assess(library, data, inputs, source=name)
    if isinstance(result, perfrules.Failure):
        return UNPROCESSABLE, json.dumps(perfrules.failure_document(result, lang))
    reviewed = perfrules.review_card(result)
    return OK, json.dumps(perfrules.card_document(reviewed, lang))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python examples/upload_handler.py FORM")
    path = Path(sys.argv[1])
    status, body = answer(perfrules.Library(), path.name, path.read_bytes())
    print(status, body)
