package io.litedrill.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Provides the alert rules for Prometheus that belong to this version. */
public final class RuleFile {
    private static final String RESOURCE = "/alerts/litedrill.rules.yml";
    private static final String SHIPPED = "runbook_url: docs/runbooks/";

    private RuleFile() {}

    /** Returns the rules as shipped: {@code runbook_url} holds paths of the repository. */
    public static String shipped() {
        try (InputStream stream = RuleFile.class.getResourceAsStream(RESOURCE)) {
            return new String(
                    Optional.ofNullable(stream)
                            .orElseThrow(() -> new IllegalStateException("not in this build: " + RESOURCE))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the rules with links to runbooks.
     *
     * @param runbooks the URL of the folder with the runbooks
     * @throws UsageException if it is not an absolute http or https URL of a folder
     */
    public static String withRunbooks(String runbooks) throws UsageException {
        return shipped().replace(SHIPPED, "runbook_url: " + folder(runbooks) + "/");
    }

    private static String folder(String typed) throws UsageException {
        try {
            URI uri = new URI(typed);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return typed.replaceFirst("/+$", "");
            }
        } catch (URISyntaxException notOne) {
            // reported below, as every other text that is not such a URL
        }
        throw new UsageException("--runbooks: " + typed
                + " is not the URL of a folder. An example:"
                + " https://git.example.org/ops/litedrill/blob/main/docs/runbooks");
    }
}
