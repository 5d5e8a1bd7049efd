package io.litedrill.notify;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.OVERDUE;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import io.litedrill.json.JsonObject;
import io.litedrill.json.SampleResults;
import io.litedrill.recover.RestoreReport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages about changes, as a server on loopback receives them. Each notifier stands for one process. */
@Timeout(60)
class ChannelsTest {
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Set<Level> ALL = EnumSet.allOf(Level.class);
    private static final Finding UNREACHABLE = new Finding(
            FindingCode.STORAGE_UNREACHABLE,
            Severity.UNKNOWN,
            Facts.text("no answer"),
            "s3://backups",
            Hint.text("check the network"));

    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;
    private HttpServer server;

    @TempDir
    Path home;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean refused = refusals.getAndDecrement() > 0;
            if (!refused) {
                paths.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                received.add(JsonObject.parse(body));
            }
            exchange.sendResponseHeaders(refused ? 404 : 200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Channel hook(Channel.Format format, String path, Set<Level> levels) {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return new Channel(new Channel.Hook(format, uri), levels);
    }

    private Channel json(Set<Level> levels) {
        return hook(Channel.Format.JSON, "/hook", levels);
    }

    private Notifier process(Channel... channels) {
        Recipients recipients = new Recipients(
                Optional.empty(), Optional.empty(), Optional.empty(), false, Duration.ofSeconds(10), List.of(channels));
        return new Notifier(Map.of("shop", recipients), SentStates.in(Optional.of(home)), SHORT, clock);
    }

    /** Notifies of one check, in a new process. */
    private void check(Channel channel, Finding... findings) {
        try (Notifier notifier = process(channel)) {
            notifier.checks().accept(SampleResults.check(SHOP, NOON, findings));
        }
    }

    private List<String> titles() {
        return received.stream()
                .map(message -> message.text("title").orElseThrow())
                .toList();
    }

    @Test
    void aProblemAndItsEndAreSentOnceWhateverRunsInBetween() {
        Channel channel = json(Channel.USUAL);
        check(channel);
        check(channel, GAP);
        check(channel, GAP);
        check(channel, GAP);
        check(channel);
        check(channel);
        check(channel, GAP);

        assertThat(titles())
                .containsExactly("critical: shop (s3): gap", "recovered: shop (s3)", "critical: shop (s3): gap");
        assertThat(received)
                .extracting(message -> message.text("event").orElseThrow())
                .containsExactly("problem", "recovered", "problem");
        assertThat(received.get(0).text("text").orElseThrow())
                .contains(GAP.message(), GAP.hint().text());
    }

    @Test
    void oneProcessSendsThemOnceToo() {
        try (Notifier notifier = process(json(Channel.USUAL))) {
            for (int i = 0; i < 3; i++) {
                notifier.checks().accept(SampleResults.check(SHOP, NOON, GAP));
            }
            for (int i = 0; i < 3; i++) {
                notifier.checks().accept(SampleResults.check(SHOP, NOON));
            }
        }
        assertThat(titles()).containsExactly("critical: shop (s3): gap", "recovered: shop (s3)");
    }

    @Test
    void aFurtherProblemIsSentAndTheEndOfOneOfTwoIsNot() {
        Channel channel = json(Channel.USUAL);
        check(channel, OVERDUE);
        check(channel, GAP, OVERDUE);
        check(channel, OVERDUE);
        check(channel);

        assertThat(titles())
                .containsExactly(
                        "warning: shop (s3): " + OVERDUE.code().wire(),
                        "critical: shop (s3): gap, " + OVERDUE.code().wire(),
                        "recovered: shop (s3)");
    }

    @Test
    void aReplicaThatCannotBeReadEndsNothing() {
        Channel channel = json(Channel.USUAL);
        check(channel, GAP);
        try (Notifier notifier = process(channel)) {
            notifier.checks().accept(SampleResults.blindCheck(SHOP, NOON));
        }
        check(channel, GAP);

        assertThat(titles()).containsExactly("critical: shop (s3): gap");
    }

    @Test
    void severitiesLimitAChannel() {
        Channel pager = json(EnumSet.of(Level.CRITICAL));
        check(pager, OVERDUE);
        assertThat(received).isEmpty();

        check(pager, GAP, OVERDUE);
        check(pager, OVERDUE);
        assertThat(titles()).containsExactly("critical: shop (s3): gap", "recovered: shop (s3)");
    }

    @Test
    void unknownIsSentWhereItIsWanted() {
        check(json(ALL), UNREACHABLE);
        check(json(ALL), UNREACHABLE);

        assertThat(titles()).containsExactly("unknown: shop (s3): storage-unreachable");
    }

    @Test
    void drillsHaveAStateOfTheirOwn() {
        Channel channel = json(Channel.USUAL);
        try (Notifier notifier = process(channel)) {
            notifier.drills().accept(SampleResults.failedDrill(SHOP, "a", NOON));
            notifier.checks().accept(SampleResults.check(SHOP, NOON));
            notifier.drills().accept(SampleResults.failedDrill(SHOP, "b", NOON));
        }
        try (Notifier notifier = process(channel)) {
            notifier.drills().accept(SampleResults.passedDrill(SHOP, "c", NOON));
        }
        assertThat(titles()).hasSize(2).first().asString().startsWith("critical: shop (s3): ");
        assertThat(titles().get(1)).isEqualTo("recovered: shop (s3)");
    }

    @Test
    void aMessageThatFailedIsSentByTheNextCheckAfterARest() {
        Channel channel = json(Channel.USUAL);
        try (Notifier notifier = process(channel)) {
            refusals.set(1);
            notifier.checks().accept(SampleResults.check(SHOP, NOON, GAP));
            notifier.checks().accept(SampleResults.check(SHOP, NOON, GAP));
        }
        assertThat(received).as("it rests for a minute").isEmpty();

        check(channel, GAP);
        check(channel, GAP);
        assertThat(titles()).containsExactly("critical: shop (s3): gap");
    }

    @Test
    void restoresAreSentWhereInfoIsWanted() {
        RestoreReport report = SampleResults.restored(SHOP, "r1", NOON).from(new RestoreReport.Origin("ada", true));
        try (Notifier notifier = process(json(Channel.USUAL))) {
            notifier.restores().accept(report);
        }
        assertThat(received).isEmpty();
        try (Notifier notifier = process(json(ALL))) {
            notifier.restores().accept(report);
        }
        assertThat(titles()).containsExactly("restore restored: shop (s3)");
        assertThat(received.get(0).text("text").orElseThrow()).contains("/restores/shop.db", "Requested by ada");
    }

    @Test
    void chatServicesGetTheirOwnForm() {
        Finding hostile = new Finding(
                FindingCode.GAP,
                Severity.CRITICAL,
                Facts.text("<!channel> @everyone " + "x".repeat(5000)),
                "s3://b",
                Hint.text("see"));
        try (Notifier notifier = process(
                hook(Channel.Format.SLACK, "/slack", Channel.USUAL),
                hook(Channel.Format.DISCORD, "/discord", Channel.USUAL),
                hook(Channel.Format.NTFY, "/base/topic?auth=a%20b", Channel.USUAL))) {
            notifier.checks().accept(SampleResults.check(SHOP, NOON, hostile));
        }
        assertThat(paths).containsExactly("POST /slack", "POST /discord", "POST /base/?auth=a%20b");
        assertThat(received.get(0).text("text").orElseThrow())
                .startsWith("critical: shop (s3): gap\ngap: &lt;!channel&gt; @everyone")
                .doesNotContain("<")
                .hasSizeLessThan(3_100);
        assertThat(received.get(1).text("content").orElseThrow())
                .startsWith("critical: shop (s3): gap\n")
                .hasSizeLessThan(2_000);
        assertThat(received.get(1).object("allowed_mentions")).isPresent();
        assertThat(received.get(2).text("topic")).contains("topic");
        assertThat(received.get(2).integer("priority")).contains(5L);
        assertThat(received.get(2).text("title")).contains("critical: shop (s3): gap");
        assertThat(received.get(2).text("message").orElseThrow().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(4_096);
    }

    @Test
    void whatWasSentIsStoredWithoutAnAddress() throws Exception {
        check(hook(Channel.Format.JSON, "/secret-token", Channel.USUAL), GAP);

        assertThat(Files.readString(home.resolve("notified.json")))
                .contains("critical:gap")
                .doesNotContain("secret-token", "127.0.0.1");
        assertThat(Files.getPosixFilePermissions(home.resolve("notified.json"))).hasSize(2);
    }

    @Test
    void aDamagedMemorySendsAgainAndGoesOn() throws Exception {
        Channel channel = json(Channel.USUAL);
        check(channel, GAP);
        Files.writeString(home.resolve("notified.json"), "{\"states\": [{\"database\": 1");
        check(channel, GAP);
        check(channel, GAP);

        assertThat(titles()).hasSize(2);
    }

    @Test
    void emailsAreSentByARealServerThatWantsALogin() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        mail.setUser("litedrill@example.org", "ada", "right");
        mail.start();
        try {
            Finding finding = new Finding(
                    FindingCode.GAP,
                    Severity.CRITICAL,
                    Facts.text("Grün\r\nBcc: mallory@example.org"),
                    "s3://b",
                    Hint.text("see"));
            check(email(mail, Channel.Security.NONE, "right"), finding);
            check(email(mail, Channel.Security.NONE, "right"), finding);
            check(email(mail, Channel.Security.NONE, "right"));

            MimeMessage[] received = mail.getReceivedMessages();
            assertThat(received).hasSize(4);
            MimeMessage first = received[0];
            assertThat(first.getSubject()).isEqualTo("[litedrill] critical: shop (s3): gap");
            assertThat(first.getFrom()[0]).hasToString("litedrill@example.org");
            assertThat(first.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(first.getHeader("Bcc")).isNull();
            assertThat(String.valueOf(first.getContent())).contains("gap: Grün").contains("Next: see");
            assertThat(received[3].getSubject()).isEqualTo("[litedrill] recovered: shop (s3)");
            assertThat(GreenMailUtil.getAddressList(first.getAllRecipients()))
                    .isEqualTo("oncall@example.org, boss@example.org");
        } finally {
            mail.stop();
        }
    }

    @Test
    void emailsAreNotSentWithAWrongPasswordOrWithoutTheWantedEncryption() {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        mail.setUser("litedrill@example.org", "ada", "right");
        mail.start();
        try {
            check(email(mail, Channel.Security.NONE, "wrong"), GAP);
            check(email(mail, Channel.Security.STARTTLS, "right"), GAP);
            assertThat(mail.getReceivedMessages()).isEmpty();

            check(email(mail, Channel.Security.NONE, "right"), GAP);
            assertThat(mail.getReceivedMessages()).hasSize(2);
        } finally {
            mail.stop();
        }
    }

    @Test
    void eachOfTwoMailServersOnOneHostGetsItsMessages() {
        GreenMail one = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        GreenMail two = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        List.of(one, two).forEach(mail -> {
            mail.setUser("litedrill@example.org", "ada", "right");
            mail.start();
        });
        try {
            Channel first = email(one, Channel.Security.NONE, "right");
            Channel second = email(two, Channel.Security.NONE, "right");
            for (Finding[] findings : List.of(new Finding[] {GAP}, new Finding[] {GAP}, new Finding[0])) {
                try (Notifier notifier = process(first, second)) {
                    notifier.checks().accept(SampleResults.check(SHOP, NOON, findings));
                }
            }
            // two recipients, each with the problem and its end
            assertThat(one.getReceivedMessages()).hasSize(4);
            assertThat(two.getReceivedMessages()).hasSize(4);
        } finally {
            one.stop();
            two.stop();
        }
    }

    @Test
    void channelsOfOneUrlWithDifferentSeveritiesDoNotEndEachOthersProblems() {
        Channel warnings = json(EnumSet.of(Level.WARNING));
        Channel pager = json(EnumSet.of(Level.CRITICAL));
        for (int i = 0; i < 3; i++) {
            try (Notifier notifier = process(warnings, pager)) {
                notifier.checks().accept(SampleResults.check(SHOP, NOON, GAP));
            }
        }
        assertThat(titles()).containsExactly("critical: shop (s3): gap");
    }

    private static Channel email(GreenMail mail, Channel.Security security, String password) {
        return new Channel(
                new Channel.Email(
                        new Channel.MailServer("127.0.0.1", mail.getSmtp().getPort(), security, Optional.empty()),
                        Optional.of(new Channel.Login("ada", password)),
                        "litedrill@example.org",
                        List.of("oncall@example.org", "boss@example.org")),
                Channel.USUAL);
    }
}
