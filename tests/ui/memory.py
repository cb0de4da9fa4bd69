# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies in the memory of the program: its keys, found by the reader that shares no code with it, and words. Needs root."""
import importlib.util
import os

from harness import Failure


def reader():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "vault", "read-vault.py")
    spec = importlib.util.spec_from_file_location("read_vault", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def master_key(vault, passphrase):
    module = reader()
    with open(vault, "rb") as file:
        head = file.read(2 * module.COPY)
    for at in (0, module.COPY):
        copy = head[at:at + module.COPY]
        key = module.unwrap(copy, passphrase) if module.is_whole(copy) else None
        if key is not None:
            return key if isinstance(key, bytes) else key[0]
    raise Failure("the independent reader does not open the vault")


def scan(pid, needles):
    """Which of the needles {name: bytes} lie in the process' memory: keys in use are kept where nothing can be written."""
    found = set()
    with open(f"/proc/{pid}/maps", encoding="ascii", errors="replace") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if "r" not in rights or "[v" in line:
                continue
            begin, end = (int(x, 16) for x in span.split("-"))
            try:
                memory.seek(begin)
                content = memory.read(end - begin)
            except (OSError, ValueError):
                continue
            for name, needle in needles.items():
                if name not in found and needle in content:
                    found.add(name)
    return sorted(found)


def keys_of(vault, passphrase):
    """The needles that stand for an open vault."""
    master = master_key(vault, passphrase)
    return {"master key": master, "key of the pages": reader().kdf(master, 1)}


def check_memory(s, needles, wanted, when):
    if os.geteuid() != 0:
        print("# not root: the memory was not looked through", flush=True)
        return
    seen = scan(s.process.pid, needles)
    if seen != wanted:
        raise Failure(f"{when}: {seen!r} instead of {wanted!r}")
    print(f"# {when}: {seen!r}", flush=True)
