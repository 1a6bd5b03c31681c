"""Repairs of what a table lost when it was copied; each is reported."""
