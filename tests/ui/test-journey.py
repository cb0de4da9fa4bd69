# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job in the real window, from an empty home to a locked vault, read back by the other face of the program."""
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from harness import Failure, Session  # noqa: E402

PASSPHRASE = "nne maneno yasiyo ya kawaida"
SAMPLES = ["01-charge-sheet.pdf", "02-ob-extract.pdf", "13-p3-form.pdf"]


def expect(seen, wanted, what):
    if seen != wanted:
        raise Failure(f"{what}: {seen!r} instead of {wanted!r}")
    print(f"# {what}: {seen!r}", flush=True)


def make_folder(s):
    """Three papers of the sample case, one of them twice, a PDF cut in half, and something that is no paper."""
    folder = os.path.join(s.home, "papers")
    os.mkdir(folder)
    for name in SAMPLES:
        shutil.copy(os.path.join(os.environ["JALADA_SAMPLE"], name), folder)
    shutil.copy(os.path.join(folder, SAMPLES[0]), os.path.join(folder, "again.pdf"))
    with open(os.path.join(folder, SAMPLES[1]), "rb") as f:
        whole = f.read()
    with open(os.path.join(folder, "broken.pdf"), "wb") as f:
        f.write(whole[:200])
    with open(os.path.join(folder, "noise.jpg"), "wb") as f:
        f.write(bytes(range(256)) * 16)
    return folder


def create_vault(s):
    s.start()
    s.click("Create a New Vault…")
    s.see("A New Vault")
    s.type("New passphrase", "short")
    s.see(contains="Too short")
    s.type("New passphrase", PASSPHRASE)
    s.type("New passphrase again", PASSPHRASE)
    s.click("Create Vault")
    s.see("Search cases")
    vault = os.path.join(s.home, "Cases.jalada")
    expect(os.path.exists(vault), True, "the vault lies in the home folder")
    return vault


def add_case(s):
    s.do("win.new-case")
    s.see("New Case", "label")
    s.type("Title", "Republic v A hotel keeper")
    s.type("Case Number", "CR 71/2026")
    s.type("Court", "Shanzu Magistrates' Court")
    s.type("Date of Plea", "15 March 2027")
    s.click("Save")
    s.see("CR 71/2026", "row")
    s.see("15 March 2027", "label")


def import_folder(s, folder):
    s.click("Evidence", "page tab")
    s.see("No Evidence Yet", "label")
    s.do("evidence.import-folder")
    s.choose_file("Import a Folder of Evidence", folder, "Import")
    s.see(contains="3 documents taken in", timeout=120)
    s.see(contains="originals outside the vault", role="label")
    report = s.see("What became of each file", "list")
    rows = {n.name: " ".join(c.name for c in n.walk() if c.role == "label") for n in report.walk() if n.role == "list item"}
    for name, text in rows.items():
        print(f"# {name}: {text}", flush=True)
    expect(len(rows), 6, "files in the report")
    s.click("Close the Report")
    s.gone("What became of each file")


def edit_document(s):
    s.wait(lambda: s.find(contains="harge", role="label"), "the charge sheet in the register")
    row = s.wait(lambda: next((n for n in s.find_all(role="label") if "harge" in n.name and n.name != "Kind"), None), "cell")
    print("#", row, flush=True)


def journey(s):
    vault = create_vault(s)
    add_case(s)
    import_folder(s, make_folder(s))

    s.do("win.lock")
    s.see("The Vault Is Locked", "label")
    s.gone("Register of evidence")
    if "CR 71/2026" in s.tree():
        raise Failure("the case's number is still there after locking")
    s.type("Passphrase", "not the passphrase")
    s.click("Unlock")
    s.see(contains="does not open the vault")
    s.type("Passphrase", PASSPHRASE)
    s.click("Unlock")
    s.see("CR 71/2026", "row")
    s.stop()

    case = s.jaladactl(vault, PASSPHRASE, "case", "list")[0]
    expect(case["number"], "CR 71/2026", "number read back")
    documents = s.jaladactl(vault, PASSPHRASE, "evidence", "list", case["id"])
    expect(len(documents), 3, "documents read back")


if __name__ == "__main__":
    Session.main(journey)
