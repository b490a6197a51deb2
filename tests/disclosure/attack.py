"""An attacker who has everything public and knows the method, and narrows down what was withheld.

Every exact count that somebody reported is a variable with bounds. What was published about it, about sums it is in,
about what built up since April, shares of targets and differences from them, on every day, bounds sums of variables;
the bounds are carried from sum to variable and back until nothing moves. A count that is not revised between two
days is one variable. It is plain Python and shares nothing with what it attacks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, inf

EXACT, STAND_INS = "exact", "stand-ins"
"""What sums are made of, as the method says."""

Variable = tuple[int, int, int, str]
"""Area, period, revision, and which count."""


@dataclass(frozen=True)
class Row:
    """A row of results as anybody gets it, on one day; `None` where there is no number."""

    day: int
    area: int
    period: int
    basis: str
    marker: str
    notes: str
    revision: int | None
    numerator: float | None
    denominator: float | None
    actual: float | None
    year_to_date: float | None
    target_to_date: float | None
    target_year: float | None
    attainment: float | None
    variance: float | None
    required_per_period: float | None


@dataclass(frozen=True)
class Map:
    """What is public about areas: how high each stands (England is 3), what lies in it, what it was before."""

    levels: tuple[int, ...]
    parts: dict[tuple[int, int], list[int]]
    """By (area, period)."""
    before: dict[tuple[int, int], list[tuple[int, Fraction]]]
    """By (area, period): the areas that went over into it, each with the share that did."""
    quarters_left: tuple[int, ...]
    """By period."""


@dataclass
class Linear:
    """A sum of variables and a number."""

    terms: dict[Variable, Fraction] = field(default_factory=dict)
    number: Fraction = Fraction(0)

    def add(self, other: Linear, times: Fraction = Fraction(1)) -> Linear:
        terms = defaultdict(Fraction, self.terms)
        for variable, factor in other.terms.items():
            terms[variable] += factor * times
        return Linear(dict(terms), self.number + other.number * times)

    @property
    def is_whole(self) -> bool:
        factors = [*self.terms.values(), self.number]
        return all(factor.denominator == 1 for factor in factors)


class Attack:
    """Read the rows, then ask which withheld counts are `pinned` to one value."""

    def __init__(self, rows: Iterable[Row], places: Map, *, sums: str = STAND_INS) -> None:
        self.rows = {(row.day, row.area, row.period): row for row in rows}
        self.places = places
        self.sums = sums
        self.has_below = any(row.denominator is not None for row in self.rows.values())
        self.names = ["numerator", "denominator"] if self.has_below else ["numerator"]
        self.low: dict[Variable, float] = defaultdict(float)
        self.high: dict[Variable, float] = defaultdict(lambda: inf)
        self.withheld: set[Variable] = set()
        self.sentences: list[tuple[list[tuple[Variable, float]], float, float]] = []
        for row in self.rows.values():
            self._read(row)
        self._carry_bounds()

    def pinned(self) -> dict[Variable, int]:
        """Every withheld count that can only be one, with what it is."""
        return {
            variable: int(self.low[variable])
            for variable in self.withheld
            if self.low[variable] == self.high[variable]
        }

    def contradictions(self) -> list[Variable]:
        """Counts that can be nothing: the attacker then believes something that is not so."""
        return [variable for variable in self.low if self.low[variable] > self.high[variable]]

    # What a row says.

    def _read(self, row: Row) -> None:
        secret = row.basis == "reported" and row.marker == "c" and row.revision is not None
        for name in self.names:
            known = self._number(row, name)
            if secret:
                self._withhold(row, name)
            made_of = self._made_of(row, name, self.sums)
            if known is not None and made_of is not None:
                self._say(made_of, *self._bounds(row, Fraction(known), made_of))
            self._compare_with_parts(row, name)

    def _withhold(self, row: Row, name: str) -> None:
        """One of its counts is under five; a part is never more than its whole, so the numerator is."""
        variable = self._variable(row, name)
        self.withheld.add(variable)
        if name == "numerator":
            self.high[variable] = min(self.high[variable], 4)
        if self.has_below and name == "denominator":
            part = self._variable(row, "numerator")
            self._say(Linear({variable: Fraction(1), part: Fraction(-1)}), 0, inf)
            self._say(Linear({variable: Fraction(1), self._stands_in(row): Fraction(-1)}), -2, 2)

    def _bounds(self, row: Row, known: Fraction, made_of: Linear) -> tuple[float, float]:
        of_stand_ins = self.sums == STAND_INS and "e" in row.notes
        if self.places.levels[row.area] == 3 and not of_stand_ins:
            return float(known), float(known)
        slack = 2 if made_of.is_whole else 2.5
        return float(known) - slack, float(known) + slack

    def _compare_with_parts(self, row: Row, name: str) -> None:
        """A total that an area reported of its own is at least what its parts are, and just that if all are there."""
        parts = self._parts(row.day, row.area, row.period)
        if row.basis != "reported" or not parts or self._number(row, name) is None:
            return
        difference = Linear({self._variable(row, name): Fraction(1)})
        complete = True
        for part in parts:
            truth = self._truth(row.day, part, row.period, name)
            complete &= truth[1]
            difference = difference.add(truth[0], Fraction(-1))
        self._say(difference, 0, 0 if complete else inf)

    def _truth(self, day: int, area: int, period: int, name: str) -> tuple[Linear, bool]:
        """What was really counted in an area, as far as somebody reported it, and whether that is all of it."""
        row = self.rows.get((day, area, period))
        if row is None or row.marker == "z":
            return Linear(), True
        if row.basis == "reported" and row.revision is not None and row.marker in ("", "c"):
            return Linear({self._variable(row, name): Fraction(1)}), True
        parts = self._parts(day, area, period)
        total, complete = Linear(), bool(parts)
        for part in parts:
            truth = self._truth(day, part, period, name)
            total, complete = total.add(truth[0]), complete and truth[1]
        return total, complete

    def _parts(self, day: int, area: int, period: int) -> list[int]:
        """What lies in an area, as far as it has rows: below the areas that report nothing does."""
        return [
            part for part in self.places.parts.get((area, period), []) if (day, part, period) in self.rows
        ]

    # What a figure is made of.

    def _made_of(self, row: Row | None, name: str, sums: str) -> Linear | None:
        if row is None:
            return None
        if row.basis == "reported":
            if row.revision is None or row.marker not in ("", "c"):
                return None
            if row.marker == "c" and sums == STAND_INS:
                stands_in = Linear({self._stands_in(row): Fraction(1)})
                return Linear(number=Fraction(2)) if name == "numerator" else stands_in
            return Linear({self._variable(row, name): Fraction(1)})
        if row.basis == "rebased" and self.places.levels[row.area] == 0:
            sources = self.places.before.get((row.area, row.period), [])
        else:
            sources = [(part, Fraction(1)) for part in self.places.parts.get((row.area, row.period), [])]
        total = Linear()
        for area, share in sources:
            part = self.rows.get((row.day, area, row.period))
            if part is not None and part.marker == "z":
                continue
            given = self._given(part, name, share, sums)
            if given is None:
                return None
            total = total.add(given, share)
        return total if sources else None

    def _given(self, part: Row | None, name: str, share: Fraction, sums: str) -> Linear | None:
        """What went into a sum: of an area that went over in part, and with stand-ins, the figure as shown."""
        shown = None if part is None else self._number(part, name)
        if sums == STAND_INS and share != 1 and shown is not None:
            return Linear(number=Fraction(shown))
        return self._made_of(part, name, sums)

    def _number(self, row: Row, name: str) -> float | None:
        """What is shown, or what follows from what is shown beside it."""
        shown = getattr(row, name)
        if shown is not None:
            return shown
        if self.has_below:
            other = row.denominator if name == "numerator" else row.numerator
            if row.actual is None or other is None or (name == "denominator" and not row.actual):
                return None
            return round(other * row.actual if name == "numerator" else other / row.actual, 6)
        to_date = self._to_date(row)
        before = self.rows.get((row.day, row.area, row.period - 1))
        before_to_date = 0 if self.places.quarters_left[row.period] == 3 else before and self._to_date(before)
        if to_date is None or before_to_date is None:
            return None
        return round(to_date - before_to_date, 6)

    def _to_date(self, row: Row) -> float | None:
        if row.year_to_date is not None:
            return row.year_to_date
        if row.target_to_date is not None and row.variance is not None:
            return row.target_to_date + row.variance
        if row.target_to_date is not None and row.attainment is not None:
            return row.target_to_date * row.attainment
        if row.target_year is not None and row.required_per_period:
            return row.target_year - row.required_per_period * self.places.quarters_left[row.period]
        return None

    def _variable(self, row: Row, name: str) -> Variable:
        return (row.area, row.period, row.revision or 0, name)

    def _stands_in(self, row: Row) -> Variable:
        return (row.area, row.period, row.revision or 0, "what stands in for the denominator")

    # Bounds.

    def _say(self, total: Linear, at_least: float, at_most: float) -> None:
        terms = [(variable, float(factor)) for variable, factor in total.terms.items() if factor]
        if terms:
            self.sentences.append((terms, at_least - float(total.number), at_most - float(total.number)))

    def _carry_bounds(self) -> None:
        for _ in range(100):
            if not sum(self._carry(*sentence) for sentence in self.sentences):
                return

    def _carry(self, terms: list[tuple[Variable, float]], at_least: float, at_most: float) -> bool:
        """Narrow each variable by what the others leave for it; says whether anything moved."""
        moved = False
        spans = [self._span(variable, factor) for variable, factor in terms]
        for place, (variable, factor) in enumerate(terms):
            others_low = sum(low for low, _ in spans[:place] + spans[place + 1 :])
            others_high = sum(high for _, high in spans[:place] + spans[place + 1 :])
            ends = sorted([(at_least - others_high) / factor, (at_most - others_low) / factor])
            low = self.low[variable] if ends[0] == -inf else ceil(ends[0] - 1e-6)
            high = self.high[variable] if ends[1] == inf else floor(ends[1] + 1e-6)
            if low > self.low[variable] or high < self.high[variable]:
                self.low[variable] = max(self.low[variable], low)
                self.high[variable] = min(self.high[variable], high)
                spans[place] = self._span(variable, factor)
                moved = True
        return moved

    def _span(self, variable: Variable, factor: float) -> tuple[float, float]:
        ends = sorted([self.low[variable] * factor, self.high[variable] * factor])
        return ends[0], ends[1]
