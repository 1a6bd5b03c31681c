"""Doors that open when somebody walks in: a name of a room is imported when it is first used."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import ModuleType


class _Room(ModuleType):
    """A package that offers names of its modules; a module of the same name gives way."""

    def __setattr__(self, name: str, value: object) -> None:
        # Importing a module of a package sets it on the package; `binding.bind` is a function.
        if not (isinstance(value, ModuleType) and name in self.__dict__.get("__all__", ())):
            super().__setattr__(name, value)


def door(package: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], object]:
    """
    Return the ``__getattr__`` of a package whose modules are imported when they are used.

    Args:
        package: the package's name; its ``__all__`` says what it offers.
        modules: the modules of the package, and the names that each of them offers.
    """
    home = {name: f"{package}.{module}" for module, names in modules.items() for name in names}
    room = sys.modules[package]
    room.__class__ = _Room

    def __getattr__(name: str) -> object:  # noqa: N807 - what it is called in a module (PEP 562)
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found: object = getattr(import_module(home[name]), name)
        setattr(room, name, found)
        return found

    return __getattr__
