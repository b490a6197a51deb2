"""The addresses behind /enter/. Fixed words stand before those that take a programme and a period."""

from django.urls import path

from programmes.views import audit, people

urlpatterns = [
    # Who may do what, and who did what.
    path("people/", people.people, name="people"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<int:user_id>/", people.person, name="person"),
    path("people/<int:user_id>/give/", people.grant_give, name="grant_give"),
    path("people/<int:user_id>/take/<int:grant_id>/", people.grant_take, name="grant_take"),
    path("people/<int:user_id>/close/", people.person_close, name="person_close"),
    path("people/<int:user_id>/reopen/", people.person_reopen, name="person_reopen"),
    path("audit/", audit.audit, name="audit"),
]
