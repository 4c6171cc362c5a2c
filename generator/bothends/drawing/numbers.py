"""Numbers of a schema: typical ones, those at its bounds, and large and small ones."""

import math
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from random import Random
from typing import Final

from bothends.records import dataclass
from bothends.tree import Tree

_INTEGERS: Final = (0, 1, -1, 2**31 - 1, 2**53 + 1, 2**63 - 1, -(2**63), 2**64, 10**25)
_FLOATS: Final = (0.5, -2.25, 0.1, 1e-7, 3.25e38, 1.7e308, -1.7e308)
_BITS: Final = {"int32": 31, "int64": 63}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which numbers a number must be, and of what it is a multiple; None is no limit."""

    low: float | None
    high: float | None
    is_above: bool
    is_below: bool
    step: float | None

    @property
    def inner(self) -> tuple[int, int]:
        """The least and the greatest integer, where a missing limit lets some room."""
        low = self._lowest()
        high = self._highest()
        if low is None:
            low = -1000 if high is None else high - 1000
        return low, low + 1000 if high is None else high

    def _lowest(self) -> int | None:
        if self.low is None:
            return None
        return math.floor(self.low) + 1 if self.is_above else math.ceil(self.low)

    def _highest(self) -> int | None:
        if self.high is None:
            return None
        return math.ceil(self.high) - 1 if self.is_below else math.floor(self.high)

    def has(self, number: float) -> bool:
        """Tell whether a number is between the limits."""
        above = self.low is None or self.low < number or number == self.low
        below = self.high is None or number < self.high or number == self.high
        at_open_end = (self.is_above and number == self.low) or (
            self.is_below and number == self.high
        )
        return above and below and not at_open_end


def bounds_of(schema: Tree) -> Bounds:
    """Read the limits of a number, those of its format too."""
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    is_above = above is not None and (low is None or above >= low)
    is_below = below is not None and (high is None or below <= high)
    low, high = above if is_above else low, below if is_below else high
    bits = _BITS.get(str(schema.get("format")))
    if bits is not None:
        if low is None or low < -(2**bits):
            low, is_above = -(2**bits), False
        if high is None or high >= 2**bits:
            high, is_below = 2**bits - 1, False
    return Bounds(low, high, is_above, is_below, schema.get("multipleOf"))


def integers(schema: Tree, random: Random) -> Iterator[int]:
    """Draw whole numbers, a typical one first."""
    bounds = bounds_of(schema)
    low, high = bounds.inner
    if low > high:
        return
    typical = 42 if bounds.has(42) else (low + high) // 2
    ends = [low, high, low + 1, high - 1]
    if bounds.low is None:
        ends = [high, high - 1] if bounds.high is not None else []
    elif bounds.high is None:
        ends = [low, low + 1]
    drawn = [typical, random.randint(low, high), *ends, *_INTEGERS]
    step = bounds.step
    for number in drawn:
        whole = number
        if isinstance(step, int) and step:
            whole = number - number % step
            if not bounds.has(whole):
                whole += step
        if bounds.has(whole):
            yield whole
    if isinstance(step, float) and step.is_integer() is False:
        yield from (each for each in _multiples(bounds, step) if isinstance(each, int))


def numbers(schema: Tree, random: Random) -> Iterator[float]:
    """Draw numbers with and without a fraction, a typical one first.

    Each is within the limits as the float that Python makes of it, too: 2**63 - 1 is not.
    """
    bounds = bounds_of(schema)
    step = bounds.step
    drawn = _multiples(bounds, step) if step else _fractions(bounds, random)
    every = chain(drawn, integers(schema, random))
    yield from (each for each in every if bounds.has(float(each)))


def _fractions(bounds: Bounds, random: Random) -> Iterator[float]:
    low = float(-1000 if bounds.low is None else bounds.low)
    high = float(low + 2000 if bounds.high is None else bounds.high)
    middle = low / 2 + high / 2
    drawn = [1.5, middle, round(random.uniform(low, high), 3)]
    drawn += [each for each in (bounds.low, bounds.high) if each is not None]
    drawn += [math.nextafter(low, high), math.nextafter(high, low), *_FLOATS]
    yield from (each for each in drawn if math.isfinite(each))


def _multiples(bounds: Bounds, step: float) -> Iterator[float]:
    """Draw multiples, exact as decimals are."""
    exact = Decimal(str(step))
    if not exact.is_finite() or exact <= 0:
        return
    start = Decimal(0)
    if bounds.low is not None:
        start = _rounded_up(Decimal(str(bounds.low)), exact)
    elif bounds.high is not None:
        start = _rounded_up(Decimal(str(bounds.high)), exact) - exact * 3
    for times in (1, 0, 2, 3, 7, -1):
        number = start + times * exact
        whole = number == number.to_integral_value()
        found = int(number) if whole else float(number)
        if bounds.has(found):
            yield found


def _rounded_up(number: Decimal, step: Decimal) -> Decimal:
    return (number / step).to_integral_value(rounding="ROUND_CEILING") * step
