"""Django's settings. What differs between machines comes from the environment:

CARRYWELL_DATA      the folder that holds her data (default: the user's own data folder)
CARRYWELL_HOST      a further name under which the pages are reached
CARRYWELL_HTTPS     1 when a server in front speaks HTTPS, as in a clinic

On her own machine the pages are plain HTTP on the loopback address, which never leaves the computer.
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from carrywell.companion.computer_zone import name_of_the_zone
from carrywell.companion.data_folder import data_folder, secret_key

DATA = data_folder()
SECRET_KEY = secret_key(DATA)
DEBUG = False
HTTPS = os.environ.get("CARRYWELL_HTTPS") == "1"

_HOST = os.environ.get("CARRYWELL_HOST", "")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *([_HOST] if _HOST else [])]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "carrywell.companion",
    "carrywell.companion.people",
    "carrywell.companion.check",
    "carrywell.companion.relief",
    "carrywell.companion.body",
    "carrywell.companion.timer",
    "carrywell.companion.diary",
    "carrywell.companion.helps",
    "carrywell.companion.report",
    "carrywell.companion.care",
    "carrywell.companion.watch",
    "carrywell.companion.record",
]

MIDDLEWARE = [
    "carrywell.companion.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "carrywell.companion.today.TimeZoneMiddleware",
    "carrywell.companion.people.access.LocalAccountMiddleware",
    "carrywell.companion.safety.WordsMiddleware",
]

ROOT_URLCONF = "carrywell.companion.urls"
WSGI_APPLICATION = "carrywell.companion.wsgi.application"
CSRF_FAILURE_VIEW = "carrywell.companion.safety.form_expired"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "carrywell.companion.context.companion",
            ],
            "builtins": ["carrywell.companion.templatetags.companion"],
        },
    }
]

DATABASE_FILE = "carrywell.sqlite3"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / DATABASE_FILE,
        # what a page has acknowledged is on the disk, even when the power goes the moment after
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
        },
        "CONN_MAX_AGE": None,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "unlock"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# the server never learns that a browser was closed: for so long without use, what was for once lies here
SESSION_COOKIE_AGE = 24 * 3600
SESSION_COOKIE_NAME = "carrywell_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "carrywell_form"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True

SECURE_CONTENT_TYPE_NOSNIFF = True
# with "no-referrer" browsers send forms with the origin "null", which Django rightly refuses
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{_HOST}"] if _HOST else []
else:
    # these four ask for HTTPS, which does not exist on the loopback address
    SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("CARRYWELL_STATIC", DATA / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MAX_AGE = 365 * 24 * 3600

MEDIA_ROOT = DATA / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

USE_TZ = True
TIME_ZONE = name_of_the_zone()  # a browser may tell another; see `today`
USE_I18N = False
LANGUAGE_CODE = "en-gb"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"nothing_of_hers": {"()": "carrywell.companion.logs.NothingOfHers"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "nothing_of_hers"},
    },
    # what she writes never reaches a log: errors name the place in the code, not the data
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "carrywell": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
