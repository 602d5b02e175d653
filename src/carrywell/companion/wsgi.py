"""The application that the server runs."""

import gc
import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

from carrywell.companion.last_resort import always_answering
from carrywell.companion.running import stop_with_parent


def _settle_memory() -> None:
    """Loads the guideline and leaves it out of garbage collection for good.

    A full collection walks every object of it, which takes longer than making a page.
    """
    from carrywell.api import load_guideline

    with suppress(Exception):  # the pages themselves say that it cannot be read
        load_guideline()
    gc.collect()
    gc.freeze()


stop_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carrywell.companion.settings")
application = always_answering(get_wsgi_application())
_settle_memory()
