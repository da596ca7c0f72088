"""Development: needs no variable to be set."""

from django.core.management.utils import get_random_secret_key

from config.env import SQLITE_URL, check_env, database, env
from config.settings.base import *

DEBUG = True
# `make run` puts one into .env; without, people are signed out whenever the server restarts.
SECRET_KEY = env.str("SECRET_KEY", "") or get_random_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

DATABASES = {"default": database(default=SQLITE_URL)}

# Email is printed where the server runs.
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}

check_env()
