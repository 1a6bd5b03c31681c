"""Doors that open when somebody walks in: a name of a room is imported when it is first used."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module


def door(package: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], object]:
    """
    Return the ``__getattr__`` of a package whose modules are imported when they are used.

    A name may not be that of a module of the package: importing the module would take its place.

    Args:
        package: the package's name.
        modules: the modules of the package, and the names that each of them offers.
    """
    home = {name: module for module, names in modules.items() for name in names}

    def __getattr__(name: str) -> object:  # noqa: N807 - what it is called in a module (PEP 562)
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found: object = getattr(import_module(f"{package}.{home[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return __getattr__
