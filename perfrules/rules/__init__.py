"""The language of rules: formulas, one rule tree, one walk over it, the names in scope."""
