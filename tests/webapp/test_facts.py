"""What is known of a report is shown with why, under the names that the index gives to its evidence."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from indexer.contract import Evidence, SearchEngine
from webapp.facts import brief_facts, facts

# As metadata are found: one name for each field that can have evidence.
FIELDS = (
    "title", "jurisdiction", "year", "department", "issuer", "publication_date", "signature", "signature_date",
    "index_number", "doc_number", "source",
)  # fmt: skip


@pytest.fixture
def report(app: Flask, engine: SearchEngine):
    found = engine.report("421221-2020-gov")
    assert found is not None
    with app.test_request_context("/"):
        yield replace(
            found,
            department="嘉鱼县司法局",
            issuer="嘉鱼县人民政府",
            publication_date=date(2021, 1, 13),
            signature="嘉鱼县人民政府",
            signature_date=date(2020, 12, 31),
            index_number="1/2021",
            doc_number="嘉政发〔2021〕1号",
            source="嘉鱼县司法局",
            evidence={name: Evidence("title", n, f"依据{name}") for n, name in enumerate(FIELDS, 1)},
        )


def test_every_field_is_shown_with_its_evidence(report):
    shown = {fact.why for fact in facts(report) if fact.why}
    assert shown >= {f"依据：title，第 {n} 行“依据{name}”" for n, name in enumerate(FIELDS, 1)}


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (Evidence('<meta name="PubDate">', 0, "2021-01-13"), '依据：网页标记 <meta name="PubDate">“2021-01-13”'),
        (Evidence("附带文件", 0, "2021-01-13"), "依据：附带文件“2021-01-13”"),
    ],
)
def test_what_stands_in_no_line_says_where_it_was_found(report, evidence, said):
    shown = facts(replace(report, evidence={"publication_date": evidence, "source_url": evidence}))
    assert [fact.why for fact in shown if fact.label in ("公开日期", "来源网址")] == [said, said]


def test_a_day_is_not_quoted_as_the_rules_write_it(report):
    evidence = Evidence("落款", 22, "2020-12-31")
    shown = facts(replace(report, evidence={"signature_date": evidence}))
    assert [fact.why for fact in shown if fact.label == "落款日期"] == ["依据：落款，第 22 行"]


def test_the_kind_shows_in_the_title(report):
    shown = {fact.label: fact for fact in facts(replace(report, kind="work"))}
    assert (shown["种类"].value, shown["种类"].why) == ("政府工作报告", "依据：title，第 1 行“依据title”")
    assert "种类" not in {fact.label for fact in facts(report)}


def test_of_one_paragraph_only_what_it_needs(report):
    assert [(fact.label, fact.why) for fact in brief_facts(report)] == [
        ("题名", None),
        ("发布机构", None),
        ("公开日期", None),
        ("文号", None),
        ("来源文件", None),
    ]
