"""Every address. Each feature has its own."""

from django.urls import URLPattern, URLResolver, include, path

from carrywell.companion.people import views as people

urlpatterns: list[URLPattern | URLResolver] = [
    path("", people.today, name="today"),
    path("", include("carrywell.companion.people.urls")),
    path("check/", include("carrywell.companion.check.urls")),
    path("relief/", include("carrywell.companion.relief.urls")),
    path("body/", include("carrywell.companion.body.urls")),
    path("timer/", include("carrywell.companion.timer.urls")),
    path("diary/", include("carrywell.companion.diary.urls")),
    path("what-helps/", include("carrywell.companion.helps.urls")),
    path("report/", include("carrywell.companion.report.urls")),
    path("care/", include("carrywell.companion.care.urls")),
    path("data/", include("carrywell.companion.record.urls")),
]

handler400 = "carrywell.companion.safety.bad_request"
handler403 = "carrywell.companion.safety.refused"
handler404 = "carrywell.companion.safety.not_found"
handler500 = "carrywell.companion.safety.server_error"
