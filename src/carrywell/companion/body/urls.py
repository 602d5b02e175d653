"""."""

from django.urls import path
from django.http import HttpResponse

app_name = "body"
urlpatterns = [path("", lambda request: HttpResponse("soon"), name="overview")]
