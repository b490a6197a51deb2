"""All that the reference files say, together."""

from dataclasses import dataclass

from programmes.reference.programme_rows import (
    BreakRow,
    DerivedRow,
    FactRow,
    IndicatorRow,
    ProgrammeRow,
    ServiceRow,
    TrajectoryRow,
)
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
    programmes: tuple[ProgrammeRow, ...]
    indicators: tuple[IndicatorRow, ...]
    breaks: tuple[BreakRow, ...]
    facts: tuple[FactRow, ...]
    derived: tuple[DerivedRow, ...]
    trajectories: tuple[TrajectoryRow, ...]
    services: tuple[ServiceRow, ...]
