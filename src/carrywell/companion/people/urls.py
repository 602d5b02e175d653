"""The start, corrections, the lock."""

from django.urls import path

from carrywell.companion.people import end, lock, views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("about-you/", views.about, name="about"),
    path("unlock/", lock.unlock, name="unlock"),
    path("lock/", lock.lock, name="lock"),
    path("pin/", lock.pin, name="pin"),
    path("awake/", lock.awake, name="awake"),
    path("leave/", lock.leave, name="leave"),
    path("return/", lock.come_back, name="return"),
    path("end/", end.end, name="end"),
    path("end/undo/", end.undo, name="undo_end"),
]
