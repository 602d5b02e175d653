"""The application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

from carrywell.companion.serve import stop_with

if parent := os.environ.get("CARRYWELL_PARENT"):
    stop_with(int(parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carrywell.companion.settings")
application = get_wsgi_application()
