package io.litedrill.notify;

import io.litedrill.check.ReplicaId;
import io.litedrill.hook.UrlCaller;
import io.litedrill.hook.UrlOutcome;
import io.litedrill.notify.Observation.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a message when a problem is new, and one when all problems that were reported are over. A message that could
 * not be sent is not remembered as sent, so the next check or drill sends it. Used by one thread.
 */
final class ChangeNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeNotifier.class);
    private static final int TRIES = 3;
    /** A channel that failed is left alone for this time, so that it does not delay the others. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final SentStates states;
    private final UrlCaller caller;
    private final Duration pause;
    private final InstantSource clock;
    private final Map<Channel, Instant> resting = new HashMap<>();

    /**
     * Creates a notifier.
     *
     * @param pause the wait before the second try of a URL
     */
    ChangeNotifier(SentStates states, UrlCaller caller, Duration pause, InstantSource clock) {
        this.states = states;
        this.caller = caller;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * Compares with what was reported, and sends what is new.
     *
     * @param limit the time limit of one try
     */
    void observe(Observation seen, Channel channel, Duration limit) {
        SentStates.Key key = new SentStates.Key(seen.id(), seen.kind(), channel.key());
        states.change(key, reported -> changed(seen, channel, reported, limit));
    }

    private Optional<Set<String>> changed(Observation seen, Channel channel, Set<String> reported, Duration limit) {
        List<Problem> problems = seen.at(channel.levels());
        Set<String> now = Observation.keys(problems);
        if (seen.blind()) {
            // earlier problems may still exist
            now.addAll(reported);
        }
        Set<String> added = new TreeSet<>(now);
        added.removeAll(reported);
        if (!added.isEmpty()) {
            return send(channel, Message.problem(seen, problems), limit) ? Optional.of(now) : Optional.empty();
        }
        if (now.isEmpty() && !reported.isEmpty()) {
            return send(channel, Message.recovered(seen), limit) ? Optional.of(now) : Optional.empty();
        }
        return Optional.of(now);
    }

    /** Sends one message about a restore. */
    void restored(Message message, Channel channel, Duration limit) {
        if (channel.levels().contains(message.level())) {
            boolean unused = send(channel, message, limit);
        }
    }

    private boolean send(Channel channel, Message message, Duration limit) {
        Instant now = clock.instant();
        if (Optional.ofNullable(resting.get(channel)).filter(now::isBefore).isPresent()) {
            return false;
        }
        Optional<String> failure = channel.transport() instanceof Channel.Hook hook
                ? post(hook, message, limit)
                : new MailSender(limit, clock).send((Channel.Email) channel.transport(), message);
        if (failure.isPresent()) {
            resting.put(channel, clock.instant().plus(REST));
            warn(message.id(), channel, failure.get());
            return false;
        }
        resting.remove(channel);
        return true;
    }

    private Optional<String> post(Channel.Hook hook, Message message, Duration limit) {
        UrlOutcome outcome = caller.call(HookBody.call(hook, message, limit), TRIES, pause);
        return outcome.succeeded() ? Optional.empty() : Optional.of(outcome.text());
    }

    private static void warn(ReplicaId id, Channel channel, String failure) {
        LOG.warn("{}: notify.channels ({}) could not be sent a message: {}", id, channel.kind(), failure);
    }
}
