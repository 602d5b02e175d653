"""The addresses of this part."""

from django.urls import path

from carrywell.companion.report import views

app_name = "report"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("pdf/", views.pdf, name="pdf"),
    path("file/", views.file, name="file"),
    path("code/", views.code, name="code"),
]
