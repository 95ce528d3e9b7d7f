"""A file of so many people as another product exports it, for the import's benchmark."""

HEADER = (
    "User ID,First name,Last name,Email,Phone,Organization,Archived,Subscribed to emails,"
    "Membership level,Member since,Renewal due,Shoe size\r\n"
)


def people_file(rows: int) -> bytes:
    """CSV; every tenth wants no letters."""
    lines = [
        f"{n},Import{n},Tester{n % 977},import{n}@bench.example,+49 30 {n},Works {n % 500},no,"
        f"{'yes' if n % 10 else 'no'},Bench {n % 3},2015-03-0{1 + n % 9},2030-12-31,{n % 50}\r\n"
        for n in range(rows)
    ]
    return (HEADER + "".join(lines)).encode()
