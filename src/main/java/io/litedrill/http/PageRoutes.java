package io.litedrill.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Serves the page for browsers: the files of the folder {@code page}, and uPlot. They hold no data. */
final class PageRoutes {
    /** Only scripts and styles of this server; nothing inline, nothing from elsewhere, in no frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";

    private static final String PAGE = "/page/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");
    /** Maps the names in requests to resources. */
    private static final Map<String, String> LIBRARIES =
            Map.of("uplot.js", UPLOT + "uPlot.esm.js", "uplot.css", UPLOT + "uPlot.min.css");

    List<Route> all() {
        return List.of(
                Route.get("/", Access.PAGE, context -> send(context, "index.html")),
                Route.get("/page/{file}", Access.PAGE, context -> send(context, context.pathParam("file"))));
    }

    private static void send(Context context, String file) {
        String type = type(file);
        byte[] content = read(file);
        context.header("Content-Security-Policy", POLICY);
        context.header("Referrer-Policy", "no-referrer");
        context.header("X-Frame-Options", "DENY");
        context.header("Cross-Origin-Opener-Policy", "same-origin");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        context.contentType(type).result(content);
    }

    /**
     * Returns the media type of a file.
     *
     * @throws ProblemException for a name that no file of the page has
     */
    private static String type(String file) {
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null || !file.matches("[a-z]+(-[a-z]+)*\\.[a-z]+")) {
            throw notFound();
        }
        return type;
    }

    private static byte[] read(String file) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(LIBRARIES.getOrDefault(file, PAGE + file))) {
            if (in == null) {
                throw notFound();
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.NOT_FOUND, "The page has no such file. Open the page itself at /");
    }
}
