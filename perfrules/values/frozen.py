"""A mapping that cannot be changed: what values hold instead of a dict."""

from collections.abc import Hashable
from reprlib import Repr
from typing import Any, NoReturn, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_SHORT = Repr()
_SHORT.maxlevel, _SHORT.maxother = 2, 60


class Frozen(dict[K, V]):
    """
    A dict that refuses every change; it hashes, pickles, and its repr is short.

    It equals a plain dict of the same items, and reading it costs what reading a dict costs.

    >>> names = Frozen({"rate": "95%"})
    >>> names["rate"]
    '95%'
    >>> names["rate"] = "100%"
    Traceback (most recent call last):
    TypeError: a Frozen mapping cannot be changed; make a new one: {**mapping, key: value}
    """

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return f"Frozen({_SHORT.repr_dict(self, _SHORT.maxlevel)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)

    def __copy__(self) -> "Frozen[K, V]":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Frozen[K, V]":
        return self

    def copy(self) -> "Frozen[K, V]":
        """Return the mapping itself: nothing can change it."""
        return self

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            "a Frozen mapping cannot be changed; make a new one: {**mapping, key: value}"
        )

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


def freeze(value: object, *names: str) -> None:
    """Make the mappings in the fields *names* of a frozen dataclass unchangeable."""
    for name in names:
        held = getattr(value, name)
        if type(held) is not Frozen:
            object.__setattr__(value, name, Frozen(held))
