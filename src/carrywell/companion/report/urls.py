"""The addresses of this part."""

from django.urls import path

from carrywell.companion.report import views

app_name = "report"
urlpatterns = [path("", views.overview, name="overview")]
