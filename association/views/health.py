"""For load balancers and whoever watches."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from association.queries import health
from association.queries import metrics as figures
from kit.requests import bears


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers and no letter is stuck, else 503; the facts as JSON."""
    facts, is_well = health.report(timezone.now())
    return JsonResponse(facts, status=200 if is_well else 503)


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' figures, for whoever sends METRICS_TOKEN; for nobody where none is set."""
    if not bears(request, settings.METRICS_TOKEN):
        return HttpResponse("Send Authorization: Bearer METRICS_TOKEN.", status=403)
    text, is_up = figures.text(timezone.now())
    return HttpResponse(text, content_type=figures.TYPE, status=200 if is_up else 503)
