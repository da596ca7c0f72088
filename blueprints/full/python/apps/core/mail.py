from typing import override

from django.core.mail import EmailMessage
from django.core.mail.backends import console


class ReadableConsole(console.EmailBackend):
    """Print emails as people read them; the transfer encoding would break long links apart."""

    @override
    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(f"Subject: {message.subject}\n")
        self.stream.write(f"From: {message.from_email}\n")
        self.stream.write(f"To: {', '.join(message.to)}\n")
        self.stream.write(f"\n{message.body}\n{'-' * 79}\n")
