"""The entry grid turned to quarters across, for national administrators. Each cell is saved in its quarter's grid."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from programmes.entry_results import GridRow
from programmes.models import Indicator, User
from programmes.permissions import check_can_administer
from programmes.queries import turned as queries
from programmes.queries.layout import NoSuchGrid
from programmes.queries.turned import Quarter, TurnedGrid
from programmes.sentences import counted
from programmes.snapshot import one_moment
from programmes.views import cells
from programmes.views.cells import Desk, FormCell
from programmes.views.grid import MARKERS

Saved = tuple[list[cells.CellToSave], tuple[cells.Outcome, ...]]
"""What was typed into the cells of a quarter, and what became of each."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@one_moment()
def turned(request: HttpRequest, programme: str, indicator: str) -> HttpResponse:
    """One indicator by quarter; posted, what was typed is saved, each cell in the grid of its own quarter."""
    check_can_administer(request.user)
    known = queries.indicators_by_quarter(programme)
    found = next((one for one in known if one.code == indicator), None)
    if found is None:
        raise Http404("There is no such indicator that is collected by the quarter.")
    area_code = request.GET.get("area", "").strip().upper()[:9]
    if not area_code:
        messages.info(request, "Choose the area whose figures you want to enter.")
        return redirect("enter")
    try:
        return _answer(request, found, known, area_code)
    except NoSuchGrid as refusal:
        return render(request, "programmes/no_grid.html", {"why": str(refusal)}, status=404)


def _answer(
    request: HttpRequest, indicator: Indicator, known: tuple[Indicator, ...], area_code: str
) -> HttpResponse:
    user, until = cast("User", request.user), request.GET.get("to", "")[:10]
    here = f"{reverse('turned', args=[indicator.programme.code, indicator.code])}?area={area_code}"
    shown = queries.turned(indicator, area_code, user, until=until)
    last = shown.quarters[-1].grid.period.code
    saved: dict[str, Saved] = {}
    if request.method == "POST":
        saved = {
            quarter.place.period.code: cells.save_posted(
                request.POST, quarter.grid, quarter.place, user, _desk(quarter, user)
            )
            for quarter in shown.quarters
        }
        count = sum(len(saves) for saves, _ in saved.values())
        outcomes = [outcome for _, each in saved.values() for outcome in each]
        if not any(isinstance(outcome, Exception) for outcome in outcomes):
            messages.success(
                request, f"Saved: {counted(count, 'figure')}." if count else "Nothing was changed."
            )
            return redirect(f"{here}&to={last}" if until else here)
        shown = queries.turned(indicator, area_code, user, until=until)
    others = [(one.code, one.short_name) for one in known if one.pk != indicator.pk]
    context: dict[str, Any] = {
        **_shown(shown, saved, user),
        "others": others,
        "latest": here if until else "",
        "here": f"{here}&to={last}" if until else here,
        "query": f"?area={area_code}",
        "back": f"{reverse('grid', args=[indicator.programme.code, last])}?area={area_code}",
        "back_words": f"Turn back: all indicators of {shown.columns[-1].indicator.short_name}",
    }
    return render(request, "programmes/turned.html", context, status=422 if saved else 200)


def _shown(shown: TurnedGrid, saved: dict[str, Saved], user: User) -> dict[str, Any]:
    """What the page needs of the cells: rows by area, what could not be saved, and what rules say."""
    by_quarter: list[dict[str, FormCell | None]] = []
    problems = []
    for quarter in shown.quarters:
        desk = _desk(quarter, user)
        saves, outcomes = saved.get(desk.period, ([], ()))
        rows = cells.form_rows(quarter.grid, saves, outcomes, desk)
        by_quarter.append({row.area.code: row_cells[0] for row, row_cells in rows})
        if quarter.grid.may_edit:
            problems += cells.problem_links(quarter.grid, desk)
    form_rows: list[tuple[GridRow, list[FormCell | None]]] = [
        (row, [held.get(row.area.code) for held in by_quarter]) for row in shown.rows
    ]
    unsaved = [each for _, row in form_rows for each in row if each is not None and each.refusals]
    return {
        "grid": shown,
        "quarters": [quarter.grid for quarter in shown.quarters],
        "rows": form_rows,
        "unsaved": unsaved,
        "saved_count": sum(len(saves) for saves, _ in saved.values()) - len(unsaved),
        "problems": problems,
        "markers": MARKERS,
        "marks": cells.MARKS,
    }


def _desk(quarter: Quarter, user: User) -> Desk:
    place = quarter.place
    programme, period = place.programme.code, place.period.code
    return Desk(
        period=period,
        saves_at=f"{reverse('grid_cell', args=[programme, period])}?area={place.area_code}",
        kept_as=f"rollout-entry {user.pk} {programme} {period} {place.area_code}",
    )
