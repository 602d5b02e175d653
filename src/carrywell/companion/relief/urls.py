"""Guided relief."""

from django.urls import path

from carrywell.companion.relief import later_views, more_views, session_views, start_views, views

app_name = "relief"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("history/", more_views.history, name="history"),
    path("today/", more_views.points, name="points"),
    path("active/", more_views.active, name="active"),
    path("active/<int:pk>/remove/", more_views.remove_activity, name="remove_activity"),
    path("choices/", more_views.choose, name="choose"),
    path("tens/strength/", more_views.charge, name="charge"),
    path("acupuncture/card/", more_views.card, name="card"),
    path("session/<int:pk>/", session_views.running, name="running"),
    path("session/<int:pk>/do/", session_views.act, name="act"),
    path("session/<int:pk>/stop/", session_views.stop, name="stop"),
    path("session/<int:pk>/after/", session_views.after, name="after"),
    path("session/<int:pk>/later/", later_views.later, name="later"),
    path("session/<int:pk>/done/", session_views.done, name="done"),
    path("<slug:name>/", views.treatment, name="treatment"),
    path("<slug:name>/start/", start_views.start, name="start"),
    path("<slug:name>/answer/", views.answer, name="answer"),
    path("<slug:name>/agree/", views.agree, name="agree"),
]
