"""The pages: nouns, hyphens, a stable address for every view of the data. Names are those of the views."""

from django.urls import include, path

from dashboards.views import (
    area,
    areas,
    compare,
    completeness,
    methods,
    overview,
    pack,
    programme,
    provenance,
    status,
    target_file,
    targets,
)
from dashboards.views import map as maps

urlpatterns = [
    path("", include("dashboards.news_urls")),
    path("", overview.overview, name="overview"),
    path("programmes/", programme.programmes, name="programmes"),
    path("programmes/<slug:programme>/", programme.programme, name="programme"),
    path("areas/", areas.areas, name="areas"),
    path("areas/<code>/", area.area, name="area"),
    path("areas/<code>/pack/", pack.pack, name="pack"),
    path("areas/<code>/pack/make", pack.make_pack, name="make_pack"),
    path("areas/<code>/<slug:programme>/", area.area_programme, name="area_programme"),
    path("map/", maps.map_page, name="map"),
    path("map/frames/", maps.map_frames, name="map_frames"),
    path("compare/", compare.compare, name="compare"),
    path("targets/", targets.targets, name="targets"),
    path("targets/file/", target_file.target_file, name="target_file"),
    path("completeness/", completeness.completeness, name="completeness"),
    path("data/", include("dashboards.data_urls")),
    path("methods/", methods.methods, name="methods"),
    path("methods/<slug:indicator>/", methods.method, name="method"),
    path("provenance/<slug:indicator>/<area>/<period>/", provenance.provenance, name="provenance"),
    path("status/", status.status, name="status"),
]
