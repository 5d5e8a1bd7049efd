package io.litedrill.cli;

import static java.util.Map.entry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import io.litedrill.text.PlainText;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Configures the log without a file, since an XML parser would take longer to load than many commands run. Leaves the
 * configuration to Logback where a file was named with {@code -Dlogback.configurationFile}, and in tests.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level %logger{0}: %replace(%msg){'"
            + PlainText.UNSAFE + "', '?'}%n%nopex";
    private static final String TEST_FILE = "logback-test.xml";
    private static final String FILE_PROPERTY = "logback.configurationFile";

    private static final byte[] NOTHING = {};

    /** The levels of libraries. Litedrill's own findings and errors report the same, with the place and next step. */
    private static final Map<String, Level> LEVELS = Map.ofEntries(
            entry("software.amazon.awssdk", Level.ERROR),
            entry("org.apache.sshd", Level.OFF),
            entry("com.azure", Level.OFF),
            entry("com.microsoft.aad", Level.OFF),
            entry("org.apache.hc", Level.ERROR),
            entry("com.zaxxer", Level.ERROR),
            entry("org.flywaydb", Level.ERROR),
            // one line for each thread and attempt while the database of a cluster is down, which Membership logs once
            entry("org.quartz.impl.jdbcjobstore", Level.OFF),
            entry("org.quartz.core", Level.OFF),
            // it logs the stack when two processes remove one leftover file; a library that does not load is thrown
            entry("org.sqlite.SQLiteJDBCLoader", Level.OFF),
            // it warns of the requests of clients, and any client could fill the disk with such lines
            entry("org.eclipse.jetty.http", Level.ERROR));

    /** Creates the configurator. Called by Logback. */
    public LogConfigurator() {}

    @Override
    public ExecutionStatus configure(LoggerContext log) {
        if (System.getProperty(FILE_PROPERTY) != null || getClass().getResource("/" + TEST_FILE) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        log.getStatusManager().add(new NopStatusListener());
        ch.qos.logback.classic.Logger root = log.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(stderr(log));
        LEVELS.forEach((name, level) -> log.getLogger(name).setLevel(level));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Returns the output. Results alone go to stdout. */
    private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext log) {
        LineEncoder encoder = new LineEncoder();
        encoder.setContext(log);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(log);
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        RepeatedLines repeated = new RepeatedLines();
        repeated.start();
        appender.addFilter(repeated);
        appender.start();
        return appender;
    }

    /** Formats log lines. Most commands log nothing, so it prepares the pattern for the first line only. */
    private static final class LineEncoder extends EncoderBase<ILoggingEvent> {
        private Optional<PatternLayoutEncoder> prepared = Optional.empty();

        @Override
        public synchronized byte[] encode(ILoggingEvent event) {
            if (prepared.isEmpty()) {
                prepared = Optional.of(prepare());
            }
            return prepared.get().encode(event);
        }

        private PatternLayoutEncoder prepare() {
            PatternLayoutEncoder encoder = new PatternLayoutEncoder();
            encoder.setContext(getContext());
            encoder.setPattern(PATTERN);
            encoder.start();
            return encoder;
        }

        @Override
        public byte[] headerBytes() {
            return NOTHING;
        }

        @Override
        public byte[] footerBytes() {
            return NOTHING;
        }
    }
}
