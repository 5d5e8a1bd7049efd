package io.litedrill.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.ToolRun;
import io.litedrill.json.JsonObject;
import io.litedrill.litestream.GoldenReplica;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts of drills: written, verified by the command and by openssl, and refused after a change. */
class ReceiptTest {
    @TempDir
    Path folder;

    private CommandRun run;

    @BeforeEach
    void configure() throws Exception {
        run = new CommandRun(folder);
        GoldenReplica.load("ltx/basic")
                .copyTo(folder.resolve("replica"), Instant.now().minusSeconds(60));
        key("receipts");
        configured("> 0");
    }

    private void key(String name) throws Exception {
        openssl("genpkey", "-algorithm", "ed25519", "-out", file(name + ".key"));
        openssl("pkey", "-in", file(name + ".key"), "-pubout", "-out", file(name + ".pub"));
        Files.setPosixFilePermissions(folder.resolve(name + ".key"), PosixFilePermissions.fromString("rw-------"));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static String openssl(String... words) throws Exception {
        ToolRun run = ToolRun.of("openssl", words);
        assertThat(run.exitCode()).as(run.output()).isZero();
        return run.output();
    }

    private void configured(String expected) throws IOException {
        configured("assertions: [{name: one, sql: SELECT 1, expect: '" + expected + "'}]", "");
    }

    private void configured(String tests, String drill) throws IOException {
        Files.writeString(
                folder.resolve("litedrill.yml"),
                "receipts: {key_file: receipts.key, folder: receipts}\n"
                        + "verify: {" + tests + "}\n"
                        + drill
                        + "databases: [{name: app, replica: " + folder.resolve("replica") + "}]\n");
    }

    private Path receipt() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("receipts"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private CommandRun.Result verify(Path receipt, String key) throws Exception {
        return run.of("receipt", "verify", receipt.toString(), "--public-key", file(key));
    }

    @Test
    void theReceiptOfAPassedDrillIsValid() throws Exception {
        assertThat(run.of("drill", "app").exitCode()).isZero();

        CommandRun.Result result = verify(receipt(), "receipts.pub");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("valid: drill of app (file) passed, recovery point ", "SHA-256 of the restored file ");
        assertDigestOfTheNewestState(result);
        CommandRun.Result json =
                run.of("receipt", "verify", receipt().toString(), "--public-key", file("receipts.pub"), "--json");
        assertThat(json.exitCode()).as(json.output()).isZero();
        JsonObject verified = JsonObject.parse(json.output());
        assertThat(verified.flag("valid")).contains(true);
        assertThat(verified.object("statement").flatMap(statement -> statement.text("_type")))
                .isPresent();
    }

    private void assertDigestOfTheNewestState(CommandRun.Result verified) throws Exception {
        String digest = verified.output().strip().replaceAll("(?s).* ", "");
        assertThat(digest).hasSize(64);
        assertThat(run.of("restore", "app", "-o", file("again.db")).exitCode()).isZero();
        assertThat(openssl("dgst", "-sha256", "-r", file("again.db"))).startsWith(digest);
    }

    @Test
    void theDigestIsNotThatOfTheRandomPoint() throws Exception {
        configured("", "drill: {point: random}\n");
        CommandRun.Result drill = run.of("drill", "app");
        assertThat(drill.exitCode()).as(drill.output()).isZero();

        assertDigestOfTheNewestState(verify(receipt(), "receipts.pub"));
    }

    @Test
    void theDigestIsThatOfTheFileBeforeTheOwnersProgramChangesIt() throws Exception {
        configured("command: [/bin/sh, -c, 'echo changed >> \"$LITEDRILL_DATABASE_FILE\"']", "");
        CommandRun.Result drill = run.of("drill", "app");
        assertThat(drill.exitCode()).as(drill.output()).isZero();

        assertDigestOfTheNewestState(verify(receipt(), "receipts.pub"));
    }

    /** A second implementation: openssl verifies the bytes that the specification of DSSE defines. */
    @Test
    void opensslVerifiesTheSignature() throws Exception {
        assertThat(run.of("drill", "app").exitCode()).isZero();
        JsonObject envelope = JsonObject.parse(Files.readString(receipt()));
        byte[] payload = Base64.getDecoder().decode(envelope.text("payload").orElseThrow());
        String type = envelope.text("payloadType").orElseThrow();
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(
                ("DSSEv1 " + type.length() + " " + type + " " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(payload);
        Files.write(folder.resolve("signed"), signed.toByteArray());
        String signature =
                envelope.objects("signatures").orElseThrow().get(0).text("sig").orElseThrow();
        Files.write(folder.resolve("signature"), Base64.getDecoder().decode(signature));

        assertThat(openssl(
                        "pkeyutl",
                        "-verify",
                        "-rawin",
                        "-pubin",
                        "-inkey",
                        file("receipts.pub"),
                        "-in",
                        file("signed"),
                        "-sigfile",
                        file("signature")))
                .contains("Signature Verified Successfully");
        JsonObject statement = JsonObject.parse(new String(payload, StandardCharsets.UTF_8));
        assertThat(statement.text("_type")).contains("https://in-toto.io/Statement/v1");
        assertThat(statement
                        .object("predicate")
                        .orElseThrow()
                        .object("drill")
                        .orElseThrow()
                        .text("outcome"))
                .contains("passed");
    }

    @Test
    void aChangedReceiptAndAnotherKeyAreNotValid() throws Exception {
        assertThat(run.of("drill", "app").exitCode()).isZero();
        key("other");
        JsonObject envelope = JsonObject.parse(Files.readString(receipt()));
        String payload =
                new String(Base64.getDecoder().decode(envelope.text("payload").orElseThrow()), StandardCharsets.UTF_8);
        String changed = Base64.getEncoder()
                .encodeToString(
                        payload.replace("\"name\":\"app\"", "\"name\":\"abc\"").getBytes(StandardCharsets.UTF_8));
        Path forged = Files.writeString(
                folder.resolve("forged.json"),
                Files.readString(receipt()).replace(envelope.text("payload").orElseThrow(), changed));

        assertThat(changed).isNotEqualTo(envelope.text("payload").orElseThrow());
        assertThat(verify(forged, "receipts.pub").exitCode()).isEqualTo(2);
        assertThat(verify(receipt(), "other.pub").exitCode()).isEqualTo(2);
        assertThat(verify(folder.resolve("litedrill.yml"), "receipts.pub").exitCode())
                .isEqualTo(2);
        assertThat(verify(folder.resolve("none"), "receipts.pub").exitCode()).isEqualTo(64);
    }

    @Test
    void aFailedDrillHasAReceiptToo() throws Exception {
        configured("> 1");
        assertThat(run.of("drill", "app").exitCode()).isEqualTo(2);

        CommandRun.Result result = verify(receipt(), "receipts.pub");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains("drill of app (file) failed");
    }

    @Test
    void aKeyThatOthersCanReadSignsNothing() throws Exception {
        Files.setPosixFilePermissions(folder.resolve("receipts.key"), PosixFilePermissions.fromString("rw-r--r--"));

        // the log of this process is not captured
        CommandRun.Result drill = run.process(CommandRun.words("drill", "app"));

        assertThat(drill.exitCode()).isZero();
        assertThat(drill.output()).contains("has no receipt", "receipts.key", "chmod 0600");
        assertThat(folder.resolve("receipts")).doesNotExist();
    }
}
