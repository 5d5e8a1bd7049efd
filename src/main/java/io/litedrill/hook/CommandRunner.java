package io.litedrill.hook;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs configured commands, each until it ends or reaches its time limit. Safe for use by several threads. */
public final class CommandRunner {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final long LAST_WORDS_MILLIS = 500;

    /**
     * Runs a command in the working folder of this process, with empty standard input. Never throws: a failure is
     * returned as an outcome.
     */
    public HookOutcome run(HookCommand command) {
        return run(command, line -> {});
    }

    /**
     * Runs a command as {@link #run(HookCommand)} does.
     *
     * @param lines receives each line of its output as soon as it is complete, in another thread
     */
    public HookOutcome run(HookCommand command, Consumer<String> lines) {
        Process process;
        try {
            process = start(command);
        } catch (IOException e) {
            return new HookOutcome.NotStarted(command.arguments().get(0) + ": could not be started: " + reason(e));
        }
        OutputTail output = OutputTail.of(process.getInputStream(), new OutputLines(lines));
        try {
            return await(process, command, output);
        } catch (InterruptedException e) {
            end(process);
            Thread.currentThread().interrupt();
            return new HookOutcome.Interrupted();
        }
    }

    private static Process start(HookCommand command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.passed())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(command.environment());
        return builder.start();
    }

    /**
     * Returns the message of the operating system without the command line that Java prepends: arguments may contain
     * secrets.
     */
    private static String reason(IOException e) {
        return String.valueOf(e.getMessage()).replaceFirst("(?s)^.*(?=error=\\d+)", "");
    }

    private static HookOutcome await(Process process, HookCommand command, OutputTail output)
            throws InterruptedException {
        if (!process.waitFor(command.limit().toNanos(), TimeUnit.NANOSECONDS)) {
            end(process);
            return new HookOutcome.TimedOut(command.limit(), output.text());
        }
        output.awaitEnd(LAST_WORDS_MILLIS);
        int code = process.exitValue();
        return code == 0 ? new HookOutcome.Succeeded(output.text()) : new HookOutcome.Failed(code, output.text());
    }

    /** Terminates the command and its descendants, first gracefully, then by force. */
    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroy);
        boolean interrupted = false;
        long deadline = System.nanoTime() + GRACE.toNanos();
        for (ProcessHandle each : all) {
            try {
                each.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | TimeoutException stillThere) {
                // the process is ended below
            }
        }
        all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
