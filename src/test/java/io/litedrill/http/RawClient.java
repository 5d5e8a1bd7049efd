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

/** Sends requests byte by byte, over one connection until the server closes it. */
final class RawClient implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("(?m)^content-length: (\\d+)");

    private static final byte[] END = "\r\n\r\n".getBytes(ISO_8859_1);

    private final int port;
    private Optional<Connection> connection = Optional.empty();

    RawClient(int port) {
        this.port = port;
    }

    /**
     * The status and headers of a response.
     *
     * @param head in lower case
     */
    record Reply(int status, String head) {}

    /** A connection, and the received bytes that no response was read from. */
    private record Connection(Socket socket, InputStream in) {}

    /** Sends on the open connection, or on a new one if the server closed it. */
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
        Connection open = open();
        open.socket().getOutputStream().write(request.getBytes(ISO_8859_1));
        String head = head(open.in());
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
            open.in().readNBytes(Integer.parseInt(length.group(1)));
        }
        return new Reply(Integer.parseInt(status.group(1)), lower);
    }

    private Connection open() throws IOException {
        if (connection.isEmpty()) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(30_000);
            socket.setTcpNoDelay(true);
            connection = Optional.of(new Connection(socket, new BufferedInputStream(socket.getInputStream())));
        }
        return connection.orElseThrow();
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < END.length) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.write(b);
            ending = b == END[ending] ? ending + 1 : b == END[0] ? 1 : 0;
        }
        return head.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        if (connection.isPresent()) {
            connection.get().socket().close();
        }
        connection = Optional.empty();
    }
}
