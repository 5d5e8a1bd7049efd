package io.litedrill.config;

import io.litedrill.notify.Channel;
import io.litedrill.notify.Level;
import io.litedrill.notify.Recipients;
import java.util.List;
import java.util.Locale;

/** Prints the block {@code notify}. Secrets are hidden. */
final class NotifyPrinter {
    private final ConfigTree out;

    /**
     * Creates the printer.
     *
     * @param out receives the keys, within the block
     */
    NotifyPrinter(ConfigTree out) {
        this.out = out;
    }

    void print(Recipients recipients, List<Channel> channels) {
        recipients(recipients);
        out.list("channels", channels, this::channel);
    }

    private void recipients(Recipients notify) {
        out.value("drill_ping", notify.drillPing().map(url -> Secret.HIDDEN));
        out.value("check_ping", notify.checkPing().map(url -> Secret.HIDDEN));
        out.value("post", notify.post().map(url -> Secret.HIDDEN));
        out.value("post_checks", notify.postChecks());
        out.value("timeout", notify.limit());
    }

    private void channel(Channel channel) {
        out.value("type", ChannelReader.type(channel.transport()));
        if (channel.transport() instanceof Channel.Hook) {
            out.value("url", Secret.HIDDEN);
        }
        out.values(
                "severities",
                channel.levels().stream().sorted().map(Level::wire).toList());
        if (channel.transport() instanceof Channel.Email mail) {
            out.value("server", mail.server().host() + ":" + mail.server().port());
            out.value("tls", mail.server().security().name().toLowerCase(Locale.ROOT));
            out.value("ca", mail.server().ca());
            out.value("user", mail.login().map(Channel.Login::user));
            out.value("password", mail.login().map(login -> Secret.HIDDEN));
            out.value("from", mail.from());
            out.values("to", mail.to());
        }
    }
}
