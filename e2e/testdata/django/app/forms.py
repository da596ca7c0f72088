"""Forms for items."""

from typing import ClassVar

from django import forms

from apps.APP.models import Item


class SearchForm(forms.Form):
    """What readers look for."""

    q = forms.CharField(label="Search", required=False, max_length=100, widget=forms.SearchInput)


class ItemForm(forms.ModelForm[Item]):
    """What editors fill in."""

    class Meta:
        model = Item
        fields = ("title", "summary", "body", "published_at")
        widgets: ClassVar = {
            "published_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
        }
