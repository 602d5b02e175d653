"""Days of Ana's diary, in words; and the form of a day as a browser sends it."""

import re
from datetime import date, timedelta
from html import unescape

from django.urls import reverse

DIARY = "/diary/"


def today():
    return date.today()  # noqa: DTZ011 - the pages read the same clock


def ago(days):
    return today() - timedelta(days=days)


def address(on):
    return reverse("diary:day", args=[on])


def send(client, on=None, **fields):
    """Sends fields alone, as a form that showed nothing before."""
    return client.post(address(on or today()), fields)


def form_on(client, path=DIARY):
    """Every field of the page as the browser would send it back."""
    page = client.get(path).content.decode()
    return fields_of(page)


def fields_of(page):
    """The fields of the first form of a page: hidden ones, texts, and what is chosen."""
    form = page[page.index('<form method="post"') : page.index("</form>")]
    fields = {}
    for tag in re.findall(r"<input [^>]*>", form):
        kind, name, value = (_attribute(tag, one) for one in ("type", "name", "value"))
        if kind in ("radio", "checkbox"):
            if " checked" in tag:
                fields.setdefault(name, []).append(value)
        elif name and name != "csrfmiddlewaretoken":
            fields[name] = value
    for name, text in re.findall(
        r'<textarea [^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        fields[name] = unescape(text)
    return fields


def _attribute(tag, name):
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def read(answer):
    return unescape(answer.content.decode())
