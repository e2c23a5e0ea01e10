"""The page, the API's address and the command that check quotations."""

import io
import json

import docx
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from tests.webapp.test_api import API, schema
from webapp.cli import main
from webapp.quotations.documents import MAX_TEXT_BYTES

SAME = "二是加强行政复议工作，推进体制改革。"
ALTERED = "二是加强行政复议工作，推进机制改革。"
ABSENT = "推行执法全流程区块链存证。"
MEMO = f"嘉鱼县提出：“{SAME}”。又说“{ALTERED}”。“{ABSENT}”"


def post(client, text="", *, lang="", **files):
    return client.post(f"/quotes{lang}", data={"text": text, **files}, content_type="multipart/form-data")


def upload(data: bytes, name: str):
    return {"file": (io.BytesIO(data), name)}


def test_the_page_tells_what_it_wants_and_says_so_to_everyone(client):
    page = client.get("/quotes").text
    assert 'enctype="multipart/form-data"' in page
    assert "不保存" in page
    assert '/quotes">引文核对</a>' in client.get("/").text


def test_each_quotation_has_its_verdict_in_words(client):
    answer = post(client, MEMO)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "共 3 处引文" in answer.text
    for verdict, number in (("一致", 1), ("有改动", 1), ("未找到", 1)):
        assert f"{verdict} <b>{number}</b>" in answer.text
    assert '<del data-label="原文：">体</del><ins data-label="引文：">机</ins>' in answer.text
    assert "FZ.421221.2020.G." in answer.text
    assert MEMO in answer.text  # to be mended and checked again


def test_a_file_is_checked_like_a_text_and_its_words_are_not_sent_back(client):
    document = docx.Document()
    document.add_paragraph(MEMO)
    written = io.BytesIO()
    document.save(written)
    for data, name in ((written.getvalue(), "稿.docx"), (MEMO.encode("gb18030"), "稿.txt"), (MEMO.encode(), "稿.md")):
        page = post(client, **upload(data, name)).text
        assert "共 3 处引文" in page
        assert name in page
        assert MEMO not in page
        assert ("GB18030" in page) is (name == "稿.txt")


def test_a_memo_without_quotations_is_told_what_counts_as_one(client):
    answer = post(client, "没有引文的稿子，“太短”。")
    assert answer.status_code == 200
    assert "没有找到引文" in answer.text
    assert "10 个字" in answer.text


