package io.spnas.collective;

import io.spnas.collective.RingSettings.Security;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;

/**
 * A rank's end of a ring before the ring is closed: bound to a port, not yet connected. First all
 * ranks bind and exchange their addresses, then all connect.
 */
public final class RingServer implements AutoCloseable {
  private static final String MODULE = "spnas";
  private static final int CHUNK_FLOATS = 1 << 18;
  /** Far more than a neighbour one all-reduce ahead has under way in a network's gradients. */
  private static final int MOST_WAITING = 512;

  private final RingSettings settings;
  private final String host;
  private final Failure failure = new Failure();
  private final Inbox inbox;
  private final RingReceiver receiver;
  private final TransportConf conf;
  private final TransportContext context;
  private final TransportServer server;
  private TransportClientFactory clients;

  private RingServer(String host, RingSettings settings) {
    this.host = host;
    this.settings = settings;
    int chunkBytes = CHUNK_FLOATS * Float.BYTES;
    this.inbox = new Inbox(chunkBytes, MOST_WAITING, failure);
    this.receiver = new RingReceiver(settings.ring(), chunkBytes, inbox, failure);
    this.conf = new TransportConf(MODULE, new MapConfigProvider(transport(settings)));
    this.context = new TransportContext(conf, receiver, false);
    List<TransportServerBootstrap> bootstraps =
        settings
            .security()
            .map(s -> List.<TransportServerBootstrap>of(new AuthServerBootstrap(conf, s.secrets())))
            .orElse(List.of());
    this.server = context.createServer(host, 0, bootstraps);
  }

  private static Map<String, String> transport(RingSettings settings) {
    Map<String, String> transport = new HashMap<>(settings.transport());
    // Two connections: a thread each.
    transport.put("spark." + MODULE + ".io.serverThreads", "1");
    transport.put("spark." + MODULE + ".io.clientThreads", "1");
    long seconds = Math.max(1, settings.timeout().toSeconds());
    // The ring's own deadline comes first; the transport's must not cut it short.
    transport.put("spark." + MODULE + ".io.connectionTimeout", 2 * seconds + "s");
    transport.put("spark." + MODULE + ".io.connectionCreationTimeout", seconds + "s");
    return transport;
  }

  /**
   * Binds a free port of a host.
   *
   * @param host name or address that the other ranks reach this machine by
   */
  public static RingServer bind(String host, RingSettings settings) {
    return new RingServer(host, settings);
  }

  /** Host and port the left neighbour connects to. */
  public String address() {
    return host + ":" + server.getPort();
  }

  /**
   * Closes the ring: connects to the right neighbour and waits for the left one.
   *
   * @param rank this rank
   * @param addresses addresses of all ranks, in order
   * @throws CollectiveException if a neighbour is not there in time or refuses, naming it
   */
  public RingAllReduce connect(int rank, List<String> addresses) throws CollectiveException {
    int world = addresses.size();
    Peer left = peer(Math.floorMod(rank - 1, world), addresses);
    Peer right = peer((rank + 1) % world, addresses);
    receiver.expect(left, world);
    TransportClient client = null;
    try {
      client = connect(right);
      client.sendRpcSync(
          new Message(Message.Kind.HELLO, rank, world, settings.ring()).encode(),
          settings.timeout().toMillis());
      receiver.right(client);
      if (!receiver.connected().await(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CollectiveException(
            "%s did not connect within %d ms", left, settings.timeout().toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CollectiveException("Interrupted while connecting to %s", right);
    } catch (IOException | RuntimeException e) {
      throw new CollectiveException("Cannot connect to %s: %s", right, Peer.reason(e));
    }
    Outbox outbox = new Outbox(client, right, CHUNK_FLOATS * Float.BYTES, failure);
    return new RingAllReduce(
        rank, world, CHUNK_FLOATS, settings.timeout(), left, inbox, outbox, failure, this, client);
  }

  private static Peer peer(int rank, List<String> addresses) {
    return new Peer(rank, addresses.get(rank));
  }

  private TransportClient connect(Peer right) throws IOException, InterruptedException {
    List<TransportClientBootstrap> bootstraps =
        settings
            .security()
            .map(s -> List.<TransportClientBootstrap>of(bootstrap(s)))
            .orElse(List.of());
    clients = context.createClientFactory(bootstraps);
    int colon = right.address().lastIndexOf(':');
    return clients.createUnmanagedClient(
        right.address().substring(0, colon),
        Integer.parseInt(right.address().substring(colon + 1)));
  }

  private TransportClientBootstrap bootstrap(Security security) {
    return new AuthClientBootstrap(conf, security.application(), security.secrets());
  }

  /** Tells both neighbours that the ring has failed, and why. */
  void abort(int rank, int world, String reason, TransportClient right) {
    Message message = new Message(Message.Kind.ABORT, rank, world, reason);
    for (TransportClient neighbour : new TransportClient[] {receiver.left(), right}) {
      if (neighbour != null && neighbour.isActive()) {
        neighbour.send(message.encode());
      }
    }
  }

  @Override
  public void close() {
    receiver.closing();
    if (clients != null) {
      clients.close();
    }
    server.close();
    context.close();
  }
}
