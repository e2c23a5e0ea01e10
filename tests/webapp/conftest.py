"""An application over a few made-up reports, and a client of it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.contract import SearchEngine
from tests.engines.corpus import Text, make_document, make_engine
from webapp import create_app
from webapp.settings import Settings

HOSTILE = "<script>alert(1)</script>&\"'{{7*7}} 双随机"


@pytest.fixture(scope="session")
def engine() -> SearchEngine:
    return make_engine(
        [
            make_document(["概述全省工作。"], place="420000", year=2021),
            make_document(
                [
                    Text(
                        "一是推行“双随机、一公开”监管。",
                        "enforcement",
                        ("二、行政执法", "一是 推行监管"),
                        ("二、行政执法",),
                    ),
                    Text("二是加强行政复议工作,推进体制改革。", "disputes", ("二、行政执法",)),
                    Text("三是开展普法。", "capacity"),
                    HOSTILE,
                ],
                place="421221",
            ),
            make_document(["行政复议工作有序推进。", "一是推行双随机。"], place="421221", year=2022),
            make_document(["司法局落实行政复议。"], place="421221", year=2022, body="sfj", published=None),
            make_document([f"第{n}项双随机工作。" for n in range(1, 40)], place="350112", year=2020),
            make_document(["不知何地何年的双随机。"], place="none", year=None),
        ]
    )


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(base_url="http://fz.example.gov.cn", rate_limit_per_minute=0)


@pytest.fixture(scope="session")
def app(engine: SearchEngine, settings: Settings) -> Flask:
    return create_app(settings, engine=engine)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
