"""Makes a database and its replicas of both layouts with real Litestreams. Used by bench/run and bench/start."""
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

WORDS = "order customer invoice shipped pending Vienna Lisbon Osaka total amount note priority returned".split()


def row(generator):
    """A row of some 500 bytes, a third of them random, as in a table of orders."""
    text = " ".join(generator.choice(WORDS) for _ in range(30))
    return (generator.randrange(1 << 40), text, generator.randbytes(170), time.time())


def page_count(database):
    return database.execute("PRAGMA page_count").fetchone()[0] * 4096


def fill(database, generator, size):
    while page_count(database) < size:
        with database:
            database.executemany("INSERT INTO orders(ref, text, data, at) VALUES (?,?,?,?)",
                                 (row(generator) for _ in range(4000)))


def written():
    """The bytes that this thread has written, nearly all of them to the WAL."""
    with open("/proc/thread-self/io", encoding="ascii") as counters:
        return next(int(line.split()[1]) for line in counters if line.startswith("wchar:"))


def change(database, generator, seconds, target, most=None):
    """Transactions of 1 to 200 rows: new, changed and deleted ones; some large ones, until the size and the time are reached.

    With a limit, the bytes written follow the time, and nothing but growth exceeds it."""
    highest = database.execute("SELECT max(id) FROM orders").fetchone()[0]
    began, before = time.time(), written()
    end = began + seconds
    while time.time() < end or page_count(database) < target:
        if most and time.time() < end and written() - before > most * (time.time() - began) / seconds:
            time.sleep(0.03)
            continue
        kind = generator.random()
        with database:
            if kind < 0.5 or (kind < 0.9 and page_count(database) < target):
                count = 5000 if page_count(database) < target else 100
                database.executemany("INSERT INTO orders(ref, text, data, at) VALUES (?,?,?,?)",
                                     (row(generator) for _ in range(generator.randrange(1, count))))
            elif kind < 0.97:
                ids = [(generator.randrange(1 << 40), generator.randrange(1, highest)) for _ in range(100)]
                database.executemany("UPDATE orders SET ref = ? WHERE id = ?", ids)
            else:
                start = generator.randrange(1, highest)
                database.execute("DELETE FROM orders WHERE id BETWEEN ? AND ?", (start, start + 100))
        time.sleep(0.03)


def make(folder, litestream, megabytes, layout, changes=None):
    """Writes a database of this size while Litestream replicates it.

    changes: the bytes written after the first snapshot, as a share of the size; an eighth of the database grows meanwhile. Without it, a
    quarter grows, and as many transactions are made as a fixed pause allows."""
    live, replica = os.path.join(folder, "app.db"), os.path.join(folder, "replica")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    generator = random.Random(megabytes)
    size = megabytes << 20
    database = sqlite3.connect(live, isolation_level="IMMEDIATE", timeout=60)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA wal_autocheckpoint=0")
    database.execute("PRAGMA synchronous=NORMAL")
    database.execute("CREATE TABLE orders(id INTEGER PRIMARY KEY, ref INTEGER, text TEXT, data BLOB, at REAL)")
    database.execute("CREATE INDEX orders_ref ON orders(ref)")
    fill(database, generator, size * 3 // 4 if changes is None else size * 7 // 8)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    config = os.path.join(folder, "litestream.yml")
    with open(config, "w", encoding="utf-8") as out:
        if layout == "wal":
            out.write(f"dbs:\n  - path: {live}\n    replicas:\n      - url: file://{replica}\n        sync-interval: 1s\n")
        else:
            out.write(f"dbs:\n  - path: {live}\n    replica:\n      url: file://{replica}\n      sync-interval: 1s\n")
    with open(os.path.join(folder, "litestream.log"), "w", encoding="utf-8") as log:
        process = subprocess.Popen([litestream, "replicate", "-config", config], stdout=log, stderr=log)
        try:
            if changes is None:
                change(database, generator, 20 + megabytes / 20, size)
            else:
                change(database, generator, 20 + megabytes / 4, size, changes * size)
            time.sleep(5)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
    database.close()
    return replica


def files(folder):
    """The number of files below a folder, and their bytes."""
    sizes = [os.path.getsize(os.path.join(top, name)) for top, _, names in os.walk(folder) for name in names]
    return len(sizes), sum(sizes)


if __name__ == "__main__":
    print(make(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], float(sys.argv[5]) if sys.argv[5:] else None))
