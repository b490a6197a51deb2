"""Ratios against budgets, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Line:
    """One promise: what was measured, in words, and how it compares with what was promised."""

    what: str
    measured: str
    ratio: float
    budget: float
    unit: str = "×"

    @property
    def is_kept(self) -> bool:
        """Whether it is as fast as promised."""
        return self.ratio <= self.budget


def table(lines: list[Line]) -> str:
    """The lines under each other, with a word on each."""
    rows = [("Work", "Measured", "Ratio", "Budget", "")]
    rows += [
        (
            line.what,
            line.measured,
            f"{line.ratio:.2f} {line.unit}",
            f"≤ {line.budget:g} {line.unit}",
            _word(line),
        )
        for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _word(line: Line) -> str:
    return "kept" if line.is_kept else "NOT KEPT"


def seconds(times: list[float]) -> str:
    """The median, and how far the runs lay apart."""
    return f"{median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"


def milliseconds(times: list[float]) -> str:
    """The median and the 95th percentile."""
    return f"median {median(times) * 1000:.1f} ms, p95 {percentile(times) * 1000:.1f} ms"


def percentile(times: list[float], share: float = 0.95) -> float:
    """The time that this share of the runs did not exceed."""
    in_order = sorted(times)
    return in_order[min(int(share * len(in_order)), len(in_order) - 1)]
