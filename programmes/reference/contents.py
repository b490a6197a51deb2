"""All that the reference files say, together."""

from dataclasses import dataclass

from programmes.reference.geography import Geography
from programmes.reference.published import Published
from programmes.reference.rows import PeriodRow, SourceRow


@dataclass(frozen=True, kw_only=True)
class Reference(Geography, Published):
    """Everything the reference files say, sound and agreeing with itself."""

    sources: tuple[SourceRow, ...]
    periods: tuple[PeriodRow, ...]
