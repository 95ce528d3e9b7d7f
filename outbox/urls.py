from django.urls import path

from outbox import views

urlpatterns = [
    path("mail/bounces/", views.bounces, name="mail-bounces"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
