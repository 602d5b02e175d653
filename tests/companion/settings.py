"""The companion's settings for view tests: a data folder of their own, plain static files."""

import os
import tempfile

os.environ["CARRYWELL_DATA"] = tempfile.mkdtemp(prefix="carrywell-tests-")

from carrywell.companion.settings import *  # noqa: E402, F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow on purpose elsewhere
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