@pytest.mark.parametrize(
    ("text", "files", "status", "said"),
    [
        (" ", {}, 400, "还没有可核对的文字"),
        ("", upload(b"PK\x03\x04xx", "a.docx"), 400, "已损坏"),
        ("", upload(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc"), 400, "另存为 .docx"),
        ("甲" * 70_000, {}, 413, "200 kB"),
    ],
)
def test_what_cannot_be_checked_says_why(client, text, files, status, said):
    answer = post(client, text, **files)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert said in answer.text
    assert "<textarea" in answer.text


def test_a_request_that_is_too_large_is_refused_unread(client):
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n' + b"x" * (12 << 20)
    answer = client.post("/quotes", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "12 MB" in answer.text


def test_a_form_of_very_many_fields_is_refused_unread(client):
    answer = client.post("/quotes", data="a&" * 20, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    answer = client.post("/quotes", data={"text": "他说：“全面推行双随机、一公开监管。”"})
    assert answer.status_code == 200
    assert answer.request.mimetype == "application/x-www-form-urlencoded"


def test_nothing_of_a_memo_is_markup(client):
    page = post(client, "“<script>alert(1)</script>甲乙丙丁戊己庚辛”").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_nothing_of_a_memo_is_logged(client, caplog):
    caplog.set_level("DEBUG")
    post(client, MEMO)
    post(client, **upload(b"PK\x03\x04" + MEMO.encode(), "a.docx"))
    assert "行政复议" not in caplog.text


def test_the_page_speaks_english_too_and_quotes_stay_as_they_are(client):
    page = post(client, MEMO, lang="?lang=en").text
    assert SAME in page
    assert "lang=en" in page


def check_json(answer):
    described = API["paths"]["/api/v1/quotes"]["post"]["responses"][str(answer.status_code)]
    while "$ref" in described:
        described = API["components"]["responses"][described["$ref"].rpartition("/")[2]]
    body = json.loads(answer.text)
    Draft202012Validator(schema(described["content"][answer.mimetype]["schema"])).validate(body)
    return body


def test_the_api_answers_as_described(client):
    answer = client.post("/api/v1/quotes", json={"text": MEMO})
    assert answer.headers["Cache-Control"] == "no-store"
    body = check_json(answer)
    assert body["counts"] == {"same": 1, "altered": 1, "absent": 1, "unchecked": 0}
    first, second, _ = body["quotations"]
    assert MEMO[slice(*first["range"])] == SAME
    assert first["passages"][0]["url"].startswith("http://fz.example.gov.cn/c/FZ.421221.2020.G.")
    assert [piece["text"] for piece in second["differences"][0] if piece["kind"] != "same"] == ["体", "机"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {}}, 400),
        ({"json": {"text": 1}}, 400),
        ({"json": ["text"]}, 400),
        ({"json": {"text": "  "}}, 400),
        ({"data": "{", "content_type": "application/json"}, 400),
        ({"data": "text", "content_type": "text/plain"}, 415),
        ({"json": {"text": "甲" * 70_000}}, 413),
        ({"data": b" " * (9 * MAX_TEXT_BYTES), "content_type": "application/json"}, 413),
    ],
)
def test_the_api_says_what_is_wrong(client, sent, status):
    answer = client.post("/api/v1/quotes", **sent)
    assert answer.status_code == status
    assert not check_json(answer)["detail"].isascii()


def test_a_lone_surrogate_does_no_harm(client):
    answer = client.post(
        "/api/v1/quotes", data='{"text": "“\\ud800甲乙丙丁戊己庚辛壬癸”"}', content_type="application/json"
    )
    assert answer.status_code == 200


# -- the command -----------------------------------------------------------------------------------------------------


def xianli(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="xianli")
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def memo(tmp_path, seed_engine):
    document = seed_engine.document("421221-2020-gov")
    text = document.paragraphs[3].text.replace("“", "‘").replace("”", "’")
    file = tmp_path / "稿.txt"
    file.write_text(f"“{text}”\n“{text.replace('一', '二', 1)}”\n", encoding="utf-8")
    return file


def test_the_command_prints_every_quotation(memo, seed_index):
    code, out, err = xianli("quotes", memo, "--index", seed_index)
    assert (code, err) == (0, "")
    assert "1. ✓ 一致" in out
    assert "2. ≠ 有改动" in out
    assert "[-一-]{+二+}" in out
    assert "共 2 处引文：一致 1 · 有改动 1 · 未找到 0 · 未核对 0" in out


def test_the_command_speaks_json_and_fails_when_strict(memo, seed_index):
    code, out, _ = xianli("quotes", memo, "--index", seed_index, "--json", "--strict")
    assert code == 1
    assert json.loads(out)["counts"] == {"same": 1, "altered": 1, "absent": 0, "unchecked": 0}


def test_the_command_says_what_is_wrong(tmp_path, memo, seed_index):
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    assert xianli("quotes", empty, "--index", seed_index) == (1, "", "文件是空的。请检查是否选对了文件。\n")
    code, _, err = xianli("quotes", memo, "--index", tmp_path / "nothing")
    assert code == 3
    assert "xianli index" in err
    without = tmp_path / "无.md"
    without.write_text("没有引文", encoding="utf-8")
    code, out, _ = xianli("quotes", without, "--index", seed_index)
    assert code == 0
    assert "没有找到引文" in out
