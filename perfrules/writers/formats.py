"""The formats in which a form can be written."""

FORMATS = ("yaml", "yml", "json", "xlsx", "html", "md", "csv", "tsv")
"""Each by its ending."""
