"""The list of what is due."""


def test_editor_sees_what_is_due_of_them(office):
    page = office.client().get("/enter/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "Overdue" in text
    assert "/enter/ips/2023-24-Q4/?area=QB1" in text
    assert "?area=QA1" not in text


def test_reader_is_told_why_there_is_nothing(office):
    assert office.client("reader").get("/enter/").status_code == 403


def test_approver_is_led_to_what_waits(office):
    office.post("02D", numerator="41", page="submit")

    text = office.client("approver").get("/enter/").content.decode()

    assert "1 submission waits" in text


def test_nobody_is_led_to_what_they_typed_themselves(office):
    office.post("02D", numerator="41", page="submit")

    assert "submission waits" not in office.client().get("/enter/").content.decode()


def test_list_is_narrowed_by_area(office):
    text = office.client("admin").get("/enter/?area=QA1").content.decode()

    assert "?area=QA1" in text
    assert "?area=QB1" not in text


def test_navigation_opens_the_door_to_whom_it_opens(office, client):
    assert "Enter figures" in office.client().get("/enter/checks/").content.decode()
    assert "Enter figures" not in client.get("/completeness/").content.decode()
