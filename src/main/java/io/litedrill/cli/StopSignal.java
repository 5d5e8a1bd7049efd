package io.litedrill.cli;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the signal to end the process (SIGTERM, Ctrl-C), so that it ends in order and with its own exit code:
 * otherwise the virtual machine exits with 143, independent of its shutdown hooks.
 */
final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    private final CountDownLatch told = new CountDownLatch(1);
    private final AtomicBoolean reload = new AtomicBoolean();

    private StopSignal() {}

    /** Starts to receive SIGTERM and SIGINT. */
    static StopSignal listen() {
        StopSignal stop = new StopSignal();
        stop.on("TERM", stop.told::countDown);
        stop.on("INT", stop.told::countDown);
        return stop;
    }

    /** Starts to receive SIGHUP too, the request to reload the configuration. */
    void listenForReload() {
        on("HUP", () -> reload.set(true));
    }

    /** Returns whether SIGHUP arrived since the last call. */
    boolean reloadWanted() {
        return reload.getAndSet(false);
    }

    /** Waits until the process receives the signal. */
    void await() throws InterruptedException {
        told.await();
    }

    /** Waits for a limited time. Returns whether the process received the signal. */
    boolean await(Duration most) throws InterruptedException {
        return told.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Installs a signal handler by reflection: javac warns about the class. It has no replacement, and every JDK from
     * 8 on has it in its module jdk.unsupported.
     */
    private void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object tell = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return proxy;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), tell);
        } catch (ReflectiveOperationException e) {
            LOG.warn(
                    "SIG{} ends the process at once here ({}); scratch is then cleaned at the next start",
                    name,
                    e.toString());
        }
    }
}
