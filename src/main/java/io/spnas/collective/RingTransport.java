package io.spnas.collective;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;

/** Spark's transport as one rank uses it: a server for the left, a client for the right. */
final class RingTransport implements AutoCloseable {
  private static final String MODULE = "ring";

  /** Connections that nobody has let in yet: one neighbour, and whoever else finds the port. */
  private static final int MAX_WAITING = 512;

  /** Most that is received at once: more only leaves the processor's cache. */
  private static final int RECEIVE_BYTES = 1 << 16;

  private final TransportContext context;
  private final TransportServer server;
  private final TransportClientFactory clients;

  /** Listens on a free port of {@code host}. */
  RingTransport(
      String host, RingSettings settings, Optional<RingSecurity> security, RpcHandler handler) {
    TransportConf conf = new TransportConf(MODULE, new MapConfigProvider(conf(settings)));
    List<TransportServerBootstrap> callers = new ArrayList<>();
    List<TransportClientBootstrap> calls = new ArrayList<>();
    Doorkeeper.Queue queue = new Doorkeeper.Queue(MAX_WAITING, settings.timeout());
    callers.add(
        (channel, next) -> {
          Doorkeeper.guard(channel, queue);
          channel
              .config()
              .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(512, 2048, RECEIVE_BYTES));
          return next;
        });
    security.ifPresent(
        s -> {
          callers.add(new AuthServerBootstrap(conf, s.secrets()));
          calls.add(new AuthClientBootstrap(conf, s.appId(), s.secrets()));
        });
    this.context = new TransportContext(conf, handler);
    this.server = context.createServer(host, 0, callers);
    this.clients = context.createClientFactory(calls);
  }

  private static Map<String, String> conf(RingSettings settings) {
    Map<String, String> conf = new HashMap<>();
    // One neighbour on each side: more threads would idle.
    conf.put("spark.ring.io.serverThreads", "1");
    conf.put("spark.ring.io.clientThreads", "1");
    conf.put("spark.ring.io.mode", Epoll.isAvailable() ? "EPOLL" : "NIO");
    // 8 KiB unless set, for which encryption pays with as many more calls.
    conf.put("spark.network.crypto.config.stream.buffer.size", String.valueOf(RECEIVE_BYTES));
    conf.putAll(settings.transport());
    String timeout = seconds(settings.timeout()) + "s";
    conf.put("spark.ring.io.connectionCreationTimeout", timeout);
    conf.put("spark.network.auth.rpcTimeout", timeout);
    // A rank may wait long for the answer to its 'begin': the ring's own deadline ends that.
    conf.put("spark.ring.io.connectionTimeout", "0s");
    return conf;
  }

  /** Whole seconds, rounded up, within what Spark can hold in an int of milliseconds. */
  private static long seconds(Duration timeout) {
    return Math.min(timeout.plusNanos(999_999_999).toSeconds(), Integer.MAX_VALUE / 1000);
  }

  int port() {
    return server.getPort();
  }

  /** Connects and authenticates; blocks. */
  TransportClient dial(String host, int port) throws IOException, InterruptedException {
    return clients.createUnmanagedClient(host, port);
  }

  /** Closes all connections and lets the event loops end. */
  @Override
  public void close() {
    server.close();
    clients.close();
    context.close();
  }
}
