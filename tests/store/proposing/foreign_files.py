"""Files of the shapes in which other programs give away what they hold, made here, each with what stands in it.

`FILES` has for a name the bytes of the file and its rows: what each column holds, as text (for JSON as the value).
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Rows = list[dict[str, Any]]
_PROSE = "The sender says that the parcel was never handed over, and asks for the money back; see both letters."


def written(rows: Sequence[Sequence[str]], delimiter: str = ",", quote: Literal[0, 1] = csv.QUOTE_MINIMAL) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quote, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def under(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> Rows:
    """Each row by the names of its columns."""
    return [dict(zip(header, row, strict=True)) for row in rows]


def _bank() -> tuple[bytes, Rows]:
    """A bank's statement: seven lines above the header, a decimal comma, days before months, a balance at the end."""
    header = ["Buchungstag", "Umsatzart", "Verwendungszweck", "Konto", "Betrag", "Währung"]
    rows = [
        ["2.1.2026", "Lastschrift", "Beitrag 01/26", "DE02120300000000202051", "-74,8", "EUR"],
        ["31.12.2025", "Gutschrift", _PROSE, "DE02500105170137075030", "1.077,75", "EUR"],
        ["30.12.2025", "Kartenzahlung", "Apotheke", "DE02120300000000202051", "-23,38", "EUR"],
        ["30.12.2025", "Kartenzahlung", "Bäckerei\nFiliale 2", "", "-23,38", "EUR"],
    ]
    above = [
        ["Umsätze"],
        ["Konto", "Filiale", "IBAN"],
        ["Giro", "123 00", "DE02120300000000202051"],
        [],
        ["1.12.2025 - 2.1.2026"],
        ["Letzter Kontostand", "", "", "", "-468,43", "EUR"],
        ["Vorgemerkte Umsätze fehlen."],
    ]
    below = [["Kontostand", "2.1.2026", "", "", "-501,53", "EUR"]]
    padded = [row + [""] * (len(header) - len(row)) for row in [*above, header, *rows, *below]]
    return written(padded, ";").encode("utf-8-sig"), under(header, rows)


def _latin() -> tuple[bytes, Rows]:
    """What an office in Western Europe still saves: Windows-1252."""
    header = ["Nr", "Name", "Straße", "Bemerkung"]
    rows = [
        ["0017", "Müller", "Schöne Aussicht 5", _PROSE],
        ["0018", "Größer", "Jägerstraße 7", "für später zurückgestellt"],
        ["0019", "Weiß", "Kölner Straße 1", "Gebühr offen"],
    ]
    return written([header, *rows], ";").encode("cp1252"), under(header, rows)


def _shift_jis() -> tuple[bytes, Rows]:
    """A shop's sales from Japan; a second byte of 表 and ソ is a backslash."""
    header = ["購入日", "商品名", "価格", "顧客名"]
    rows = [
        ["2019-06-13 18:02:34", "商品表A", "100", "深井菜々美"],
        ["2019-07-13 13:05:29", "ソース S", "", "浅田賢二"],
        ["2019-05-11 19:42:07", "商 品 a", "2600", "南部慶二"],
    ]
    return written([header, *rows]).encode("cp932"), under(header, rows)


def _utf16() -> tuple[bytes, Rows]:
    """What a spreadsheet program calls Unicode text: UTF-16 with tabs."""
    header = ["alertId", "timeStamp", "alertTitle", "fileOwner"]
    rows = [
        ["5f287527", "23-08-20 22:35:49", "Données sensibles", "anna@example.org"],
        ["5f280c4a", "03-08-20 15:08:25", "Données sensibles", "boris@example.org"],
    ]
    return written([header, *rows], "\t").encode("utf-16"), under(header, rows)


def _headless() -> tuple[bytes, Rows]:
    """A log without a header."""
    rows = [["2021-01-01", "15", "open"], ["2021-01-02", "16", "closed"], ["2021-01-03", "15", "open"]]
    return written(rows).encode(), under(["column 1", "column 2", "column 3"], rows)


def _payments() -> tuple[bytes, Rows]:
    """Payments of which several belong to one alert."""
    header = ["ALERT_ID", "ALERT_TYPE", "TX_ID", "SENDER_ACCOUNT_ID", "TX_AMOUNT"]
    rows = [
        ["193", "fan_in", "82", "6976", "4.85"],
        ["377", "cycle", "949", "5776", "10.27"],
        ["193", "fan_in", "6280", "9999", "2.74"],
        ["377", "cycle", "7999", "1089", "10.27"],
    ]
    return written([header, *rows]).encode(), under(header, rows)


def _readings() -> tuple[bytes, Rows]:
    """Meters read each day: neither the meter nor the day alone tells a row."""
    header = ["meter no", "day", "kWh"]
    rows = [[meter, f"2024-03-{day:02}", f"{day * 3}.5"] for day in range(1, 13) for meter in ("17", "18")]
    return written([header, *rows], "|").encode(), under(header, rows)


def _papers() -> tuple[bytes, Rows]:
    """References from a literature database, with columns that are empty throughout."""
    header = ["Title", "Original Title", "Author Names", "Abstract", "Open URL Link"]
    rows = [
        [
            "Duplication cysts",
            "",
            "Liu R., Adler D.G.",
            f"BACKGROUND. {_PROSE}\n\nMETHODS. {_PROSE}",
            "http://x.example/1",
        ],
        ["A case report", "", "Nakashima S.", _PROSE, "http://x.example/2"],
    ]
    return written([header, *rows], ",", csv.QUOTE_ALL).encode(), under(header, rows)


