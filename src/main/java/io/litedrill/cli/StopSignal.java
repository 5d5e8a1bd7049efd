package io.litedrill.cli;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until somebody tells the process to end (SIGTERM, Ctrl-C), so that it ends in good order and with an exit code of its own:
 * left alone, the virtual machine ends with 143 whatever its shutdown hooks did.
 */
final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    private final CountDownLatch told = new CountDownLatch(1);
    private final AtomicBoolean reload = new AtomicBoolean();

    private StopSignal() {}

    /** Listens from now on. */
    static StopSignal listen() {
        StopSignal stop = new StopSignal();
        stop.on("TERM", stop.told::countDown);
        stop.on("INT", stop.told::countDown);
        return stop;
    }

    /** Receives SIGHUP from now on too, as the request to read the configuration again. */
    void listenForReload() {
        on("HUP", () -> reload.set(true));
    }

    /** Whether SIGHUP came since the last call. */
    boolean reloadWanted() {
        return reload.getAndSet(false);
    }

    /** Returns once the process was told to end. */
    void await() throws InterruptedException {
        told.await();
    }

    /** Waits for so long at most; whether the process was told to end. */
    boolean await(Duration most) throws InterruptedException {
        return told.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** By reflection: javac warns of the class, which every JDK from 8 on has in its module jdk.unsupported, and there is no other. */
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
