"""What becomes of this package's own columns when two people become one."""

from django.db.models import Q

from members.merging import Stay, register, repoint


def register_own() -> None:
    """Every column of this package that names a person."""
    repoint("members.Email", "person")
    repoint("members.Visibility", "person", once=("field",))
    repoint("members.Portrait", "person", every=True)
    repoint("members.Link", "person", once=("url",))
    repoint("members.Retention", "person", every=True)
    repoint("members.Retention", "kept_by")
    repoint("members.Relay", "sender", apart=("recipient",))
    repoint("members.Relay", "recipient", apart=("sender",))
    repoint("members.ExportedPerson", "person", once=("export",))
    repoint("members.Membership", "person", "basis_by")
    repoint("members.Payment", "person", "recorded_by")
    repoint("members.Payer", "person", once=("name",))
    repoint("members.BankShare", "person", once=("line",))
    repoint("members.BankClaim", "person")
    repoint("members.BankColumns", "saved_by")
    repoint("members.Statement", "uploaded_by", "posted_by", "undone_by")
    repoint("members.StatementJob", "asked_by")
    repoint("members.Checkout", "person")
    repoint("members.ImportBatch", "imported_by", "undone_by")
    repoint("members.ImportColumns", "saved_by")
    repoint("members.Upload", "uploaded_by", "asked_by")
    repoint("members.Application", "person", "decided_by")
    repoint("members.WelcomePromise", "person", once=("kind",))
    repoint("members.WelcomePromise", "owner", "settled_by")
    repoint("members.LetterHold", "person", live=Q(lifted_at=None), every=True)
    repoint("members.LetterHold", "held_by", "lifted_by")
    repoint("members.LetterSkip", "skipped_by")
    repoint("members.ErasedPerson", "person", every=True)
    repoint("members.ErasedPerson", "erased_by")
    repoint("members.Death", "person", live=Q(voided_on=None), every=True)
    repoint("members.Death", "recorded_by", "voided_by")
    repoint("members.Announcement", "signer", "queued_by", "cancelled_by")
    repoint("members.Sponsor", "person", every=True, apart=("sponsor",))
    repoint("members.Sponsor", "sponsor", apart=("person",))
    repoint("members.Sponsor", "named_by")
    repoint("members.CallNote", "person", once=("reason",))
    repoint("members.CallNote", "owner", "noted_by")
    repoint("members.Person", "mail_via", apart=("pk",))
    repoint("members.Person", "merged_into")
    repoint("members.NotTheSame", "said_by")
    repoint("members.Merge", "merged_by", "undone_by")
    for column in ("Merge.winner", "Merge.loser", "NotTheSame.first", "NotTheSame.second",
                   "ImportedPerson.person"):  # fmt: skip
        register(f"members.{column}", Stay())
