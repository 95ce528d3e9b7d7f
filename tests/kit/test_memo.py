from kit.memo import remembered, remembering

calls: list[int] = []


@remembered
def double(number: int) -> int:
    calls.append(number)
    return number * 2


def test_a_round_reads_each_thing_once():
    calls.clear()

    with remembering():
        answers = [double(1), double(2), double(1)]

    assert (answers, calls) == ([2, 4, 2], [1, 2])


def test_nothing_is_remembered_outside_a_round_or_in_the_next():
    calls.clear()

    double(1)
    for _ in range(2):
        with remembering():
            double(1)
    double(1)

    assert calls == [1, 1, 1, 1]
