"""The start, corrections, the lock."""

from django.urls import path

from carrywell.companion.people import lock, views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("about-you/", views.about, name="about"),
    path("unlock/", lock.unlock, name="unlock"),
    path("leave/", lock.leave, name="leave"),
]
