"""All that the reference files say, together."""

from dataclasses import dataclass

from programmes.reference.programme_rows import BlockRow
from programmes.reference.rows import (
    AreaRow,
    CodeRow,
    EditionRow,
    ParentRow,
    PeriodRow,
    PopulationRow,
    SourceRow,
    SuccessionRow,
    WeightRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Everything the reference files say, sound and agreeing with itself."""

    sources: tuple[SourceRow, ...]
    periods: tuple[PeriodRow, ...]
    editions: tuple[EditionRow, ...]
    areas: tuple[AreaRow, ...]
    codes: tuple[CodeRow, ...]
    parents: tuple[ParentRow, ...]
    successions: tuple[SuccessionRow, ...]
    populations: tuple[PopulationRow, ...]
    weights: tuple[WeightRow, ...]
    programmes: tuple[BlockRow, ...]
    indicators: tuple[BlockRow, ...]
    breaks: tuple[BlockRow, ...]
    facts: tuple[BlockRow, ...]
    derived: tuple[BlockRow, ...]
    trajectories: tuple[BlockRow, ...]
    services: tuple[BlockRow, ...]
