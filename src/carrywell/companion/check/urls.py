"""The check."""

from django.urls import path

from carrywell.companion.check import views

app_name = "check"
urlpatterns = [
    path("", views.begin, name="begin"),
    path("<int:pk>/", views.now, name="now"),
    path("<int:pk>/<int:place>/", views.screen, name="screen"),
    path("<int:pk>/<int:place>/keep/", views.keep, name="keep"),
    path("<int:pk>/answer/", views.answer, name="answer"),
]
