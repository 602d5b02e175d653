"""The addresses of the timer."""

from django.urls import path

from carrywell.companion.timer import correct_views, views

app_name = "timer"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("taps/", views.taps, name="taps"),
    path("now/", views.now, name="now"),
    path("tap/", views.tap, name="tap"),
    path("help/", views.help_page, name="help"),
    path("waters/back/", views.waters_back, name="waters_back"),
    path("add/", correct_views.add, name="add"),
    path("labour/", correct_views.labour, name="labour"),
    path("<int:pk>/", correct_views.correct, name="correct"),
    path("<int:pk>/delete/", correct_views.delete_one, name="delete"),
]
