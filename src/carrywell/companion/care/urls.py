"""Care near her."""

from django.urls import path

from carrywell.companion.care import number_views, place_views, urgent, views

app_name = "care"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("from/", views.search_from, name="from"),
    path("from/forget/", views.forget_where, name="forget"),
    path("place/", place_views.place, name="place"),
    path("place/keep/", place_views.keep_place, name="keep"),
    path("mine/", place_views.mine, name="mine"),
    path("mine/<int:pk>/", place_views.kept_place, name="kept"),
    path("mine/<int:pk>/unit/", place_views.unit, name="unit"),
    path("mine/<int:pk>/remove/", place_views.remove, name="remove"),
    path("urgent/", urgent.urgent, name="urgent"),
    path("numbers/", number_views.numbers, name="numbers"),
]
