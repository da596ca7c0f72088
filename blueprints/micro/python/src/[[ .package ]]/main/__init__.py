"""The site's main pages."""

from .routes import bp

__all__ = ["bp"]
