"""Production: every secret and address comes from the environment."""

import logging

from environs import validate

from config.env import check_env, database, env
from config.logging import logging_config
from config.settings.base import *

given = validate.Length(min=1)

SECRET_KEY = env.str("SECRET_KEY", validate=given)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", validate=given)

DATABASES = {"default": database()}

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", validate=given)
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env.str("EMAIL_HOST", validate=given),
            "port": env.int("EMAIL_PORT", 587),
            "username": env.str("EMAIL_USER", ""),
            "password": env.str("EMAIL_PASSWORD", ""),
            "use_tls": env.bool("EMAIL_TLS", default=True),
            "timeout": 10,
        },
    },
}

# WhiteNoise serves what `collectstatic` gathered. Static files get the hash of their content in
# their name, so that browsers keep them for ever.
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware"),
    "whitenoise.middleware.WhiteNoiseMiddleware",
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# HTTPS only. Gunicorn takes the scheme from a proxy in FORWARDED_ALLOW_IPS (127.0.0.1).
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

LOGGING = logging_config(json=True, level=env.log_level("LOG_LEVEL", logging.INFO))

check_env()
