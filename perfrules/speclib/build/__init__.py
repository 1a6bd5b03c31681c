"""From a resolved document to a `Spec`: one module for each part of the language."""
