"""The application that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

from carrywell.companion.last_resort import always_answering
from carrywell.companion.running import stop_with_parent

stop_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carrywell.companion.settings")
application = always_answering(get_wsgi_application())
