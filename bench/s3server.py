"""Serves a folder as buckets of an S3 store on 127.0.0.1, read-only, with a delay before each response. Used by bench/run.

Checks no signatures. Counts requests and bytes, so that they are known for every client.
"""
import datetime
import http.server
import os
import threading
import time
import urllib.parse
from xml.sax.saxutils import escape

PAGE = 1000
# burst of a connection with a limit, in bytes
PIECE = 256 << 10
S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


def keys(bucket):
    """Returns the keys of a bucket with size and time, in the order of S3."""
    found = []
    for top, _, names in os.walk(bucket, followlinks=True):
        for name in names:
            path = os.path.join(top, name)
            status = os.stat(path)
            found.append((os.path.relpath(path, bucket), status.st_size, status.st_mtime))
    return sorted(found, key=lambda entry: entry[0].encode())


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def etag(path):
    status = os.stat(path)
    return f'"{status.st_size:x}-{status.st_mtime_ns:x}"'


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def do_GET(self):
        time.sleep(self.server.latency)
        url = urllib.parse.urlsplit(self.path)
        bucket, _, key = urllib.parse.unquote(url.path).lstrip("/").partition("/")
        query = {name: values[0] for name, values in urllib.parse.parse_qs(url.query, keep_blank_values=True).items()}
        place = os.path.join(self.server.folder, bucket)
        if key:
            self.object(os.path.join(place, key))
        elif os.path.isdir(place):
            self.listing(place, bucket, query)
        else:
            self.failure(404, "NoSuchBucket")

    do_HEAD = do_GET

    def listing(self, place, bucket, query):
        prefix, delimiter = query.get("prefix", ""), query.get("delimiter", "")
        after = query.get("continuation-token") or query.get("start-after") or query.get("marker") or ""
        most = min(PAGE, int(query.get("max-keys", PAGE)))
        contents, prefixes, last, truncated = [], [], "", False
        for key, size, at in keys(place):
            common = key[:key.find(delimiter, len(prefix)) + 1] if delimiter and delimiter in key[len(prefix):] else ""
            if not key.startswith(prefix) or key <= after or (common and (common <= after or common in prefixes)):
                continue
            if len(contents) + len(prefixes) == most:
                truncated = True
                break
            last = common or key
            if common:
                prefixes.append(common)
            else:
                contents.append(f"<Contents><Key>{escape(key)}</Key><LastModified>{stamp(at)}</LastModified>"
                                f"<ETag>{escape(etag(os.path.join(place, key)))}</ETag><Size>{size}</Size>"
                                "<StorageClass>STANDARD</StorageClass></Contents>")
        more = f"<NextContinuationToken>{escape(last)}</NextContinuationToken><NextMarker>{escape(last)}</NextMarker>" if truncated else ""
        body = (f'<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="{S3_NAMESPACE}"><Name>{escape(bucket)}</Name>'
                f"<Prefix>{escape(prefix)}</Prefix><KeyCount>{len(contents) + len(prefixes)}</KeyCount><MaxKeys>{most}</MaxKeys>"
                f"<IsTruncated>{str(truncated).lower()}</IsTruncated>{more}" + "".join(contents)
                + "".join(f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>" for each in prefixes)
                + "</ListBucketResult>")
        self.respond(200, body.encode())

    def object(self, path):
        if not os.path.isfile(path):
            self.failure(404, "NoSuchKey")
            return
        with open(path, "rb") as content:
            size = os.path.getsize(path)
            first, last = self.range(size)
            self.send_response(206 if "Range" in self.headers else 200)
            self.send_header("Content-Length", str(last - first + 1))
            self.send_header("ETag", etag(path))
            self.send_header("Last-Modified", self.date_time_string(os.path.getmtime(path)))
            self.send_header("x-amz-meta-litestream-timestamp", stamp(os.path.getmtime(path)))
            if "Range" in self.headers:
                self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
            self.end_headers()
            sent = 0
            if self.command == "GET":
                self.wfile.flush()
                try:
                    start = time.monotonic()
                    while first + sent <= last:
                        most = min(PIECE, last - first + 1 - sent) if self.server.rate else last - first + 1 - sent
                        sent += os.sendfile(self.connection.fileno(), content.fileno(), first + sent, most)
                        if self.server.rate:
                            time.sleep(max(0, start + sent / self.server.rate - time.monotonic()))
                except OSError:
                    # the client has read enough
                    self.close_connection = True
            self.server.count(sent)

    def range(self, size):
        text = self.headers.get("Range", f"bytes=0-{size - 1}")
        first, _, last = text.removeprefix("bytes=").partition("-")
        if not first:
            return max(0, size - int(last)), size - 1
        return int(first), min(size - 1, int(last) if last else size - 1)

    def failure(self, status, code):
        self.respond(status, f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{code}</Message></Error>'.encode())

    def respond(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
        self.server.count(len(body))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder, latency, rate=None):
        """Serves the folders in a folder as buckets; waits this number of seconds before each response.

        With a rate, each connection sends that many bytes of an object a second at most.
        """
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder, self.latency, self.rate, self.lock = folder, latency, rate, threading.Lock()
        self.requests = self.bytes = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        """Prints nothing about a client that closed its connection."""

    def count(self, sent):
        with self.lock:
            self.requests += 1
            self.bytes += sent

    def taken(self):
        """Returns the requests and bytes since the last call."""
        with self.lock:
            taken, self.requests, self.bytes = (self.requests, self.bytes), 0, 0
        return taken

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.server_address[1]}"
