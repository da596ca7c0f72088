from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "apps.catalog"
    verbose_name = "Catalog"
    # The URL name that the site's navigation links to; without it, the app is not listed there.
    navigation = "catalog:products"
