"""One function for each address. Each reads what was asked, asks the queries, and answers rows."""

# No annotations as text here: ninja reads those of the decorated functions, whose names are not at hand where the
# decorators were written.
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from dashboards import dictionary
from dashboards.api import parameters, schemas
from dashboards.api.answers import answer_list, answer_rows, conditional
from dashboards.api.docs import PlainDocs
from dashboards.api.parameters import AREA_TYPES, Asked
from dashboards.api.problems import Problem
from programmes.choices import Basis
from programmes.engine.looking_back import results_as
from programmes.models import Coverage, Progress
from programmes.queries import rows as results
from programmes.queries import targets as plans
from programmes.queries.programmes import all_programmes
from programmes.queries.register import register
from programmes.queries.services import services_of
from programmes.results import FactInfo, IndicatorInfo, ProgrammeInfo, ServiceInfo
from programmes.snapshot import one_snapshot

api = NinjaAPI(
    title="Rollout",
    version="1",
    description="How far each NHS mental health programme has reached in England, place by place, against its targets.",
    urls_namespace="api",
    docs=PlainDocs(),
)

REFUSED = {304: None, 422: schemas.ProblemDetails}


@api.exception_handler(Problem)
def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A request that cannot be answered as it stands."""
    return problem.response()


@api.exception_handler(ValidationError)
def refuse_value(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A value of the wrong kind, found while the request was read."""
    first = error.errors[0]
    name = str(first["loc"][-1])
    allowed = [f"1 to {parameters.MOST}"] if name == "limit" else []
    return Problem(f"{first['msg']}.", parameter=name, allowed=allowed).response()


@api.get(
    "/programmes", response={200: schemas.Programmes, **REFUSED}, summary="The programmes and their promises"
)
@conditional
@one_snapshot()
def programmes(request: HttpRequest, asked: Query[parameters.Paged]) -> HttpResponseBase:
    """Every programme, with the indicators that it is followed by."""
    names = list(schemas.ProgrammeRow.model_fields)
    rows = [_programme(each) for each in all_programmes()]
    return answer_list(request, Asked(request, parameters.Paged), names, rows)


@api.get("/indicators", response={200: schemas.Indicators, **REFUSED}, summary="What is counted, and how")
@conditional
@one_snapshot()
def indicators(request: HttpRequest, asked: Query[parameters.OfProgramme]) -> HttpResponseBase:
    """The definitions of indicators."""
    read = Asked(request, parameters.OfProgramme)
    known = all_programmes()
    wanted = read.programmes(known)
    rows = [
        _indicator(indicator)
        for programme in known
        if not wanted or programme.code in wanted
        for indicator in programme.indicators
    ]
    return answer_list(request, read, list(schemas.IndicatorRow.model_fields), rows)


@api.get("/areas", response={200: schemas.Areas, **REFUSED}, summary="Areas, alive on a day or ever")
@conditional
@one_snapshot()
def areas(request: HttpRequest, asked: Query[parameters.AreaParameters]) -> HttpResponseBase:
    """Areas with their codes, parent and people."""
    read = Asked(request, parameters.AreaParameters)
    every = read.text("on") == "any"
    found = register(
        area_type=read.one("type", AREA_TYPES), on=None if every else read.day("on"), all_lives=every
    )
    rows = [
        (
            each.area.code,
            each.area.name,
            each.area.short_name,
            each.area.area_type,
            each.gss_code,
            each.parent,
            each.valid_from,
            each.valid_to,
            each.people,
            each.adults,
            each.population_year,
        )
        for each in found
    ]
    return answer_list(request, read, list(schemas.AreaRow.model_fields), rows)


@api.get("/facts", response={200: schemas.Facts, **REFUSED}, summary="Every figure promised or counted")
@conditional
@one_snapshot()
def facts(request: HttpRequest, asked: Query[parameters.OfProgramme]) -> HttpResponseBase:
    """The figures that were named for the programmes, each with its source and how far it may be trusted."""
    read = Asked(request, parameters.OfProgramme)
    known = all_programmes()
    wanted = read.programmes(known)
    rows = [
        _fact(programme.code, fact)
        for programme in known
        if not wanted or programme.code in wanted
        for fact in programme.facts
    ]
    return answer_list(request, read, list(schemas.FactRow.model_fields), rows)


@api.get(
    "/services", response={200: schemas.Services, **REFUSED}, summary="Sites and teams, and whom they serve"
)
@conditional
@one_snapshot()
def services(request: HttpRequest, asked: Query[parameters.ServiceParameters]) -> HttpResponseBase:
    """The services of the programmes."""
    read = Asked(request, parameters.ServiceParameters)
    wanted = read.programmes(all_programmes()) or [each.code for each in all_programmes()]
    codes, day = read.areas(), read.day("on")
    area = codes[0] if codes else None
    rows = [_service(code, each) for code in wanted for each in services_of(code, area=area, on=day)]
    return answer_list(request, read, list(schemas.ServiceRow.model_fields), rows)


