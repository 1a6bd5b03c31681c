"""Quantities: from the text of a cell to numbers, units, days and bounds."""
