"""For load balancers and whoever watches."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from association.queries import health


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers and no letter is stuck, else 503; the facts as JSON."""
    facts, is_well = health.report(timezone.now())
    return JsonResponse(facts, status=200 if is_well else 503)
