"""A request read strictly: what is not understood is refused by name, with what it may be, and never passed over."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from dashboards.filters import area_codes, read_question
from dashboards.parameters import LIMIT, Parameter
from dashboards.query_strings import QueryString
from dashboards.question import Question
from programmes.queries.areas import known_codes
from programmes.queries.trajectories import trajectory_choices
from programmes.results import ProgrammeInfo


class Asked(QueryString):
    """The parameters of one request. Whatever is not understood raises Refusal.

    Made of it, every value already fits the schema of its parameter; what it names is looked up when it is read.
    """

    def __init__(self, request: HttpRequest, allowed: Sequence[Parameter]) -> None:
        super().__init__(dict(request.GET.lists()), allowed)
        self.request = request

    @property
    def format(self) -> str:
        """How the rows are wanted."""
        return self.one("format", "json")

    @property
    def limit(self) -> int:
        """Rows on a page."""
        return self.one("limit", LIMIT)

    def question(self, programmes: Sequence[ProgrammeInfo]) -> Question:
        """The filters of rows. A statement when areas are named, and one when a kind of trajectory is."""
        codes = area_codes(self)
        return read_question(
            self,
            programmes=programmes,
            areas=known_codes(codes) if codes else (),
            trajectories=trajectory_choices(self.several("indicator")) if self.one("kind") else (),
        )
