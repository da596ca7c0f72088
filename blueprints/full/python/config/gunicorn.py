"""The configuration of Gunicorn: `gunicorn --config config/gunicorn.py`."""

import logging

from environs import Env

from config.env import BASE_DIR
from config.logging import logging_config

env = Env()
env.read_env(env.path("ENV_FILE", BASE_DIR / ".env"), recurse=False)

wsgi_app = "config.wsgi:application"
bind = f"{env.str('HOST', '127.0.0.1')}:{env.int('PORT', 8000)}"
workers = env.int("WEB_CONCURRENCY", 2)
threads = env.int("WEB_THREADS", 4)
forwarded_allow_ips = env.str("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
# With invalid settings, fail once at startup instead of in every worker, again and again.
preload_app = True
control_socket_disable = True
logconfig_dict = logging_config(json=True, level=env.log_level("LOG_LEVEL", logging.INFO))
