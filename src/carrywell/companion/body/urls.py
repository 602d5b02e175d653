"""What my body is doing."""

from django.urls import path

from carrywell.companion.body import views

app_name = "body"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("answers/", views.answers, name="answers"),
    path("numbers/", views.numbers, name="numbers"),
    path("weight/", views.add, name="add"),
    path("weight/<int:pk>/", views.correct, name="correct"),
    path("weight/<int:pk>/delete/", views.delete, name="delete"),
    path("weights/delete/", views.delete_all, name="delete_all"),
]
