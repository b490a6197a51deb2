"""One function for each address. Each reads what was asked, asks the queries, and answers rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from dashboards import dictionary, parameters
from dashboards.api import schemas
from dashboards.api.answers import (
    Asked,
    Listing,
    answer_list,
    answer_metadata,
    answer_once,
    answer_rows,
    described_by_metadata,
)
from dashboards.api.definitions import AREA, FACT, GAP, INDICATOR, PROGRAMME, SERVICE, values
from dashboards.api.description import DescribedAPI, describe
from dashboards.api.docs import PlainDocs, by_its_bytes
from dashboards.api.problems import MOST_NAMED, Problem, problem
from dashboards.parameters import Parameter, Refusal
from dashboards.question import Question
from dashboards.target_columns import TARGET_COLUMNS
from programmes.engine.looking_back import results_as
from programmes.models import Coverage
from programmes.queries import rows as results
from programmes.queries import targets as plans
from programmes.queries.gaps import gaps as open_gaps
from programmes.queries.programmes import all_programmes
from programmes.queries.register import register
from programmes.queries.services import services_of
from programmes.results import ProgrammeInfo
from programmes.snapshot import one_snapshot

Endpoint = Callable[[Asked], HttpResponseBase]

api = DescribedAPI(
    title="Rollout",
    version="1",
    description="How far each NHS mental health programme has reached in England, place by place, against its targets.",
    urls_namespace="api",
    docs=PlainDocs(),
    docs_decorator=by_its_bytes,
)


@api.exception_handler(Refusal)
def refuse_parameter(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A parameter that is not what it may be."""
    return problem(422, refusal.detail, parameter=refusal.parameter, allowed=refusal.allowed[:MOST_NAMED])


@api.exception_handler(Problem)
def refuse(request: HttpRequest, refusal: Problem) -> HttpResponse:
    """A request that cannot be answered as it stands."""
    return refusal.response()


def address(
    path: str, answer: type[schemas.Schema], known: Sequence[Parameter], summary: str
) -> Callable[[Endpoint], Endpoint]:
    """Make a function the one that answers an address: read strictly, answered once for one version of the data."""

    def put(endpoint: Endpoint) -> Endpoint:
        # Without functools.wraps: ninja would take `asked` for a parameter.
        def answered(request: HttpRequest) -> HttpResponseBase:
            asked = Asked(request, known)
            return answer_once(request, lambda: endpoint(asked))

        answered.__name__, answered.__doc__ = endpoint.__name__, endpoint.__doc__
        api.get(
            path,
            response={200: answer},
            summary=summary,
            operation_id=endpoint.__name__,
            openapi_extra=describe(known),
        )(answered)
        return endpoint

    return put


def _wanted(asked: Asked) -> tuple[Question, list[ProgrammeInfo]]:
    """The filters, and the programmes that they ask for, in their order; all of them where none is named."""
    known = all_programmes()
    question = asked.question(known)
    return question, [each for each in known if not question.programme or each.code in question.programme]


@address("/programmes", schemas.Programmes, parameters.LAYERED, "The programmes and their promises")
@one_snapshot()
def programmes(asked: Asked) -> HttpResponseBase:
    """Every programme, with the indicators that it is followed by."""
    found = [values(PROGRAMME, each) for each in all_programmes()]
    return answer_list(asked, list(schemas.ProgrammeRow.model_fields), found)


@address("/indicators", schemas.Indicators, parameters.OF_PROGRAMME, "What is counted, and how")
@one_snapshot()
def indicators(asked: Asked) -> HttpResponseBase:
    """The definitions of indicators."""
    _question, wanted = _wanted(asked)
    found = [values(INDICATOR, each) for programme in wanted for each in programme.indicators]
    return answer_list(asked, list(schemas.IndicatorRow.model_fields), found)


@address("/areas", schemas.Areas, parameters.AREAS, "Areas, alive on a day or ever")
@one_snapshot()
def areas(asked: Asked) -> HttpResponseBase:
    """Areas with their codes, parent and people."""
    every = asked.one("on") == "any"
    found = register(area_type=asked.one("type", ""), on=None if every else asked.one("on"), every_life=every)
    return answer_list(asked, list(schemas.AreaRow.model_fields), [values(AREA, each) for each in found])


@address("/facts", schemas.Facts, parameters.OF_PROGRAMME, "Every figure promised or counted")
@one_snapshot()
def facts(asked: Asked) -> HttpResponseBase:
    """The figures that were named for the programmes, each with its source and how far it may be trusted."""
    _question, wanted = _wanted(asked)
    found = [values(FACT, fact) for programme in wanted for fact in programme.facts]
    return answer_list(asked, list(schemas.FactRow.model_fields), found)


@address("/gaps", schemas.Gaps, parameters.OF_PROGRAMME, "What is not known, and who would know")
@one_snapshot()
def gaps(asked: Asked) -> HttpResponseBase:
    """Gaps of each indicator and level: when it was last known, who has it, and what would fill it."""
    _question, wanted = _wanted(asked)
    codes = {programme.code for programme in wanted}
    found = [values(GAP, each) for each in open_gaps() if each.programme in codes]
    return answer_list(asked, list(schemas.GapRow.model_fields), found)


@address("/services", schemas.Services, parameters.SERVICES, "Sites and teams, and whom they serve")
@one_snapshot()
def services(asked: Asked) -> HttpResponseBase:
    """The services of the programmes."""
    question, wanted = _wanted(asked)
    area, day = next(iter(question.area), None), asked.one("on")
    found = [
        values(SERVICE, each)
        for programme in wanted
        for each in services_of(programme.code, area=area, on=day)
    ]
    return answer_list(asked, list(schemas.ServiceRow.model_fields), found)


@address("/targets", schemas.Targets, parameters.TARGETS, "What was planned")
def targets(asked: Asked) -> HttpResponseBase:
    """The points of the trajectories that stand, or of the version that is named."""
    question = asked.question(all_programmes())
    found = plans.target_points(
        indicators=question.indicator,
        as_at=question.as_at,
        trajectory=question.trajectory,
        **question.scope,
    )
    order = plans.TARGET_ORDER
    return answer_rows(
        asked,
        Listing(found, TARGET_COLUMNS, order, partial(results.rows_after, order), as_at=question.as_at),
    )


@address("/coverage", schemas.Coverages, parameters.COVERAGE, "How much of an area is served")
def coverage(asked: Asked) -> HttpResponseBase:
    """Coverage by areas and by people, at the end of each quarter."""
    question = asked.question(all_programmes())
    found = results.coverage_rows(**question.scope)
    order = results.COVERAGE_ORDER
    listing = Listing(
        found.queryset,
        dictionary.COVERAGE_COLUMNS,
        order,
        partial(results.rows_after, order),
        opened=partial(results_as, as_at=question.as_at, programmes=question.programme, of=(Coverage,)),
        as_at=question.as_at,
    )
    return answer_rows(asked, listing)


@address("/progress", schemas.Progresses, parameters.PROGRESS, "What happened, beside what was planned")
def progress(asked: Asked) -> HttpResponseBase:
    """Figures, targets and how they compare: by indicator, area and period."""
    question = asked.question(all_programmes())
    listing = Listing(
        question.rows(),
        dictionary.PROGRESS_COLUMNS,
        question.keys,
        question.beyond,
        opened=question.opened,
        as_at=question.as_at,
    )
    if asked.format == "csvw":
        return answer_metadata(asked, question)
    response = answer_rows(asked, listing)
    return described_by_metadata(asked, response) if asked.format == "csv" else response
