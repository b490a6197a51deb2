"""Addresses of news, and of who hears of it. Before those of areas, where `news` could be a programme."""

from django.urls import path

from dashboards.views import subscriptions

urlpatterns = [
    path("areas/<code>/news/", subscriptions.area_news, name="area_news"),
    path("areas/<code>/news.atom", subscriptions.area_feed, name="area_feed"),
    path("programmes/<slug:programme>/news/", subscriptions.programme_news, name="programme_news"),
    path("programmes/<slug:programme>/news.atom", subscriptions.programme_feed, name="programme_feed"),
    path("subscriptions/", subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/follow/", subscriptions.follow, name="follow"),
    path("subscriptions/<int:subscription_id>/leave/", subscriptions.leave, name="leave"),
    path("subscriptions/leave/<token>/", subscriptions.leave_by_letter, name="leave_by_letter"),
]
