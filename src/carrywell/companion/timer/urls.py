"""The addresses of this part."""

from django.urls import path

from carrywell.companion.timer import views

app_name = "timer"
urlpatterns = [path("", views.overview, name="overview")]
