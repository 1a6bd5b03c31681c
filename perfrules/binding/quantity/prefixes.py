"""
What may come before a number: comparators, verbs, each year.

`至少全年完成2次宣传` is a comparator (at least), a word that changes nothing (all year), a verb,
and an amount. `每年2次` is 2次/年. All these words are data.
"""

from typing import NamedTuple

from perfrules.binding.quantity.amounts import Amount, leading_amount
from perfrules.model.quantity import Sign
from perfrules.model.vocabulary.quantities import QuantityWords
from perfrules.text import PERCENT


class Prefix(NamedTuple):
    """
    The words before a number.

    Attributes:
        sign: the comparator among them.
        counting: there is a verb or a thing that only a counted number can follow: 完成2次 is a
            count, 完成100% is a progress and no value.
        each: what each of which the number is for (每人每月).
        rest: what is behind these words; amount: what it begins with.
    """

    rest: str
    amount: Amount | None = None
    sign: Sign | None = None
    counting: bool = False
    each: tuple[str, ...] = ()


def without_prefix(bare: str, words: QuantityWords) -> Prefix:
    """Take the words before a number off, one by one; a second comparator is left."""
    known = words.prefixes
    rest, sign, counting = bare, None, False
    each: tuple[str, ...] = ()
    while match := known.pattern.match(rest):
        word = match[0]
        if word in known.signs and sign:
            break
        rest = rest.removeprefix(word)
        sign = known.signs.get(word, sign)
        counting = counting or word in known.counting
        each = (*each, known.each[word]) if word in known.each else each
    amount = leading_amount(rest, words)
    return Prefix(rest=rest, amount=amount, sign=sign, counting=counting, each=each)


def whole_amount(prefix: Prefix, text: str, words: QuantityWords) -> Amount | None:
    """Read an amount that is all of a text behind these words."""
    found = prefix.amount if text == prefix.rest else leading_amount(text, words)
    return fitted(prefix, found, words) if found and not found.rest else None


def fitted(prefix: Prefix, amount: Amount, words: QuantityWords) -> Amount | None:
    """Return an amount with the unit that the words before it give it, if they can do that."""
    if not (prefix.counting or prefix.each):
        return amount
    if amount.unit in (None, PERCENT) or amount.unit in words.prefixes.not_each:
        return None
    if not prefix.each:
        return amount
    if "/" in amount.unit:
        return None
    return amount._replace(unit=f"{amount.unit}/{'·'.join(prefix.each)}")
