"""Pages: everybody reads, those with the permission write."""

from typing import override

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.messages.views import SuccessMessageMixin
from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import CreateView, DeleteView, DetailView, ListView, UpdateView

from apps.APP.forms import ItemForm, SearchForm
from apps.APP.models import Item


class ItemListView(ListView[Item]):
    """The newest first; drafts on top, for those who write. `?q=` searches."""

    paginate_by = 12

    @cached_property
    def search(self) -> SearchForm:
        """Fill in the form as the address says."""
        return SearchForm(self.request.GET)

    @override
    def get_queryset(self) -> QuerySet[Item]:
        items = Item.objects.visible_to(self.request.user)
        if self.search.is_valid():
            items = items.containing(self.search.cleaned_data["q"])
        return items


class ItemDetailView(DetailView[Item]):
    """One item."""

    @override
    def get_queryset(self) -> QuerySet[Item]:
        return Item.objects.visible_to(self.request.user)


class ItemCreateView(
    PermissionRequiredMixin, SuccessMessageMixin[ItemForm], CreateView[Item, ItemForm]
):
    """A form for a new item."""

    model = Item
    form_class = ItemForm
    permission_required = "APP.add_item"
    success_message = "%(title)s was added."


class ItemUpdateView(
    PermissionRequiredMixin, SuccessMessageMixin[ItemForm], UpdateView[Item, ItemForm]
):
    """The same form for an item that is there."""

    model = Item
    form_class = ItemForm
    permission_required = "APP.change_item"
    success_message = "%(title)s was saved."


class ItemDeleteView(PermissionRequiredMixin, SuccessMessageMixin[Form], DeleteView[Item, Form]):
    """Asks before an item is gone."""

    model = Item
    permission_required = "APP.delete_item"
    success_url = reverse_lazy("APP:list")
    success_message = "The item was deleted."
