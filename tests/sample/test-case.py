# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample case as other programs see it: qpdf, poppler's tools, and the bytes themselves."""
import datetime
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap

MAKER, SOURCE, BUILT = sys.argv[1:4]
DATA = os.path.dirname(SOURCE)
with open(os.path.join(BUILT, "manifest.json"), encoding="utf-8") as stream:
    MANIFEST = json.load(stream)
DOCUMENTS = MANIFEST["documents"]
PDFS = [document for document in DOCUMENTS if document["file"].endswith(".pdf")]


def path(document):
    return os.path.join(BUILT, document["file"])


def tool(name, *arguments, fail=False):
    done = subprocess.run([os.environ[name], *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    text = done.stdout.decode("utf-8", "replace")
    assert fail or done.returncode == 0, (name, arguments, done.returncode, text[-500:])
    return text


def pages_of(document, *options):
    """The text of each page."""
    return tool("PDFTOTEXT", *options, path(document), "-").split("\f")[:-1]


def by_kind_of_file(document):
    return {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}[document["file"].rsplit(".", 1)[1]]


def notice(document):
    return MANIFEST["notice_sw" if document["language"] == "sw" else "notice"]


def squeeze(text):
    return " ".join(text.split())


def qpdf_objects(document):
    return json.loads(tool("QPDF", "--json=2", path(document)))


def test_manifest_names_every_file_with_its_hash_and_no_other():
    with open(os.path.join(DATA, "law", "doctypes.json"), encoding="utf-8") as stream:
        kinds = {kind["id"] for kind in json.load(stream)["doctypes"]}
    with open(os.path.join(DATA, "profiles", MANIFEST["bundle"]["profile"] + ".json"), encoding="utf-8") as stream:
        profile = json.load(stream)["sections"]
    by_kind = {kind: section["id"] for section in profile for kind in section["kinds"]}
    sections = {section["id"] for section in MANIFEST["bundle"]["sections"]}
    assert sections == {section["id"] for section in profile}
    for document in DOCUMENTS:
        with open(path(document), "rb") as file:
            data = file.read()
        assert data.startswith(by_kind_of_file(document)), document["file"]
        assert hashlib.sha256(data).hexdigest() == document["sha256"] and len(data) == document["bytes"], document["file"]
        assert document["title"].strip() and document["kind"] in kinds, document
        assert document["section"] == by_kind[document["kind"]] or document["kind"] == "other" and document["section"] in sections, document
        assert document["sensitivity"] in ("normal", "protected", "privileged"), document
        assert document["language"] in ("en", "sw") and isinstance(document["note"], str), document
        assert document["exhibit"] is None or re.fullmatch(r"(MFI-|P)\d+[A-H]?", document["exhibit"]), document
        assert "make" not in document, document
        datetime.date.fromisoformat(document["date"])
    files = [document["file"] for document in DOCUMENTS]
    assert len(set(files)) == len(files)
    assert {name for name in os.listdir(BUILT) if name.endswith((".pdf", ".jpg", ".png"))} == set(files)


def test_manifest_describes_the_case():
    case = MANIFEST["case"]
    assert MANIFEST["fictional"] is True and "SAMPLE" in case["title"] and "(SAMPLE)" in case["number"]
    with open(os.path.join(DATA, "law", "courts.json"), encoding="utf-8") as stream:
        courts = {court["id"]: court["name"] for court in json.load(stream)["courts"]}
    with open(os.path.join(DATA, "law", "stages.json"), encoding="utf-8") as stream:
        stages = {stage["id"] for stage in json.load(stream)["stages"]}
    assert courts[case["court"]["id"]] == case["court"]["name"] and case["stage"] in stages
    assert case["capacity"] in ("prosecutor", "watching") and case["plea_date"] == "2026-05-11"
    survivors = [person for person in MANIFEST["people"] if person["role"] == "survivor"]
    assert [person["code"] for person in survivors] == ["Child A"]
    for person in MANIFEST["people"]:
        assert (person["name"] is None) == person["protected"], person
    labels = {person["code"] or person["name"] for person in MANIFEST["people"]}
    roles = {person["role"] for person in MANIFEST["people"]}
    assert roles == {"survivor", "accused", "witness", "investigator", "magistrate", "counsel", "interpreter", "support"}, roles
    assert len(labels) == len(MANIFEST["people"]) and None not in labels
    by_file = {document["file"]: document for document in DOCUMENTS}
    dates = [session["date"] for session in MANIFEST["sessions"]]
    assert dates == sorted(dates) and dates[0] == case["plea_date"] and dates[-1] == MANIFEST["next"]["given"] < MANIFEST["next"]["date"]
    for session in MANIFEST["sessions"]:
        assert datetime.date.fromisoformat(session["date"]).weekday() < 5, session
        assert {one["who"] for one in session.get("attendance", [])} <= labels, session
        for produced in session.get("produced", []):
            assert by_file[produced["document"]]["exhibit"] == produced["label"] and produced["witness"] in labels | {None}, produced
    assert all("SAMPLE" in other["title"] and "(SAMPLE)" in other["number"] for other in MANIFEST["other_cases"])
    exhibits = [document["exhibit"] for document in DOCUMENTS if document["exhibit"]]
    assert len(set(exhibits)) == len(exhibits)
    assert any(exhibit.startswith("P") for exhibit in exhibits) and any(exhibit.startswith("MFI") for exhibit in exhibits)


def test_enough_of_everything():
    total = sum(int(tool("QPDF", "--show-npages", path(document))) for document in PDFS)
    assert len(DOCUMENTS) >= 28 and total >= 140, (len(DOCUMENTS), total)
    print("# %d documents, %d PDF pages, %d bytes" % (len(DOCUMENTS), total, sum(d["bytes"] for d in DOCUMENTS)))
    assert sum(document["bytes"] for document in DOCUMENTS) < 40e6
    for document in PDFS:
        assert int(tool("QPDF", "--show-npages", path(document))) == document["pages"], document["file"]


def test_qpdf_finds_nothing_wrong():
    for document in PDFS:
        text = tool("QPDF", "--check", path(document))
        assert "WARNING" not in text and "No syntax or stream encoding errors found" in text, (document["file"], text)


def test_every_page_with_text_says_it_is_fictional():
    for document in PDFS:
        pages = pages_of(document)
        assert len(pages) == document["pages"], document["file"]
        for number, text in enumerate(pages, 1):
            if document["has_text"]:
                assert notice(document) in squeeze(text), (document["file"], number)
            else:
                assert text.strip() == "", (document["file"], number, text[:80])
    assert sum(1 for document in PDFS if not document["has_text"]) >= 8


def test_scanned_pages_are_pictures_with_ink():
    for document in PDFS:
        if document["has_text"]:
            continue
        with tempfile.TemporaryDirectory() as folder:
            tool("PDFTOPPM", "-r", "20", "-gray", path(document), os.path.join(folder, "p"))
            shots = sorted(os.listdir(folder))
            assert len(shots) == document["pages"]
            for shot in shots:
                with open(os.path.join(folder, shot), "rb") as file:
                    pixels = file.read().split(b"255\n", 1)[1]
                dark = sum(1 for pixel in pixels if pixel < 200)
                assert 0.002 < dark / len(pixels) < 0.6, (document["file"], shot, dark / len(pixels))


def test_fonts_are_embedded():
    for document in PDFS:
        rows = tool("PDFFONTS", path(document)).splitlines()[2:]
        assert bool(rows) == document["has_text"], document["file"]
        for row in rows:
            assert row.split()[-5] == "yes", (document["file"], row)


def test_form_holds_the_values():
    with open(os.path.join(SOURCE, "text", "p3-form.txt"), encoding="utf-8") as source:
        wanted = {}
        for line in source:
            if line.startswith(("@form ", "@tick ")):
                name, _, value = [part.strip() for part in line.split(" ", 1)[1].split("|")]
                wanted[name] = {"on": "/Yes", "off": "/Off"}.get(value, value) if line.startswith("@tick") else value
    document = next(document for document in PDFS if document["kind"] == "p3_form")
    fields = json.loads(tool("QPDF", "--json=2", "--json-key=acroform", path(document)))["acroform"]["fields"]
    found = {field["fullname"]: field["value"][2:] if field["value"].startswith("u:") else field["value"] for field in fields}
    assert found == wanted and len(found) >= 35, found
    text = squeeze(" ".join(pages_of(document)))
    assert "Clean; school jersey; no tears seen" in text and "Dr Ilana Morovi, medical officer" in text


def test_hidden_layer_is_hidden():
    document = next(document for document in PDFS if document["kind"] == "investigation_diary")
    root = json.dumps(qpdf_objects(document))
    assert '"u:DRAFT \\u2013 internal note"' in root and "/OFF" in root
    with tempfile.TemporaryDirectory() as folder:
        shots = []
        for name, source in (("off", path(document)), ("on", os.path.join(folder, "on.pdf"))):
            if name == "on":
                with open(path(document), "rb") as file:
                    data = file.read()
                assert data.count(b"/OFF [") == 1
                with open(source, "wb") as file:
                    file.write(data.replace(b"/OFF [", b"/OFX ["))
            tool("PDFTOPPM", "-r", "30", "-gray", "-f", "1", "-l", "1", "-singlefile", source, os.path.join(folder, name))
            with open(os.path.join(folder, name + ".pgm"), "rb") as file:
                shots.append(file.read())
        assert shots[0] != shots[1]
    assert "INTERNAL NOTE" not in pages_of(document)[0]


def test_pages_turned_shifted_cut_and_scaled():
    sizes = {}
    for document in PDFS:
        info = tool("PDFINFO", "-f", "1", "-l", str(document["pages"]), "-box", path(document))
        sizes[document["file"]] = info
    parade = re.findall(r"Page +\d+ rot: +(\d+)", sizes["33-identification-parade.pdf"])
    assert parade == ["90", "180", "270"], parade
    lease = sizes["32-lease.pdf"]
    assert re.search(r"Page +1 MediaBox: +-120\.00 +300\.00", lease), lease
    assert re.search(r"Page +2 CropBox: +45\.00 +60\.00", lease), lease
    units = [entry["value"]["/UserUnit"] for entry in qpdf_objects(next(d for d in PDFS if d["file"] == "32-lease.pdf"))["qpdf"][1].values()
             if isinstance(entry.get("value"), dict) and entry["value"].get("/Type") == "/Page" and "/UserUnit" in entry["value"]]
    assert units and set(units) == {2}, units
    assert "1190.55 x 841.89" in sizes["41-sketch-plan.pdf"].replace("1190.551", "1190.55").replace("841.8898", "841.89"), sizes["41-sketch-plan.pdf"]
    assert re.search(r"size: +841\.\d+ x 595\.\d+", sizes["35-mobile-money-statement.pdf"])


def test_bookmarks_and_links_lead_somewhere():
    for name, outlines, links in (("43-submissions.pdf", 8, 5), ("45-appendix.pdf", 6, 11), ("37-extraction-report.pdf", 11, 7)):
        document = next(d for d in PDFS if d["file"] == name)
        everything = qpdf_objects(document)
        dests = tool("PDFINFO", "-dests", path(document))
        found = [entry["value"] for entry in everything["qpdf"][1].values() if isinstance(entry.get("value"), dict) and entry["value"].get("/Subtype") == "/Link"]
        assert len(found) == links, (name, len(found))
        assert all(link.get("/Dest") or link.get("/A") for link in found)
        for link in found:
            dest = link.get("/Dest") if "/Dest" in link else link["/A"].get("/D")
            if isinstance(dest, str):
                assert '"%s"' % dest[2:] in dests, (name, dest, dests)
        count = 0
        entries_left = list(everything["outlines"])
        while entries_left:
            entry = entries_left.pop()
            count += 1
            assert entry["destpageposfrom1"] >= 1, entry
            entries_left += entry["kids"]
        assert count == outlines, (name, count)


def exif(data):
    assert data[2:4] == b"\xff\xe1" and data[6:12] == b"Exif\0\0"
    tiff = data[12:]
    assert tiff[:4] == b"MM\0*"

    def directory(at):
        count = struct.unpack_from(">H", tiff, at)[0]
        return {tag: (kind, n, at + 2 + 12 * i + 8) for i in range(count) for tag, kind, n in [struct.unpack_from(">HHI", tiff, at + 2 + 12 * i)]}

    main = directory(struct.unpack_from(">I", tiff, 4)[0])
    orientation = struct.unpack_from(">H", tiff, main[0x0112][2])[0]
    gps = directory(struct.unpack_from(">I", tiff, main[0x8825][2])[0])
    angles = []
    for tag in (2, 4):
        at = struct.unpack_from(">I", tiff, gps[tag][2])[0]
        parts = struct.unpack_from(">6I", tiff, at)
        angles.append(parts[0] / parts[1] + parts[2] / parts[3] / 60 + parts[4] / parts[5] / 3600)
    return orientation, tiff[gps[1][2]:gps[1][2] + 1] + tiff[gps[3][2]:gps[3][2] + 1], angles


def jpeg_size(data):
    at = 2
    while True:
        marker, length = struct.unpack_from(">HH", data, at)
        if 0xFFC0 <= marker <= 0xFFC2:
            return struct.unpack_from(">HH", data, at + 5)[::-1]
        at += 2 + length


def test_photographs_are_as_a_telephone_takes_them():
    orientations = set()
    for document in DOCUMENTS:
        if not document["file"].endswith(".jpg"):
            continue
        with open(path(document), "rb") as file:
            data = file.read()
        orientation, sides, (south, east) = exif(data)
        orientations.add(orientation)
        assert jpeg_size(data) == ((4000, 3000) if orientation in (6, 8) else (3000, 4000)), document["file"]
        # Well out at sea: the coast lies west of 41.6 degrees east at this latitude.
        assert sides == b"SE" and 4 < south < 5 and 42 < east < 44, (sides, south, east)
    assert orientations == {1, 3, 6, 8}, orientations


def test_marks_find_their_words():
    texts = {}
    for mark in MANIFEST["marks"]:
        document = next(document for document in DOCUMENTS if document["file"] == mark["document"])
        pages = texts.setdefault(mark["document"], pages_of(document))
        assert squeeze(mark["find"]) in squeeze(pages[mark["page"] - 1]), mark
        assert mark["kind"] in ("highlight", "note") and mark["audience"] in ("private", "team", "court")
        assert mark["kind"] != "note" or mark["note"]


def test_nothing_real_and_no_child_by_name():
    everything = "\n".join("\n".join(pages_of(document)) for document in PDFS) + json.dumps(MANIFEST, ensure_ascii=False)
    for number in re.findall(r"(?<!\d)(?:\+?254|0)7\d\d[ -]?\d{3}[ -]?\d{3}(?!\d)", everything):
        assert re.fullmatch(r"0700 ?000 ?0\d\d", number), number
    assert len(re.findall(r"0700 000 0\d\d", everything)) > 100
    for taboo in ("Safaricom", "M-PESA", "M-Pesa", "WhatsApp", "Airbnb"):
        assert taboo not in everything, taboo
    # What the case protects was withheld by who wrote the papers: of the list only a telephone stands in one.
    papers = "\n".join("\n".join(pages_of(document)) for document in PDFS).lower()
    for entry in MANIFEST["protected_names"]:
        words = entry["name"].lower().split()
        assert entry["kind"] == "phone" or not any(word in papers for word in words), entry
    for document in PDFS:
        if document["kind"] == "survivor_statement":
            assert "CHILD A" in pages_of(document)[0]


def test_same_sources_give_the_same_bytes():
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, TZ="Pacific/Auckland", LC_ALL="C", HOME=os.environ.get("HOME", folder))
        subprocess.run([MAKER, SOURCE, folder], check=True, cwd=folder, env=environment)
        for name in ["manifest.json"] + [document["file"] for document in DOCUMENTS]:
            with open(os.path.join(folder, name), "rb") as new, open(os.path.join(BUILT, name), "rb") as old:
                assert hashlib.sha256(new.read()).digest() == hashlib.sha256(old.read()).digest(), name


tap.run(dict(globals()))
