package io.litedrill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.storage.StoreLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar with and without the libraries of the types of replicas. */
@Timeout(120)
class StoreLibrariesIT {
    private static final Path BUILT = Path.of("target");

    @TempDir
    Path folder;

    private static String url(StoreLibrary library) {
        return switch (library) {
            case GCS -> "gs://bucket/app";
            case ABS -> "abs://account@bucket/app";
            case SFTP -> "sftp://user:password@127.0.0.1:1/app";
            case NATS -> "nats://user:password@127.0.0.1:1/app";
        };
    }

    private record Ended(int code, String output) {}

    private Ended check(Path jar, String url) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", jar.toString(), "check", url)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LITEDRILL_HOME", folder.resolve("home").toString());
        builder.environment().put("STORAGE_EMULATOR_HOST", "127.0.0.1:1");
        builder.environment().put("LITESTREAM_AZURE_ACCOUNT_KEY", "a2V5");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theMainJarHasLessThan45Megabytes() throws Exception {
        assertThat(Files.size(BUILT.resolve("litedrill.jar"))).isLessThan(45_000_000L);
    }

    @Test
    void aMissingJarIsNamed() throws Exception {
        Path alone = Files.copy(BUILT.resolve("litedrill.jar"), folder.resolve("litedrill.jar"));
        for (StoreLibrary library : StoreLibrary.values()) {
            Ended ended = check(alone, url(library));

            String jar = String.valueOf(library.path().getFileName());
            assertThat(ended.code()).as(ended.output()).isEqualTo(3);
            assertThat(ended.output())
                    .contains("unknown replica-unsupported")
                    .contains("need " + folder.toRealPath().resolve("lib").resolve(jar) + ", which is missing")
                    .doesNotContain("Exception", "NoClassDefFound");
        }
    }

    @Test
    void aJarInTheFolderLibIsUsed() throws Exception {
        for (StoreLibrary library : StoreLibrary.values()) {
            Ended ended = check(BUILT.resolve("litedrill.jar"), url(library));

            assertThat(ended.code()).as(ended.output()).isEqualTo(3);
            assertThat(ended.output()).contains("unknown storage-unreachable", "did not answer");
        }
    }
}
