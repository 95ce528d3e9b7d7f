"""What people wrote in Markdown, on a page."""

from django import template

from kit.prose import as_html

register = template.Library()
register.filter("markdown", as_html)
