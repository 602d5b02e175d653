"""The companion's settings for view tests: a data folder of their own, plain static files."""

import atexit
import os
import shutil
import tempfile

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's loop may run in the same thread
os.environ["CARRYWELL_DATA"] = tempfile.mkdtemp(prefix="carrywell-tests-")

from carrywell.companion.settings import *  # noqa: F403

atexit.register(shutil.rmtree, DATA, ignore_errors=True)  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow on purpose elsewhere
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
TIME_ZONE = "UTC"  # where no browser tells one, wherever the tests run
