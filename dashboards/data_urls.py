"""Addresses below /data/: releases, the dictionary, and files under their references."""

from django.urls import path

from dashboards.views import data, kept

urlpatterns = [
    path("", data.data, name="data"),
    path("dictionary.csv", data.dictionary, name="dictionary"),
    path("releases.atom", data.releases_feed, name="releases_feed"),
    path("releases/make", data.make_release, name="make_release"),
    path("releases/<int:number>/", data.release, name="release"),
    path("make/", kept.make_file, name="make_file"),
    path("mine/", kept.my_files, name="my_files"),
    path("<reference>/", kept.kept_file, name="kept_file"),
    path("<reference>/progress", kept.kept_progress, name="kept_progress"),
    path("<reference>/give-up", kept.give_up_file, name="give_up_file"),
    path("<reference>/<file_name>", kept.kept_bytes, name="kept_bytes"),
]
