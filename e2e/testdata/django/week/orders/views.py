from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import DetailView

from apps.accounts.http import AuthenticatedRequest
from apps.accounts.models import User
from apps.orders.forms import OrderForm
from apps.orders.models import Order


@login_required
def order(request: AuthenticatedRequest) -> HttpResponse:
    form = OrderForm(request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            order = Order.objects.create(user=request.user)
            order.lines.create(**form.cleaned_data)
        return redirect("orders:detail", order.pk)
    return render(request, "orders/order.html", {"form": form, "orders": orders_of(request.user)})


def orders_of(user: User) -> list[Order]:
    return list(user.orders.all())


class OrderView(LoginRequiredMixin, DetailView[Order]):
    request: AuthenticatedRequest

    def get_queryset(self) -> QuerySet[Order]:
        return self.request.user.orders.all()
