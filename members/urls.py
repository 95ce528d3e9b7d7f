"""Addresses of people and memberships."""

from django.urls import path

from members.views import applications, bank, cards, directory, dues, join, me, papers, renew

urlpatterns = [
    path("members/", directory.directory, name="directory"),
    path("members/<uuid:uid>/", directory.person, name="person"),
    path("me/", me.me, name="me"),
    path("me/profile/", me.profile, name="me-profile"),
    path("me/privacy/", me.privacy, name="me-privacy"),
    path("me/membership/", me.membership, name="me-membership"),
    path("me/letters/", me.letters, name="me-letters"),
    path("renew/<str:token>/", renew.renew, name="renew"),
    path("renew/<str:token>/tell/", renew.tell, name="renew-tell"),
    path("renew/<str:token>/card/", cards.pay, name="renew-card"),
    path("payments/card/", cards.webhook, name="card-webhook"),
    path("renew/<str:token>/between/", renew.between, name="renew-between"),
    path("renew/<str:token>/leave/", renew.leave, name="renew-leave"),
    path("join/", join.join, name="join"),
    path("join/sent/", join.sent, name="join-sent"),
    path("join/<str:token>/", join.link, name="join-link"),
    path("join/<str:token>/withdraw/", join.withdraw, name="join-withdraw"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<uuid:uid>/approve/", applications.approve, name="application-approve"),
    path("applications/<uuid:uid>/decline/", applications.decline, name="application-decline"),
    path("applications/<uuid:uid>/reopen/", applications.reopen, name="application-reopen"),
    path("applications/<uuid:uid>/withdraw/", applications.withdraw, name="application-withdraw"),
    path("applications/<uuid:uid>/waive/", applications.waive, name="application-waive"),
    path("dues/", dues.dues, name="dues"),
    path("dues/bank/", bank.bank, name="bank"),
    path("dues/bank/<int:pk>/", bank.statement, name="bank-statement"),
    path("dues/bank/<int:pk>/columns/", bank.columns, name="bank-columns"),
    path("dues/bank/<int:pk>/post/", bank.post, name="bank-post"),
    path("dues/bank/<int:pk>/undo/", bank.undo, name="bank-undo"),
    path("dues/payments/<int:pk>/receipt.pdf", papers.receipt, name="receipt"),
    path("dues/<uuid:uid>/letter.pdf", papers.dues_letter, name="dues-letter"),
    path("me/payments/<int:pk>/receipt.pdf", papers.my_receipt, name="my-receipt"),
    path("me/dues.pdf", papers.my_dues_letter, name="my-dues-letter"),
    path("dues/<uuid:uid>/", dues.record_payment, name="record-payment"),
    path("dues/payments/<int:pk>/reverse/", dues.reverse_payment, name="reverse-payment"),
]
