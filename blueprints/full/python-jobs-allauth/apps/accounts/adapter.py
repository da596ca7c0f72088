from typing import TYPE_CHECKING, Any, cast, override

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.contrib.sites.shortcuts import get_current_site

from apps.accounts.tasks import send_email

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives


class AccountAdapter(DefaultAccountAdapter):
    """Send emails in a task."""

    @override
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = {"request": current.request, "current_site": get_current_site(current.request)}
        written = self.render_mail(template_prefix, email, site | {"email": email} | context)
        message = cast("EmailMultiAlternatives", written)
        html = [str(content) for content, _ in message.alternatives]
        send_email.delay(
            str(message.subject), str(message.body), message.from_email, message.to, *html
        )
