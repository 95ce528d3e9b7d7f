"""The archive as an Atom feed (RFC 4287): public meetings that took place, newest first."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.models import Meeting
from events.queries import archive as queries
from outbox.queries import letterhead

NEWEST = 50


class ArchiveFeed(Feed):
    """What anybody may see, whoever asks: the same bytes for all."""

    feed_type = Atom1Feed

    def link(self) -> str:
        """The archive itself."""
        return reverse("archive")

    def title(self) -> str:
        """The association's name."""
        head = letterhead()
        return _("%(name)s: archive") % {"name": head.name} if head else _("Archive")

    def items(self) -> Any:
        """The newest meetings that took place."""
        past = queries.past(AnonymousUser(), timezone.now())
        return queries.with_programme(past)[:NEWEST]

    def item_title(self, item: Any) -> str:
        """What it was about."""
        return item.topic or item.title

    def item_description(self, item: Any) -> str:
        """Who spoke about what, and the summary."""
        rows = [*(one for talk in item.talks.all() for one in talk.speakings.all())]
        names = [row.printed_name for row in [*rows, *item.other_speakers]]
        return "\n".join(filter(None, [", ".join(names), item.summary]))

    def item_pubdate(self, item: Meeting) -> Any:
        """When it took place."""
        return item.starts_at

    def item_updateddate(self, item: Meeting) -> Any:
        """When it was closed, else over."""
        return item.closed_at or item.ends_at


FEED = ArchiveFeed()


@login_not_required
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The feed."""
    return FEED(request)
