from django.contrib.admin.apps import AdminConfig


class AssociationAdminConfig(AdminConfig):
    default_site = "association.admin.AssociationAdminSite"
