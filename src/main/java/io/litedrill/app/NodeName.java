package io.litedrill.app;

import io.litedrill.config.ServerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Names this node of a cluster. */
final class NodeName {
    private NodeName() {}

    /** Returns the configured name, or the host name. */
    static String of(ServerConfig server) {
        return server.cluster().node().orElseGet(NodeName::ofHost);
    }

    private static String ofHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
