"""The contenders of bench/run: restores by Litedrill and by Litestream of one replica, and a plain copy."""
import json
import os
import statistics
import subprocess
import sys
import time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOLS = os.environ.get("LITEDRILL_TOOLS", os.path.join(HOME, ".ci", "cache"))
LAUNCHER = os.path.join(HOME, "litedrill")
LAYOUTS = {"wal": "0.3.13", "ltx": "0.5.17"}
# the options of the launcher for the daemon
DAEMON = ["-XX:+UseSerialGC", "-XX:CompileThresholdScaling=10", "-Xmx128m"]
BUCKET = "backups"
# Litestream 0.5 rejects its own client if AWS_CA_BUNDLE is set
KEYS = {**{name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}, "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_REGION": "us-east-1"}
SECONDS = 600


class Failed(Exception):
    """A contender that failed; the part of the benchmark that it belongs to is left out."""


def measure(command, environment=None):
    """Runs a command; returns wall seconds, processor seconds, its peak memory in MiB, and its output."""
    start = time.monotonic()
    process = subprocess.Popen(["timeout", "--foreground", str(SECONDS), *command], env=environment or KEYS, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"{' '.join(command)} ended with {process.returncode}: {text[-1500:]}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text


def litestream(layout):
    return os.path.join(TOOLS, "litestream-" + LAYOUTS[layout])


def integrity_check(output):
    code = "import sqlite3,sys; r=sqlite3.connect(sys.argv[1]).execute('PRAGMA integrity_check').fetchall(); sys.exit(r!=[('ok',)])"
    return [sys.executable, "-c", code, output]


def copy(source, output):
    code = ("import os,shutil,sys; shutil.copyfile(sys.argv[1],sys.argv[2]); "
            "f=os.open(sys.argv[2],os.O_RDWR); os.fsync(f)")
    return [sys.executable, "-c", code, source, output]


def fresh(output):
    for name in os.listdir(os.path.dirname(output)):
        os.remove(os.path.join(os.path.dirname(output), name))
    return output


class Folder:
    """A replica in a folder."""
    name = "folder"
    server = None

    def __init__(self, layout, folder):
        self.layout, self.folder, self.replica = layout, folder, os.path.join(folder, "replica")

    def litestream(self, output):
        return [litestream(self.layout), "restore", "-o", output, "file://" + self.replica]

    @property
    def url(self):
        return "file://" + self.replica

    @property
    def warm(self):
        return [self.replica]


class S3:
    """The same replica behind an S3 server with latency, and optionally with a limit for each connection."""

    def __init__(self, layout, folder, server):
        self.layout, self.folder, self.server = layout, folder, server
        self.name = f"S3 with {server.rate / 1e6:.0f} MB/s for each connection" if server.rate else "S3"
        self.path = os.path.basename(folder)
        place = os.path.join(server.folder, BUCKET, self.path)
        if not os.path.lexists(place):
            os.makedirs(place)
            # Litestream 0.5 names levels differently in S3 and in a folder
            replica = os.path.join(folder, "replica")
            inside, form = (os.path.join(replica, "ltx"), "{:04x}") if layout == "ltx" else (replica, "{}")
            for each in os.listdir(inside):
                os.symlink(os.path.join(inside, each), os.path.join(place, form.format(int(each) if layout == "ltx" else each)))

    def litestream(self, output):
        config = os.path.join(self.folder, "s3.yml")
        lines = ["type: s3", f"bucket: {BUCKET}", f"path: {self.path}", f"endpoint: {self.server.endpoint}", "region: us-east-1",
                 "force-path-style: true"]
        with open(config, "w", encoding="utf-8") as out:
            out.write(f"dbs:\n  - path: {self.folder}/app.db\n    replicas:\n      - " + "\n        ".join(lines) + "\n")
        return [litestream(self.layout), "restore", "-config", config, "-o", output, self.folder + "/app.db"]

    @property
    def url(self):
        return f"s3://{BUCKET}/{self.path}?endpoint={self.server.endpoint}"

    @property
    def warm(self):
        return [self.server.endpoint, BUCKET, self.path]


class Warm:
    """Litedrill in one process for all rounds."""

    def __init__(self, classpath, source, output):
        self.process = subprocess.Popen(["java", *DAEMON, "-cp", classpath, "io.litedrill.bench.WarmRestore", output, *source.warm],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def restore(self, kind):
        """Restores once; returns wall seconds, processor seconds, peak MiB so far, requests and bytes."""
        self.process.stdin.write(kind + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise Failed("the warm process ended: " + self.process.stderr.read()[-1500:])
        wall, cpu, requests, count = line.split()
        return float(wall), float(cpu), self.peak(), (int(requests), int(count))

    def peak(self):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

    def close(self):
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            pipe.close()


class Series:
    """The rounds of one contender."""

    def __init__(self):
        self.wall, self.cpu, self.memory, self.traffic = [], [], [], None

    def add(self, wall, cpu, memory, traffic=None):
        self.wall.append(wall)
        self.cpu.append(cpu)
        self.memory.append(memory)
        self.traffic = traffic if isinstance(traffic, tuple) else self.traffic


def ratio(one, other, values=lambda series: series.wall):
    """The median of the ratios of paired rounds."""
    return statistics.median(first / second for first, second in zip(values(one), values(other)))


def proved(config, output):
    """Restores from the proved copy; fails if the restore read the replica."""
    run = measure([LAUNCHER, "restore", "app", "-c", config, "-o", output, "--json"])
    answer = json.loads(run[3])
    answer = answer[0] if isinstance(answer, list) else answer
    if answer.get("source") != "proved copy":
        raise Failed("the restore did not take the proved copy: " + run[3][-800:])
    return run
