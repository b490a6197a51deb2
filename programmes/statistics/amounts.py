"""An amount in a sentence: numerals, a comma over 999, half up; whole people where there are no parts of people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from programmes.choices import Unit

HALF_UP, UP, DOWN = ROUND_HALF_UP, ROUND_CEILING, ROUND_FLOOR
DIGITS_KEPT = 9
"""Decimals that count. What binary fractions leave behind them must not push 12 up to 13."""

PLAIN_FROM = 100
PARTS_BELOW = 50
"""Of what is smaller, half of one is more than 1%."""


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted, as a word: one and many of them, with so many decimals. A share is a fraction, shown in %."""

    one: str
    many: str
    decimals: int = 0
    is_share: bool = False

    def number(self, value: float, rounding: str = HALF_UP) -> str:
        """The value alone, without its word; a share with its sign.

        >>> NOUNS[Unit.PEOPLE].number(1234.5), NOUNS[Unit.PERCENT].number(0.0285)
        ('1,235', '2.9%')
        >>> NOUNS[Unit.WTE].number(12.34), NOUNS[Unit.WTE].number(875.04)
        ('12.3', '875')
        """
        shown = Decimal(repr(round(float(value), DIGITS_KEPT)))
        if self.is_share:
            shown *= 100
        # From a hundred upwards decimals say nothing to a reader, as everywhere where figures are written.
        decimals = 0 if abs(shown) >= PLAIN_FROM and not self.is_share else self.decimals
        shown = shown.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)
        if not shown:
            shown = abs(shown)
        return f"{shown:,f}{'%' if self.is_share else ''}"

    def planned(self, target: float) -> str:
        """A target alone: as a number, but a small one that is not whole keeps a tenth, as shares of a target have.

        >>> NOUNS[Unit.SITES].planned(2.1), NOUNS[Unit.SITES].planned(8.04), NOUNS[Unit.POSTS].planned(152.4)
        ('2.1', '8', '152')
        """
        if self.is_share or self.decimals or abs(target) >= PARTS_BELOW:
            return self.number(target)
        tenths = replace(self, decimals=1).number(target)
        return self.number(target) if tenths.endswith(".0") else tenths

    def counted(self, value: float, rounding: str = HALF_UP, *, before: str = "") -> str:
        """The value with its word; `before` is a word such as more that stands between them.

        >>> NOUNS[Unit.PEOPLE].counted(11.2, UP, before="more"), NOUNS[Unit.PEOPLE].counted(1)
        ('12 more people', '1 person')
        """
        number = self.number(value, rounding)
        word = self.one if number == "1" else self.many
        return " ".join(part for part in (number, before, word) if part)


NOUNS = {
    Unit.PEOPLE: Noun("person", "people"),
    Unit.REFERRALS: Noun("referral", "referrals"),
    Unit.COURSES: Noun("course", "courses"),
    Unit.APPOINTMENTS: Noun("appointment", "appointments"),
    Unit.WTE: Noun("whole-time equivalent", "whole-time equivalents", 1),
    Unit.POSTS: Noun("post", "posts"),
    Unit.SITES: Noun("site", "sites"),
    Unit.TESTS: Noun("test", "tests"),
    Unit.PERCENT: Noun("", "", 1, is_share=True),
    Unit.PER_NETWORK: Noun("whole-time equivalents per network", "whole-time equivalents per network", 2),
    Unit.POUNDS: Noun("pound", "pounds"),
}
