from io import StringIO

from django.core.mail import EmailMessage

from apps.core.mail import ReadableConsole


def test_long_links_are_not_broken() -> None:
    stream = StringIO()
    link = f"https://example.com/{'x' * 200}"

    message = EmailMessage("Hello", link, to=["ada@example.com"])
    ReadableConsole(stream=stream).send_messages([message])

    assert "Subject: Hello" in stream.getvalue()
    assert "To: ada@example.com" in stream.getvalue()
    assert f"\n{link}\n" in stream.getvalue()
