"""The root map: health, administration, accounts, API, and the doors of the two apps."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from dashboards.api import api
from dashboards.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("accounts/", include("rollout.accounts.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("enter/", include("programmes.urls")),
    path("api/v1/", api.urls),
    path("", include("dashboards.urls")),
]

handler400 = "rollout.errors.bad_request"
handler500 = "rollout.errors.server_error"
