package io.litedrill.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests byte by byte as given, over one connection as long as the server keeps it. */
final class RawClient implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("(?m)^content-length: (\\d+)");

    private final int port;
    private Optional<Socket> connection = Optional.empty();

    RawClient(int port) {
        this.port = port;
    }

    /**
     * The status and headers of a response.
     *
     * @param head in lower case
     */
    record Reply(int status, String head) {}

    /** Sends on the open connection, or on a new one where the server has closed it. */
    Reply send(String method, String request) throws IOException {
        boolean kept = connection.isPresent();
        try {
            return exchange(method, request);
        } catch (IOException e) {
            close();
            if (!kept) {
                throw e;
            }
            return exchange(method, request);
        }
    }

    private Reply exchange(String method, String request) throws IOException {
        Socket socket = open();
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String head = head(in);
        Matcher status = STATUS.matcher(head);
        if (!status.lookingAt()) {
            throw new IOException("no status: " + head);
        }
        String lower = head.toLowerCase(Locale.ROOT);
        Matcher length = LENGTH.matcher(lower);
        boolean ends = request.contains("HTTP/1.0") || lower.contains("connection: close") || !length.find();
        if (ends) {
            close();
        } else if (!method.equals("HEAD")) {
            in.readNBytes(Integer.parseInt(length.group(1)));
        }
        return new Reply(Integer.parseInt(status.group(1)), lower);
    }

    private Socket open() throws IOException {
        if (connection.isEmpty()) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            socket.setTcpNoDelay(true);
            connection = Optional.of(socket);
        }
        return connection.orElseThrow();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.write(b);
        }
        return head.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        if (connection.isPresent()) {
            connection.get().close();
        }
        connection = Optional.empty();
    }
}
