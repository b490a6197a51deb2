"""Changing targets: a new version of a plan, with a reason. For national administrators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from programmes.actions import trajectories as actions
from programmes.actions.trajectories import Cell
from programmes.checks import typed
from programmes.checks.words import written
from programmes.choices import Unit
from programmes.forms import TargetsForm
from programmes.models import Indicator, Trajectory, User
from programmes.permissions import check_can_administer
from programmes.queries import trajectories as queries
from programmes.queries.trajectories import PlannedCell, PlannedRow, PlanTable
from programmes.results import AreaRef
from programmes.untrusted import quoted

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Field:
    """One figure on the page: what stands, what was typed instead, and what is wrong with that."""

    key: str
    label: str
    now: str
    typed: str
    problem: str
    may_change: bool


@never_cache
@require_safe
@login_required
def targets(request: HttpRequest) -> HttpResponse:
    """The plans that stand, to choose one."""
    check_can_administer(request.user)
    return render(request, "programmes/targets.html", {"plans": queries.plans()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def targets_of(request: HttpRequest, indicator: str) -> HttpResponse:
    """One plan, areas by years, with room for new figures; and every version of it."""
    check_can_administer(request.user)
    plan = _plan(indicator, request.GET.get("kind", ""))
    table = queries.table(plan)
    form = TargetsForm(request.POST if request.method == "POST" else None)
    said = _said(request, table)
    problems: Mapping[Cell, str] = {}
    seen, status = plan.version, 422 if form.is_bound else 200
    if form.is_bound:
        changes, problems = _read(said, plan.indicator)
        seen = form.data.get("version", "") if "version" not in form.errors else seen
        if form.is_valid() and not problems:
            try:
                made = _revise(plan, changes, form, cast("User", request.user))
            except actions.RevisionOvertaken as overtaken:
                # What was typed stays, beside the figures that stand now; pressed again, it is about those.
                form.add_error(None, str(overtaken))
                plan, status = overtaken.standing, 409
                seen = plan.version
                table = queries.table(plan)
            except actions.RevisionRefused as refusal:
                form.add_error(None, str(refusal))
                problems = refusal.problems
            else:
                messages.success(request, f"Version {made.version} stands. Results follow within seconds.")
                return redirect(f"{request.path}?kind={plan.kind}")
    rows = [
        (row.area, [_field(row, cell, plan.indicator, said, problems) for cell in row.cells])
        for row in table.rows
    ]
    context = {
        "plan": plan,
        "seen": seen,
        "indicator": plan.indicator,
        "form": form,
        "years": table.years,
        "rows": rows,
        "wrong": [field for _, fields in rows for field in fields if field.problem],
        "is_percent": _is_percent(plan.indicator),
        "versions": queries.versions(plan.indicator, plan.kind),
        "others": [
            each for each in queries.plans() if each.indicator_id == plan.indicator_id and each.pk != plan.pk
        ],
    }
    return render(request, "programmes/targets_of.html", context, status=status)


def _plan(indicator: str, kind: str) -> Trajectory:
    """The plan that stands for an indicator: of this kind, or the first."""
    found = [plan for plan in queries.plans() if plan.indicator.code == indicator and kind in ("", plan.kind)]
    if not found:
        raise Http404("There is no plan for such an indicator.")
    return found[0]


def _revise(plan: Trajectory, changes: Mapping[Cell, Decimal], form: TargetsForm, by: User) -> Trajectory:
    return actions.revise(
        indicator=plan.indicator,
        kind=plan.kind,
        changes=changes,
        reason=form.cleaned_data["reason"],
        source=form.cleaned_data["source"],
        seen_version=form.cleaned_data["version"],
        by=by,
    )


def _said(request: HttpRequest, table: PlanTable) -> dict[Cell, str]:
    """What was typed, where something was."""
    cells = {
        _place(cell): request.POST.get(_key(cell), "").strip() for row in table.rows for cell in row.cells
    }
    return {place: text for place, text in cells.items() if text}


def _read(said: Mapping[Cell, str], indicator: Indicator) -> tuple[dict[Cell, Decimal], dict[Cell, str]]:
    """The figures typed, as they are stored, and what is wrong with those that are none."""
    changes, problems = {}, {}
    for place, text in said.items():
        value = typed.number(text.removesuffix("%") if _is_percent(indicator) else text)
        if value is None:
            problems[place] = f"{quoted(text)} is not a number."
        elif not _is_percent(indicator):
            changes[place] = value
        elif value != round(value, 2):
            problems[place] = "A percentage has 2 decimals at most."
        else:
            changes[place] = value / HUNDRED
    return changes, problems


def _field(
    row: PlannedRow,
    cell: PlannedCell,
    indicator: Indicator,
    said: Mapping[Cell, str],
    problems: Mapping[Cell, str],
) -> Field:
    return Field(
        key=_key(cell),
        label=f"{_name(row.area)}, {cell.year.label}",
        now=_shown(cell.value, indicator),
        typed=said.get(_place(cell), ""),
        problem=problems.get(_place(cell), ""),
        may_change=cell.may_change,
    )


def _name(area: AreaRef) -> str:
    return f"{area.short_name} ({area.code})"


def _shown(value: Decimal | None, indicator: Indicator) -> str:
    if value is None:
        return "None"
    return f"{written(value * HUNDRED)}%" if _is_percent(indicator) else written(value)


def _is_percent(indicator: Indicator) -> bool:
    """Whether its figures are stored as parts of one and read as percentages."""
    return indicator.unit == Unit.PERCENT


def _place(cell: PlannedCell) -> Cell:
    return cell.area_id, cell.year.code


def _key(cell: PlannedCell) -> str:
    return f"target.{cell.area_id}.{cell.year.code}"
