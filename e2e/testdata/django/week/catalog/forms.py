from django import forms

from apps.catalog.models import Product


class ProductForm(forms.ModelForm[Product]):
    class Meta:
        model = Product
        fields = ["category", "tags", "name", "slug", "price", "image"]
