"""Specs: find → check → resolve → build; and the words and messages that are data too."""