@api.get("/targets", response={200: schemas.Targets, **REFUSED}, summary="What was planned")
@conditional
def targets(request: HttpRequest, asked: Query[parameters.TargetParameters]) -> HttpResponseBase:
    """The points of the trajectories that stand."""
    read = Asked(request, parameters.TargetParameters)
    known = all_programmes()
    as_at = read.instant("as_at")
    rows = plans.target_points(
        programmes=read.programmes(known),
        indicators=read.indicators(known),
        as_at=as_at,
        **read.where_and_when(),
    )
    return answer_rows(request, read, rows, dictionary.TARGET_COLUMNS, plans.TARGET_ORDER, as_at=as_at)


@api.get("/coverage", response={200: schemas.Coverages, **REFUSED}, summary="How much of an area is served")
@conditional
def coverage(request: HttpRequest, asked: Query[parameters.CoverageParameters]) -> HttpResponseBase:
    """Coverage by areas and by people, at the end of each quarter."""
    read = Asked(request, parameters.CoverageParameters)
    wanted, as_at = read.programmes(all_programmes()), read.instant("as_at")
    rows = results.coverage_rows(programmes=wanted, **read.where_and_when())
    return answer_rows(
        request,
        read,
        rows.queryset,
        dictionary.COVERAGE_COLUMNS,
        results.COVERAGE_ORDER,
        opened=partial(results_as, as_at=as_at, programmes=wanted, of=(Coverage,)),
        as_at=as_at,
    )


@api.get(
    "/progress",
    response={200: schemas.Progresses, **REFUSED},
    summary="What happened, beside what was planned",
)
@conditional
def progress(request: HttpRequest, asked: Query[parameters.ProgressParameters]) -> HttpResponseBase:
    """Figures, targets and how they compare: by indicator, area and period."""
    read = Asked(request, parameters.ProgressParameters)
    known = all_programmes()
    programmes, indicators = read.programmes(known), read.indicators(known)
    as_at = read.instant("as_at")
    if as_at is not None and not programmes and not indicators:
        codes = [each.code for each in known]
        detail = "Rows of an earlier day are computed for you: name a programme or an indicator."
        raise Problem(detail, parameter="programme", allowed=codes)
    rows = results.rows(
        programmes=programmes,
        indicators=indicators,
        bases=read.several("basis", Basis.values),
        **read.where_and_when(),
    )
    return answer_rows(
        request,
        read,
        rows.queryset,
        dictionary.PROGRESS_COLUMNS,
        results.PROGRESS_ORDER,
        opened=partial(results_as, as_at=as_at, programmes=programmes, indicators=indicators, of=(Progress,)),
        as_at=as_at,
    )


def _programme(each: ProgrammeInfo) -> tuple[Any, ...]:
    return (
        each.code,
        each.name,
        each.short_name,
        each.promise,
        each.promise_source.title,
        each.promise_source.url,
        each.description,
        each.coverage_meaning,
        each.coverage_provenance,
        each.headline,
        [indicator.code for indicator in each.indicators],
    )


def _indicator(each: IndicatorInfo) -> tuple[Any, ...]:
    return (
        each.code,
        each.name,
        each.programme,
        each.kind,
        each.polarity,
        each.unit,
        each.decimals,
        each.period_type,
        each.numerator_label,
        each.denominator_label,
        each.reporting_level,
        each.disclosure,
        each.tolerance,
        each.first_period.code,
        each.last_period.code,
        [period.code for period, _ in each.breaks],
        each.counts,
        each.why,
        each.caveat,
        each.source.title,
        each.source.url,
        each.source.licence,
    )


def _fact(programme: str, each: FactInfo) -> tuple[Any, ...]:
    source = each.source
    return (
        programme,
        each.code,
        each.label,
        each.when,
        each.kind,
        each.value,
        each.unit,
        each.provenance,
        source.title if source else "",
        source.url if source else "",
        source.licence if source else "",
        each.note,
    )


def _service(programme: str, each: ServiceInfo) -> tuple[Any, ...]:
    return (
        programme,
        each.code,
        each.name,
        each.wave,
        each.opened_on,
        each.listed_on,
        each.closed_on,
        [area.code for area in each.areas],
        [area.short_name for area in each.areas],
        each.address,
        each.offers,
        each.longitude,
        each.latitude,
        each.provenance,
        each.provenance == "illustrative",
        each.source.title,
        each.source.url,
    )
