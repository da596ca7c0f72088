"""The tests: fast, and nothing leaves the machine."""

from django.core.management.utils import get_random_secret_key

from config.env import check_env, database
from config.settings.base import *

SECRET_KEY = get_random_secret_key()
DATABASES = {"default": database(default="sqlite://:memory:")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

check_env()
