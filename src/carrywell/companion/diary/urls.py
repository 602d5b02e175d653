"""The addresses of this part."""

from django.urls import path

from carrywell.companion.diary import views

app_name = "diary"
urlpatterns = [path("", views.overview, name="overview")]
