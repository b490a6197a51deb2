"""A handful of areas with the traps of the real ones, and what readers are told of them."""

from datetime import date

from programmes.area_history import AreaHistory, AreaVersion, GssCode, Succession
from programmes.ingest.checks import check
from programmes.ingest.formats import LAYOUTS
from programmes.ingest.opening import Limits, read
from programmes.ingest.rows import Known
from programmes.periods import Period
from tests.indicators import an_indicator

APRIL_2017, APRIL_2018, TURN = date(2017, 4, 1), date(2018, 4, 1), date(2022, 7, 1)
BEFORE_2018, BEFORE_TURN = date(2018, 3, 31), date(2022, 6, 30)

ENGLAND, NORTH, STP, STP_IN_PRINT, BOARD, GROUP, LOCATION, GONE, HEIR = range(1, 10)


def a_version(pk, code, area_type, name, valid_from, valid_to, *gss_codes):
    """One version of an area, with its GSS codes."""
    return AreaVersion(
        pk=pk, code=code, area_type=area_type, name=name, short_name=name, valid_from=valid_from, valid_to=valid_to,
        gss_codes=tuple(GssCode(gss, valid_from, valid_to) for gss in gss_codes),
    )  # fmt: skip


AREAS = AreaHistory(
    [
        a_version(ENGLAND, "ENG", "england", "England", APRIL_2017, None, "E92000001"),
        a_version(NORTH, "Y63", "region", "North East and Yorkshire", APRIL_2017, None, "E40000012"),
        a_version(STP, "QHM", "stp", "Cumbria and North East", APRIL_2018, BEFORE_TURN, "E54000049"),
        a_version(STP_IN_PRINT, "STP47", "stp", "West Cumbria", APRIL_2017, BEFORE_2018, "E54000047"),
        a_version(BOARD, "QHM", "icb", "North East and North Cumbria", TURN, None, "E54000050"),
        a_version(GROUP, "00L", "ccg", "Northumberland", APRIL_2017, BEFORE_TURN, "E38000130"),
        a_version(LOCATION, "00L", "sub_icb", "Northumberland", TURN, None, "E38000130"),
        a_version(GONE, "10H", "ccg", "Chiltern", APRIL_2017, BEFORE_2018),
        a_version(HEIR, "14Y", "ccg", "Buckinghamshire", APRIL_2018, BEFORE_TURN),
    ],
    successions=[Succession(GONE, HEIR, APRIL_2018, 1.0)],
)

INDICATORS = {
    code: an_indicator(
        code, period_type=kind, first_period=Period.parse(first), runs_to=Period.parse(last), programme=""
    )
    for code, kind, first, last in [
        ("iapt-ltc-referrals", "year", "2017-18", "2024-25"),
        ("iapt-ltc-recovery", "year", "2017-18", "2024-25"),
        ("tt-referrals", "year", "2017-18", "2028-29"),
        ("tt-completed-courses", "year", "2017-18", "2028-29"),
        ("tt-reliable-recovery", "year", "2017-18", "2028-29"),
        ("tt-reliable-improvement", "year", "2017-18", "2028-29"),
        ("cdc-sites", "quarter", "2021-22-Q2", "2025-26-Q3"),
        ("pcmhp-wte-networks", "quarter", "2021-22-Q1", "2025-26-Q3"),
        ("pcmhp-per-network", "quarter", "2024-25-Q4", "2025-26-Q3"),
        ("pcmhp-networks-any", "quarter", "2024-25-Q4", "2025-26-Q3"),
        ("pcmhp-networks-two", "quarter", "2024-25-Q4", "2025-26-Q3"),
        ("iapt-ltc-access", "quarter", "2017-18-Q1", "2024-25-Q4"),
        ("ips-access", "quarter", "2017-18-Q1", "2024-25-Q4"),
    ]
}


def findings(layout, text, **known):
    """What a file of this text is found to hold."""
    known = {"sources": {"said-so": "A thing said"}, **known}
    table = read(text.encode(), Limits(), (LAYOUTS[layout],))
    return check(layout, table, Known(AREAS, INDICATORS, **known))


def refused(found):
    """(row, code) of each refusal."""
    return [(issue.row, issue.code) for issue in found.refusals]
