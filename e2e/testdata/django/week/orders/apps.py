from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "apps.orders"
    verbose_name = "Orders"
    # The URL name that the site's navigation links to; without it, the app is not listed there.
    navigation = "orders:order"
