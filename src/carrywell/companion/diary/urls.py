"""The addresses of this part."""

from datetime import date

from django.urls import path, re_path, register_converter

from carrywell.companion.diary import calendar, charts, clinic, reminder_views, views, week
from carrywell.companion.today import YEARS


class DayConverter:
    """A day in an address, such as 2026-11-23."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day. Raises `ValueError` for one that no calendar has, or that is far from her life."""
        on = date.fromisoformat(value)
        if on.year not in YEARS:
            raise ValueError(value)
        return on

    def to_url(self, value: date) -> str:
        """As it stands in an address."""
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "diary"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("go/", views.go, name="go"),
    path("pain/<int:pk>/", views.pain, name="pain"),
    path("week/", week.week, name="week"),
    path("week/<day:on>/", week.week, name="week_of"),
    path("week/<day:on>/delete/", week.delete_week, name="delete_week"),
    path("clinic/", clinic.clinic, name="clinic"),
    path("clinic/<int:pk>/", clinic.clinic_total, name="clinic_total"),
    path("clinic/<int:pk>/delete/", clinic.delete_total, name="delete_total"),
    path("reminders/", reminder_views.reminders, name="reminders"),
    path("reminders/address/", reminder_views.address, name="address"),
    path("reminders/reminders.ics", reminder_views.download, name="download"),
    path("reminders/<str:secret>.ics", reminder_views.feed, name="feed"),
    path("charts/", charts.charts, name="charts"),
    path("calendar/", calendar.this_month, name="calendar"),
    re_path(r"^calendar/(?P<year>\d{4})-(?P<month>\d{2})/$", calendar.calendar, name="calendar"),
    path("<day:on>/", views.day, name="day"),
    path("<day:on>/delete/", views.delete_day, name="delete_day"),
]
