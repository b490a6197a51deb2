"""Readers keep what they read by the data version: a load that changes a sentence must raise it."""

from pathlib import Path

import pytest
from django.conf import settings

from programmes.actions import reference
from programmes.models import DataVersion, Source

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_load_raises_the_data_version_when_it_changes_something_and_only_then():
    fixtures = Path(settings.BASE_DIR) / "fixtures"
    reference.load(fixtures, by="test")
    first = DataVersion.objects.get().version

    reference.load(fixtures, by="test")
    unchanged = DataVersion.objects.get().version
    Source.objects.filter(slug=Source.objects.first().slug).update(note="An older sentence.")
    reference.load(fixtures, by="test")

    assert first > 0
    assert unchanged == first
    assert DataVersion.objects.get().version == first + 1
