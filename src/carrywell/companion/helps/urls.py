"""The addresses of this part."""

from django.urls import path

from carrywell.companion.helps import views

app_name = "helps"
urlpatterns = [path("", views.overview, name="overview")]
