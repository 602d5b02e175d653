"""."""

from django.urls import path
from django.http import HttpResponse

app_name = "record"
urlpatterns = [path("", lambda request: HttpResponse("soon"), name="overview")]
