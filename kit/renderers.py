"""How forms are drawn: our field part, with Django's own widgets."""

from django.forms.renderers import TemplatesSetting


class PartsRenderer(TemplatesSetting):
    """`{{ form }}` gives error summary and fields; `{{ form.x.as_field_group }}` one field."""

    form_template_name = "parts/form.html"
    field_template_name = "parts/field.html"
