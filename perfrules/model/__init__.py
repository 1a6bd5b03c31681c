"""The nouns: what a reader saw, what a form says, what a spec says, what a score is."""
