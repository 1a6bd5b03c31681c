"""A new year: a file that extends this year's spec, ready to be edited."""

from perfrules.model.spec import Spec

TEMPLATE = """\
# yaml-language-server: $schema={schema}
#
# {name} extends {base}: all that is not named here is inherited.
# Each amendment is a named group of operations under one citation:
#   - {{set: PATH, was: OLD, to: NEW}}   PATH is names, e.g. scales/tier/partial/span
#   - {{add: PATH, to: NEW}}
#   - {{drop: PATH, was: OLD}}
# `perfrules spec resolve {base}` shows all paths,
# `perfrules spec diff` what has changed in meaning.
perfrules: 1
id: {id}
version: "{year}.1"
fiscal_year: {year}
extends: {base}

sources:
  notice-{year}:
    document: {document}
    seen: words
    clauses:
      notice-{year}.1:
        place: {place}
        quote: {quote}

amend:
  - id: change-1
    cite: notice-{year}.1
    ops:
      - {{set: title, was: {title}, to: {title}}}
"""


def new_year(spec: Spec, year: int, *, schema: str, document: str, place: str, quote: str) -> str:
    """
    Return the text of a spec file for *year* that extends *spec*.

    It is valid as it is and changes nothing: its one operation shows how operations are written.

    Args:
        spec: this year's spec.
        year: the fiscal year of the new one.
        schema: path or address of the schema, for editors.
        document: the placeholder for the title and number of the source,
        place: the place in it, and
        quote: its words.
    """
    return TEMPLATE.format(
        schema=schema,
        name=f"{spec.id}@{year}",
        base=f"{spec.id}@{spec.version}",
        id=spec.id,
        year=year,
        title=_quoted(spec.head.title),
        document=_quoted(document),
        place=_quoted(place),
        quote=_quoted(quote),
    )


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back, whatever it contains."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
