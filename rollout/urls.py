"""The root map: health, administration, accounts, API, and the doors of the two apps."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
]
if find_spec("dashboards") and find_spec("dashboards.views") and find_spec("dashboards.views.health"):
    from dashboards.views import health

    urlpatterns += [
        path("healthz", health.healthz, name="healthz"),
        path("readyz", health.readyz, name="readyz"),
    ]
if find_spec("dashboards") and find_spec("dashboards.api"):
    from dashboards.api import api

    urlpatterns.append(path("api/v1/", api.urls))
if find_spec("programmes.urls"):
    urlpatterns.append(path("enter/", include("programmes.urls")))
if find_spec("dashboards") and find_spec("dashboards.urls"):
    urlpatterns.append(path("", include("dashboards.urls")))
