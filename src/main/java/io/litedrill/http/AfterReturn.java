package io.litedrill.http;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.Callback;

/**
 * Delays the end of a request until its handler has returned. The server reuses the objects of a request at once, so a
 * handler must not use them any more.
 */
final class AfterReturn implements Callback {
    private final Callback end;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean returned;

    AfterReturn(Callback end) {
        this.end = end;
    }

    @Override
    public void succeeded() {
        pass(end::succeeded);
    }

    @Override
    public void failed(Throwable failure) {
        pass(() -> end.failed(failure));
    }

    private void pass(Runnable outcome) {
        synchronized (this) {
            if (!returned) {
                waiting.add(outcome);
                return;
            }
        }
        outcome.run();
    }

    /** Records that the handler has returned. */
    void handlerReturned() {
        synchronized (this) {
            returned = true;
        }
        waiting.stream().findFirst().ifPresent(Runnable::run);
    }
}
