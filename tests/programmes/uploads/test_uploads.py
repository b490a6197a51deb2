"""A file from its coming in to its figures being observations, and everything that may go otherwise."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from programmes.actions import steps, submissions, upload_reading, uploads
from programmes.choices import Layer, SubmissionStatus, UploadState
from programmes.ingest import writing
from programmes.layers import reading
from programmes.models import Observation, StagedFigure, Submission, Upload, User
from tests.programmes.uploads.conftest import HEADING, counts, line, person, refused, table


def test_good_rows_go_ahead_and_bad_ones_come_back_with_reasons(world, send_in, editor, approver):
    submission = send_in(
        editor,
        table(
            line("01C", 120),
            line("02D", 50),
            line("01C", 7, indicator="share", denominator=5),
            line("01A", 3),
            line("01C", "twelve", period="2023-24-Q2"),
            line("01C", 9, period="2022-23-Q4"),
            line("01C"),
        ),
    )

    assert submission.upload.state == UploadState.READ
    assert counts(submission) == (1, 0, 0, 5)
    assert refused(submission) == [
        (3, "area_code", "not-yours"),
        (4, "numerator", "numerator-above-denominator"),
        (5, "area_code", "area-retired"),
        (6, "numerator", "not-a-number"),
        (7, "period", "period-closed"),
    ]
    messages = dict(submission.issues.values_list("row", "message"))
    assert messages[3].startswith("You may not enter figures of 02D (Area 02D).")
    assert "01C (Area 01C)" in messages[5]
    assert submission.upload.left_aside == {"rows left empty": 1}

    steps.submit(submission=submission, by=editor)
    recorded = steps.accept(submission=submission, by=approver)

    assert (recorded.new, recorded.changed) == (1, 0)
    assert Observation.objects.get().numerator == 120
    assert Submission.objects.get(pk=submission.pk).accepted_by == approver


def test_nothing_is_published_before_it_is_accepted(send_in, editor):
    steps.submit(submission=send_in(editor, table(line("01C", 120))), by=editor)

    assert not Observation.objects.exists()


def test_who_sent_a_file_cannot_accept_it_whatever_their_role(send_in, national):
    submission = send_in(national, table(line("01C", 120)))
    steps.submit(submission=submission, by=national)

    with pytest.raises(PermissionDenied, match="You worked on these figures"):
        steps.accept(submission=submission, by=national)


def test_the_same_file_twice_changes_nothing(send_in, editor, approver):
    content = table(line("01C", 120, note="Counted twice."))
    first = send_in(editor, content)
    assert send_in(editor, content).pk == first.pk
    steps.submit(submission=first, by=editor)
    assert send_in(editor, content).pk == first.pk
    steps.accept(submission=first, by=approver)

    again = send_in(editor, content)

    assert again.pk != first.pk
    assert counts(again) == (0, 0, 1, 0)
    with pytest.raises(uploads.NothingToSend):
        steps.submit(submission=again, by=editor)
    assert Observation.objects.count() == 1


def test_a_change_wants_a_reason_which_is_kept_with_it(world, send_in, editor, approver):
    world.observe(world.indicators["people"], world.area("01C", "sub_icb"), "2023-24-Q3", 100)
    submission = send_in(editor, table(line("01C", 104)))
    assert counts(submission) == (0, 1, 0, 0)

    with pytest.raises(uploads.ReasonWanted):
        steps.submit(submission=submission, by=editor)
    steps.submit(submission=submission, by=editor, reason="Late returns.")
    steps.accept(submission=submission, by=approver)

    latest = Observation.objects.order_by("-revision")[0]
    assert (latest.revision, latest.numerator, latest.revision_reason) == (2, 104, "Late returns.")


def test_a_figure_that_was_made_up_is_nothing_to_who_reports(world, send_in, editor, approver):
    world.observe(
        world.indicators["people"], world.area("01C", "sub_icb"), "2023-24-Q3", 100, layer="demonstration"
    )
    submission = send_in(editor, table(line("01C", 104)))

    steps.submit(submission=submission, by=editor)
    assert steps.accept(submission=submission, by=approver).new == 1

    assert [(row.layer, row.revision, row.numerator) for row in Observation.objects.order_by("pk")] == [
        ("demonstration", 1, 100), ("official", 1, 104),
    ]  # fmt: skip


def test_what_a_demonstration_account_sends_is_made_up_and_replaces_no_report(
    world, send_in, editor, approver
):
    User.objects.filter(pk=editor.pk).update(is_demonstration=True)
    world.observe(world.indicators["people"], world.area("01C", "sub_icb"), "2023-24-Q3", 100)
    submission = send_in(editor, table(line("01C", 104), line("01C", 90, period="2023-24-Q2")))
    assert (refused(submission), counts(submission)) == ([], (1, 1, 0, 0))

    with pytest.raises(uploads.ReasonWanted):
        steps.submit(submission=submission, by=editor)
    steps.submit(submission=submission, by=editor, reason="To show it.")
    steps.accept(submission=submission, by=approver)

    assert Observation.objects.get(period="2023-24-Q2").layer == "demonstration"
    of_quarter = Observation.objects.filter(period="2023-24-Q3")
    assert of_quarter.current().get().numerator == 100
    with reading(Layer.DEMONSTRATION):
        assert of_quarter.current().get().numerator == 104


def test_an_odd_figure_wants_a_note_which_is_published(world, send_in, editor):
    world.observe(world.indicators["people"], world.area("01C", "sub_icb"), "2023-24-Q2", 100)

    asked = send_in(editor, table(line("01C", 900)))
    answered = send_in(editor, table(line("01C", 900, note="Two services merged.")))

    assert refused(asked) == [(2, "numerator", "change-on-last-quarter")]
    assert "in the column note" in asked.issues.get().message
    assert counts(answered) == (1, 0, 0, 0)


def test_a_figure_is_compared_with_those_beside_it_in_the_file(send_in, editor):
    submission = send_in(editor, table(line(numerator=100, period="2023-24-Q2"), line(numerator=900)))

    assert refused(submission) == [(3, "numerator", "change-on-last-quarter")]


def test_somebody_elses_change_meanwhile_is_never_overwritten_unseen(world, send_in, editor, approver):
    people, area = world.indicators["people"], world.area("01C", "sub_icb")
    submission = send_in(editor, table(line("01C", 104)))
    steps.submit(submission=submission, by=editor)
    world.observe(people, area, "2023-24-Q3", 103)

    with pytest.raises(uploads.FiguresMoved, match="1 figure was changed"):
        steps.accept(submission=submission, by=approver)
    uploads.compare_again(submission=submission, by=approver)
    assert counts(submission)[:2] == (0, 1)
    steps.accept(submission=submission, by=approver, reason="The later return.")

    assert Observation.objects.order_by("-revision")[0].revision_reason == "The later return."


def test_what_stood_as_given_is_not_written_back_over_a_later_change(world, send_in, editor, approver):
    people, area = world.indicators["people"], world.area("01C", "sub_icb")
    world.observe(people, area, "2023-24-Q3", 100)
    submission = send_in(editor, table(line("01C", 100), line("01C", 90, period="2023-24-Q2")))
    steps.submit(submission=submission, by=editor)
    world.observe(people, area, "2023-24-Q3", 101, revision=2, revision_reason="Later.")

    steps.accept(submission=submission, by=approver)

    assert Observation.objects.filter(period="2023-24-Q3").order_by("-revision")[0].numerator == 101


def test_a_withdrawn_file_goes_nowhere(send_in, editor, approver):
    submission = send_in(editor, table(line("01C", 120)))

    with pytest.raises(PermissionDenied):
        steps.withdraw(submission=submission, by=approver)
    steps.withdraw(submission=submission, by=editor)

    with pytest.raises(submissions.SubmissionNotWaiting):
        steps.submit(submission=submission, by=editor)


def test_a_returned_file_says_why(send_in, editor, approver):
    submission = send_in(editor, table(line("01C", 120)))
    steps.submit(submission=submission, by=editor)

    steps.return_cells(submission=submission, by=approver, comment="The wrong quarter.")

    submission.refresh_from_db()
    assert submission.status == SubmissionStatus.RETURNED
    assert submission.events.last().comment == "The wrong quarter."


def test_an_approver_of_one_area_decides_on_no_file(send_in, editor):
    submission = send_in(editor, table(line("01C", 120)))
    steps.submit(submission=submission, by=editor)

    with pytest.raises(PermissionDenied):
        steps.accept(submission=submission, by=person("theirs", "approver", "QA1"))


@pytest.mark.parametrize(("role", "area"), [("", ""), ("reader", ""), ("analyst", ""), ("approver", "")])
def test_only_editors_send_files_in(world, role, area):
    with pytest.raises(PermissionDenied):
        uploads.receive(
            programme=world.programme, content=b"x", file_name="x.csv", by=person("somebody", role, area)
        )


def test_a_file_that_is_too_large_or_empty_is_not_taken_in(world, editor, settings):
    settings.UPLOAD_LARGEST_BYTES = 10

    for content in (b"", b"x" * 11):
        with pytest.raises(uploads.FileRefused):
            uploads.receive(programme=world.programme, content=content, file_name="x.csv", by=editor)
    assert not Submission.objects.filter(channel="upload").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2\n", "No row is a heading of any layout"),
        (b"\x00\x01\x02\x03" * 50, "no text holds"),
        (b"PK\x03\x04" + b"x" * 100, "archive"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old kind"),
    ],
)
def test_what_is_no_table_is_said_in_words(send_in, editor, content, said):
    upload = send_in(editor, content).upload

    assert upload.state == UploadState.FAILED
    assert said in upload.error


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\q3.xlsx", "q3.xlsx"),
        ("a\nb\u202e.csv", "ab.csv"),
        ("", "file"),
        ("x" * 400, "x" * 200),
    ],
)
def test_a_files_name_is_never_a_path(given, kept):
    assert uploads.bare_name(given) == kept


def test_reading_again_after_a_worker_was_lost_doubles_nothing(send_in, editor):
    submission = send_in(editor, table(line("01C", 120), line("02D", 1)))
    Upload.objects.update(state=UploadState.READING)

    upload_reading.read(upload_id=submission.pk)

    assert StagedFigure.objects.count() == 1
    assert submission.issues.count() == 1
    assert counts(submission) == (1, 0, 0, 1)


def test_a_file_that_kills_its_worker_is_given_up(send_in, editor):
    submission = send_in(editor, table(line("01C", 120)))
    Upload.objects.update(state=UploadState.READING, attempts=3)

    upload_reading.read(upload_id=submission.pk)

    assert Upload.objects.get().state == UploadState.FAILED


def test_a_bug_while_reading_is_told_in_words(send_in, editor, monkeypatch):
    monkeypatch.setattr(upload_reading.opening, "read", lambda *_: 1 / 0)

    upload = send_in(editor, table(line("01C", 120))).upload

    assert upload.state == UploadState.FAILED
    assert "Nothing was changed" in upload.error


def test_a_row_given_twice_and_rows_of_another_programme(world, send_in, editor):
    submission = send_in(
        editor, table(line(numerator=1), line(numerator=2), line(numerator=3, indicator="nothing"))
    )

    assert refused(submission) == [
        (3, "area_code", "given-twice"),
        (4, "indicator_code", "indicator-unknown"),
    ]


def test_codes_are_ods_or_gss_of_any_vintage(world, send_in, editor):
    from programmes.models import AreaCode

    area = world.area("01C", "sub_icb")
    AreaCode.objects.create(area=area, code="E38000099", valid_from=area.valid_from)

    assert counts(send_in(editor, table(line("E38000099", 12))))[0] == 1


def test_a_marker_stands_in_place_of_a_number(send_in, editor):
    submission = send_in(
        editor,
        table(
            line(marker="c"),
            line(numerator="*", period="2023-24-Q2"),
            line(numerator=4, marker="x", period="2023-24-Q1"),
        ),
    )

    assert list(StagedFigure.objects.order_by("row").values_list("numerator", "marker")) == [
        (None, "c"),
        (None, "c"),
    ]
    assert refused(submission) == [(4, "marker", "number-and-reason")]


def test_float_noise_is_read_as_the_person_sees_it_from_csv_and_from_a_workbook(world, send_in, editor):
    world.indicator("posts", kind="stock", unit="wte", decimals=1)
    quarters = ("2023-24-Q1", "2023-24-Q2", "2023-24-Q3")
    noisy = (7.1 + 0.2 + 0.1, 7.3000000000000007, 0.1 + 0.2)
    texts = [
        line("01C", repr(value), indicator="posts", period=q)
        for value, q in zip(noisy, quarters, strict=True)
    ]
    numbers = [
        line("01C", value, indicator="posts", period=q, note="Counted.")
        for value, q in zip(noisy, quarters, strict=True)
    ]
    book = writing.as_workbook(HEADING, numbers, sheet="Figures")

    for content in (table(*[[*row[:6], "Counted.", ""] for row in texts]), book):
        submission = send_in(editor, content)
        assert refused(submission) == []
        assert list(submission.upload.figures.order_by("row").values_list("numerator", flat=True)) == [
            Decimal("7.4"), Decimal("7.3"), Decimal("0.3"),
        ]  # fmt: skip


def test_a_period_is_read_however_the_file_writes_it(send_in, editor):
    writings = ("2023/2024 Q1", "Q2 2023-24", "202324 Q3", "2023–24 Quarter 4")
    submission = send_in(
        editor, table(*(line("01C", 120, period=each) for each in writings), line(period="Q4"))
    )
    asked = send_in(editor, table(line("01C", 120, period="Q4")))

    assert list(submission.upload.figures.order_by("row").values_list("period_id", flat=True)) == [
        "2023-24-Q1", "2023-24-Q2", "2023-24-Q3", "2023-24-Q4",
    ]  # fmt: skip
    assert "names no year: write the quarter as 2023-24-Q4" in asked.issues.get().message


@pytest.mark.parametrize("order", [1, -1])
def test_access_far_above_people_supported_is_asked_about_in_a_file_too(world, send_in, editor, order):
    people = world.indicators["people"]
    people.not_above = "share.denominator"
    people.save(update_fields=["not_above"])
    rows = [line("01C", 300), line("01C", 20, indicator="share", denominator=60)]

    asked = send_in(editor, table(*rows[::order]))
    answered = send_in(editor, table(line("01C", 300, note="Two teams closed."), rows[1]))

    assert [code for _, _, code in refused(asked)] == ["far-above-related"]
    assert counts(asked)[0] == 1
    assert refused(answered) == []


def test_access_far_above_people_supported_who_stand_already_is_asked_about(world, send_in, editor):
    people = world.indicators["people"]
    people.not_above = "share.denominator"
    people.save(update_fields=["not_above"])
    world.observe(world.indicators["share"], world.area("01C", "sub_icb"), "2023-24-Q3", 20, 60)

    assert refused(send_in(editor, table(line("01C", 300)))) == [(2, "numerator", "far-above-related")]


PERIOD_OF_TABLES = line()[2]


def test_columns_that_the_template_does_not_have_are_named(editor, send_in):
    heading = ["indicator_code", "area_code", "period", "numerator", "flag", "notes", "Number"]

    submission = send_in(
        editor, table(["people", "01C", PERIOD_OF_TABLES, "118", "e", "Why.", "99"], heading=heading)
    )

    (said,) = submission.upload.remarks
    assert "no such column: flag, notes, Number" in said
    assert "marker, note" in said


def test_a_control_character_inside_a_number_is_not_taken_out_of_it(editor, send_in):
    rows = [line("01C", "1\x0718"), line("02D", "1\x1f18")]

    submission = send_in(editor, table(*rows))

    assert {code for _, _, code in refused(submission)} == {"not-a-number"}
    assert submission.rows_new == 0
