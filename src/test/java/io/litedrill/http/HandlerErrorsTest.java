package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors, such as those of a class that cannot be loaded, end a request as exceptions do. */
class HandlerErrorsTest {
    private static final String REQUEST = "GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Server server = new Server();

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void anErrorOfAHandlerIsAnswered() throws Exception {
        server.setErrorHandler(new JettyProblems());

        assertThat(answer()).startsWith("HTTP/1.1 500").contains("See its log for details");
    }

    @Test
    void anErrorWhileAnErrorIsAnsweredEndsTheConnection() throws Exception {
        server.setErrorHandler(new Broken());

        assertThat(answer()).doesNotContain("HTTP/1.1 200");
    }

    /** Returns the response; empty if the connection was closed without one. */
    private String answer() throws Exception {
        LocalConnector connector = new LocalConnector(server);
        server.addConnector(connector);
        Lanes lanes = new Lanes(new Connections(ClientLimits.DEFAULTS), Set.of());
        lanes.setHandler(new Failing());
        server.setHandler(lanes);
        server.start();
        LocalConnector.LocalEndPoint client = connector.executeRequest(REQUEST);
        String answer = String.valueOf(client.getResponse(false, PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertThat(client.isOpen() && answer.equals("null")).as("waits").isFalse();
        return answer;
    }

    @Test
    void anErrorOfARouteIsAProblem(@TempDir Path folder) {
        try (RunningApi api = RunningApi.usual(folder)) {
            api.beforeMetrics = HandlerErrorsTest::fail;

            var response = api.get("/metrics");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).contains("urn:litedrill:problem:internal");
        }
    }

    private static void fail() {
        throw new NoClassDefFoundError("io/litedrill/Lacking");
    }

    /** Fails as a handler whose class cannot be loaded. */
    private static final class Failing extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            fail();
            return true;
        }
    }

    /** Fails too. */
    private static final class Broken extends ErrorHandler {
        @Override
        protected void generateResponse(
                Request request,
                Response response,
                int code,
                @Nullable String message,
                @Nullable Throwable cause,
                Callback callback) {
            fail();
        }
    }
}
