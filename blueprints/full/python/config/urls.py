"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

from config.health import livez, readyz
from config.registry import APPS

handler500 = "config.errors.server_error"

admin.site.site_header = admin.site.site_title = settings.PROJECT_NAME

urlpatterns = [
    path("", TemplateView.as_view(template_name="home.html"), name="home"),
    path("admin/", admin.site.urls),
    path("accounts/", include("apps.accounts.urls")),
    path("api/", include("config.api")),
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    *(path(f"{name}/", include(f"apps.{name}.urls")) for name in APPS),
]
