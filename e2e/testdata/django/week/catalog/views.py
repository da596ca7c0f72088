from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import CreateView, DetailView, ListView

from apps.catalog.forms import ProductForm
from apps.catalog.models import Product


class ProductListView(ListView[Product]):
    queryset = Product.objects.select_related("category")
    paginate_by = 24


class ProductView(DetailView[Product]):
    model = Product


class ProductCreateView(PermissionRequiredMixin, CreateView[Product, ProductForm]):
    model = Product
    form_class = ProductForm
    permission_required = "catalog.add_product"
