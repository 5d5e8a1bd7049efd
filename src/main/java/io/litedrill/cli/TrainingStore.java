package io.litedrill.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Serves a folder of small files as the bucket {@code training} of an S3 store on loopback, so that the training also
 * loads the classes that read the responses of a store. Answers listings of one page and ranges of files.
 */
final class TrainingStore implements AutoCloseable {
    private static final String BUCKET = "training";
    private static final Pattern LISTING = Pattern.compile("GET /" + BUCKET + "\\?\\S*\\bprefix=([^& ]*).*");
    private static final Pattern OBJECT = Pattern.compile("GET /" + BUCKET + "/([^? ]+).*");
    private static final Pattern RANGE = Pattern.compile("range: bytes=(\\d+)-(\\d+)", Pattern.CASE_INSENSITIVE);

    private final Path folder;
    private final ServerSocket socket;

    private TrainingStore(Path folder, ServerSocket socket) {
        this.folder = folder;
        this.socket = socket;
    }

    /** Starts to serve the files below a folder. */
    static TrainingStore of(Path folder) throws IOException {
        TrainingStore store = new TrainingStore(folder, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
        inBackground(store::accept);
        return store;
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "litedrill-training");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the URL of a folder in the bucket. */
    String url(Path replica) {
        return "s3://" + BUCKET + "/" + folder.relativize(replica) + "?region=us-east-1&endpoint=http://"
                + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                inBackground(() -> answer(client));
            } catch (IOException closed) {
                // the training has ended
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            for (List<String> request = request(lines); !request.isEmpty(); request = request(lines)) {
                client.getOutputStream().write(response(request));
            }
        } catch (IOException gone) {
            // the client has closed its connection
        }
    }

    /** Returns the lines of the next request; none at the end of the connection. */
    private static List<String> request(BufferedReader lines) throws IOException {
        Stream.Builder<String> request = Stream.builder();
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            request.add(line);
        }
        return request.build().toList();
    }

    private byte[] response(List<String> request) throws IOException {
        Matcher listing = LISTING.matcher(request.get(0));
        Matcher object = OBJECT.matcher(request.get(0));
        if (listing.matches()) {
            return response("200 OK", "Content-Type: application/xml", listing(decoded(listing.group(1))));
        }
        return object.matches()
                ? range(Files.readAllBytes(folder.resolve(decoded(object.group(1)))), request)
                : response(
                        "404 Not Found", "Content-Type: application/xml", "<Error/>".getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private byte[] listing(String prefix) throws IOException {
        StringBuilder page = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>" + BUCKET
                + "</Name><IsTruncated>false</IsTruncated>");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String key = folder.relativize(file).toString();
                if (key.startsWith(prefix)) {
                    page.append("<Contents><Key>").append(key);
                    page.append("</Key><LastModified>").append(time(file));
                    page.append("</LastModified><ETag>\"1\"</ETag><Size>").append(Files.size(file));
                    page.append("</Size></Contents>");
                }
            }
        }
        return page.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Instant time(Path file) throws IOException {
        return Instant.ofEpochSecond(Files.getLastModifiedTime(file).toInstant().getEpochSecond());
    }

    private static byte[] range(byte[] content, List<String> request) throws IOException {
        for (String header : request) {
            Matcher range = RANGE.matcher(header);
            if (range.matches()) {
                int first = Integer.parseInt(range.group(1));
                int end = Integer.parseInt(range.group(2)) + 1;
                String place = "Content-Range: bytes " + first + "-" + (end - 1) + "/" + content.length;
                return response("206 Partial Content", place, Arrays.copyOfRange(content, first, end));
            }
        }
        return response("200 OK", "Content-Type: application/octet-stream", content);
    }

    private static byte[] response(String status, String header, byte[] body) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        String head = "HTTP/1.1 " + status + "\r\n" + header + "\r\nETag: \"1\"\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        response.write(head.getBytes(StandardCharsets.ISO_8859_1));
        response.write(body);
        return response.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
