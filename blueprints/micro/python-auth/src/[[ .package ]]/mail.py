"""Mail. EMAIL_URL names the server that takes it.

smtps://USER:PASSWORD@HOST       TLS from the start, port 465
smtp://USER:PASSWORD@HOST:587    STARTTLS, before the password is sent
smtp://localhost:25              a relay on this machine or network, without a password
console:                         no server: it is printed
"""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from functools import partial
from urllib.parse import unquote, urlsplit

import click
from flask import Response, after_this_request, current_app

logger = logging.getLogger(__name__)

SECONDS = 10  # to wait for the server


def send_after_response(to: str, subject: str, text: str) -> None:
    """Send a mail once the page is out, so that not even its time tells of it."""
    message = EmailMessage()
    message["From"] = current_app.config["EMAIL_FROM"]
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    send = partial(_try_to_send, current_app.config["EMAIL_URL"], message)

    @after_this_request
    def send_when_closed(response: Response) -> Response:
        response.call_on_close(send)
        return response


def send(email_url: str, message: EmailMessage) -> None:
    url = urlsplit(email_url)
    if url.scheme == "console":
        click.echo(f"{message['To']}: {message['Subject']}\n\n{message.get_content()}")
        return
    host = url.hostname or "localhost"
    tls = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(host, url.port or 465, timeout=SECONDS, context=tls)
        if url.scheme == "smtps"
        else smtplib.SMTP(host, url.port or 587, timeout=SECONDS)
    ) as server:
        if url.username:
            if url.scheme == "smtp":
                server.starttls(context=tls)
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _try_to_send(email_url: str, message: EmailMessage) -> None:
    try:
        send(email_url, message)
    except OSError:  # SMTPException is one, too
        logger.exception("A mail was not sent: %s", message["Subject"])
