"""The addresses behind /enter/. Fixed words stand before those that take a programme and a period."""

from django.urls import path, register_converter

from programmes.views import (
    audit,
    checks,
    due,
    gaps,
    grid,
    history,
    people,
    periods,
    review,
    targets,
    turned,
    upload,
    upload_files,
)


class PeriodConverter:
    """A financial year or quarter, `2023-24` or `2023-24-Q4`, in an address."""

    regex = r"[0-9]{4}-[0-9]{2}(?:-Q[1-4])?"

    def to_python(self, value: str) -> str:
        """As it stands: whether there is such a period is asked of the calendar."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


class FormConverter:
    """The form of a file, in its address."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(PeriodConverter, "period")
register_converter(FormConverter, "form")

urlpatterns = [
    path("", due.due, name="enter"),
    # What others entered, the rules it met, and what became of each figure.
    path("review/", review.review, name="review"),
    path("review/<int:submission_id>/", review.review_one, name="review_one"),
    path("checks/", checks.checks, name="checks"),
    path("history/<slug:indicator>/<str:area>/<period:period>/", history.history, name="history"),
    path("periods/", periods.periods, name="periods"),
    path("periods/<slug:programme>/<period:period>/end", periods.reopening_end, name="reopening_end"),
    path("targets/", targets.targets, name="enter_targets"),
    path("targets/<slug:indicator>/", targets.targets_of, name="targets_of"),
    path("gaps/", gaps.gaps, name="enter_gaps"),
    path("gaps/<slug:indicator>/<slug:area_type>/", gaps.gap_of, name="gap_of"),
    # Figures sent in by file.
    path("upload/", upload.upload, name="upload"),
    path("upload/<int:upload_id>/", upload.upload_one, name="upload_one"),
    path("upload/<int:upload_id>/progress", upload.upload_progress, name="upload_progress"),
    path(
        "upload/<int:upload_id>/returned.<form:form>",
        upload_files.upload_returned,
        name="upload_returned",
    ),
    path(
        "upload/template/<slug:programme>.<form:form>", upload_files.upload_template, name="upload_template"
    ),
    # Who may do what, and who did what.
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<int:user_id>/", people.person, name="person"),
    path("people/<int:user_id>/address/", people.person_address, name="person_address"),
    path("people/<int:user_id>/give/", people.grant_give, name="grant_give"),
    path("people/<int:user_id>/take/<int:grant_id>/", people.grant_take, name="grant_take"),
    path("people/<int:user_id>/close/", people.person_close, name="person_close"),
    path("people/<int:user_id>/reopen/", people.person_reopen, name="person_reopen"),
    path("audit/", audit.audit, name="audit"),
    # One indicator, quarters across; its area is in the query.
    path("<slug:programme>/by-quarter/<slug:indicator>/", turned.turned, name="turned"),
    # One grid; its area is in the query.
    path("<slug:programme>/<period:period>/", grid.grid, name="grid"),
    path("<slug:programme>/<period:period>/cell", grid.cell, name="grid_cell"),
    path("<slug:programme>/<period:period>/submit", grid.submit, name="grid_submit"),
    path("<slug:programme>/<period:period>/withdraw", grid.withdraw, name="grid_withdraw"),
]
