"""The application. create_app puts it together from what registry.py lists."""

from collections.abc import Mapping

from flask import Flask
from werkzeug.utils import import_string

from . import config
from .registry import BLUEPRINTS, EXTENSIONS


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """Make an application. The settings win over the environment and the defaults."""
    app = Flask(__name__)
    config.load(app, settings or {})
    for name in EXTENSIONS:
        import_string(name).init_app(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_string(name))
    return app