def _texts() -> tuple[bytes, Rows]:
    """Texts to be classified, a list of labels each; one has no text."""
    rows: Rows = [
        {"text": "exampleA", "label": ["positive"]},
        {"text": "exampleB", "label": ["positive", "negative"]},
        {"label": ["neutral"]},
    ]
    return json.dumps(rows).encode(), rows


def _headlines() -> tuple[bytes, Rows]:
    """A text a line with its source, as annotation programs take and give them."""
    rows: Rows = [
        {"text": f"Uber’s Lesson {number}: {_PROSE}", "meta.source": "The Times", "score": 0.1 * number}
        for number in range(12)
    ]
    lines = [{"text": row["text"], "meta": {"source": row["meta.source"]}, "score": row["score"]} for row in rows]
    return "\n".join(map(json.dumps, lines)).encode(), rows


def _tasks() -> tuple[bytes, Rows]:
    """Tasks of a labelling program: each has a list of annotations, and these lists of results."""
    tasks: Rows = [
        {
            "id": number,
            "annotations": [
                {
                    "id": 7 + number,
                    "completed_by": {"email": "a@example.org"},
                    "result": [{"value": {"x": 4.857412088705009}}],
                },
                {"id": 70 + number, "completed_by": {"email": "b@example.org"}, "result": []},
            ],
            "drafts": [],
            "data": {"text": f"Calif. wildfires {number}: {_PROSE}", "image": "http://x.example/i.jpg"},
            "created_at": "2022-10-27T19:40:48.838241Z",
            "updated_by": None,
        }
        for number in (1, 2)
    ]
    rows = [
        {
            "id": str(one["id"]),
            "annotations": one["annotations"],
            "drafts": one["drafts"],
            "data.text": one["data"]["text"],
            "data.image": one["data"]["image"],
            "created_at": one["created_at"],
            "updated_by": None,
        }
        for one in tasks
    ]
    return json.dumps(tasks, indent=1).encode(), rows


def _alerts() -> tuple[bytes, Rows]:
    """Alerts of a security platform, with milliseconds since 1970, in the answer of a server."""
    rows: Rows = [
        {
            "id": f"alert{number}",
            "title": f"alert#{number}",
            "description": f"description of alert #{number}",
            "severity": 2,
            "date": 1555359572000 + number,
            "read": False,
            "tags": ["test", "alert"],
            "caseId": "",
        }
        for number in range(1, 4)
    ]
    return json.dumps({"total": 3, "next": None, "alerts": rows}).encode(), rows


def _event() -> tuple[bytes, Rows]:
    """One event as a server sends it: an object of objects."""
    event = {
        "action": "created",
        "alert": {
            "number": 20,
            "dependency": {"package": {"ecosystem": "npm", "name": "semver"}},
            "advisory": {
                "summary": _PROSE,
                "references": [{"url": "http://x.example/1"}, {"url": "http://x.example/2"}],
            },
        },
        "repository": {"id": 512875663, "name": "pika-pack", "private": False},
    }
    row = {
        "action": "created",
        "alert.number": 20,
        "alert.dependency.package.ecosystem": "npm",
        "alert.dependency.package.name": "semver",
        "alert.advisory.summary": _PROSE,
        "alert.advisory.references": event["alert"]["advisory"]["references"],  # type: ignore[index]
        "repository.id": 512875663,
        "repository.name": "pika-pack",
        "repository.private": False,
    }
    return json.dumps(event, indent=2).encode(), [row]


def workbook(rows: Sequence[Sequence[Any]], prepare: Callable[[Workbook], object] = lambda _: None) -> bytes:
    """A workbook with these rows on its first sheet."""
    book = Workbook()
    prepare(book)
    for row in rows:
        book.worksheets[0].append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _old_calendar() -> tuple[bytes, Rows]:
    """A workbook from a Mac, whose days count from 1904."""

    def since_1904(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    header = ["id", "due", "note"]
    rows = [["R11", date(2004, 1, 12), "first"], ["R12", datetime(2007, 1, 16, 14, 30), "second"]]  # noqa: DTZ001 - as in any workbook
    shown = [["R11", "2004-01-12", "first"], ["R12", "2007-01-16 14:30:00", "second"]]
    return workbook([header, *rows], since_1904), under(header, shown)


def _attendance() -> tuple[bytes, Rows]:
    """A sheet with a title above, names broken over two lines, and totals below."""
    header = ["Date", "Ben \nAshley", "Tom Brooks"]
    days = [[date(2020, 10, day), day % 2 == 0, True] for day in range(1, 15)]
    rows = [[f"2020-10-{day:02}", "TRUE" if day % 2 == 0 else "FALSE", "TRUE"] for day in range(1, 15)]
    book = workbook([["Attendance", None, None], header, *days, ["Total", 7, 14]])
    return book, under(["Date", "Ben  Ashley", "Tom Brooks"], rows)


FILES: dict[str, tuple[bytes, Rows]] = {
    "statement.csv": _bank(),
    "office.csv": _latin(),
    "sales.csv": _shift_jis(),
    "unicode.tsv": _utf16(),
    "log.csv": _headless(),
    "payments.csv": _payments(),
    "readings.txt": _readings(),
    "papers.csv": _papers(),
    "texts.json": _texts(),
    "headlines.jsonl": _headlines(),
    "tasks.json": _tasks(),
    "alerts.json": _alerts(),
    "event.json": _event(),
    "mac.xlsx": _old_calendar(),
    "attendance.xlsx": _attendance(),
}
