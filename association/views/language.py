"""The language a stranger chooses, kept in a cookie."""

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

# Django's own way back: only to an address of this site. A GET would change what is shown.
choose_language = login_not_required(require_POST(set_language))
