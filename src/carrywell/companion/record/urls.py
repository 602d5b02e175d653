"""Her data."""

from django.urls import path

from carrywell.companion.record import views

app_name = "record"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("copy/", views.export, name="export"),
    path("read-back/", views.read_back, name="import"),
    path("delete/", views.delete, name="delete"),
    path("safety/", views.safety, name="safety"),
    path("earlier/", views.earlier, name="earlier"),
    path("fact/<int:pk>/", views.change, name="change"),
    path("all/<slug:key>/", views.table, name="table"),
    path("all/<slug:key>/<int:pk>/remove/", views.remove, name="remove"),
]
