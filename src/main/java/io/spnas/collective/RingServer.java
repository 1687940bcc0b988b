package io.spnas.collective;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A rank's open door: bound first, so that its address can be told to the other ranks, then
 * connected into the ring. Closing it closes the ring too. One thread at a time.
 */
public final class RingServer implements AutoCloseable {
  private final String host;
  private final RingSettings settings;
  private final RingHandler handler;
  private final RingTransport transport;
  private RingAllReduce ring;

  private RingServer(String host, RingSettings settings, Optional<RingSecurity> security) {
    this.host = host;
    this.settings = settings;
    this.handler = new RingHandler();
    this.transport = new RingTransport(host, settings, security, handler);
  }

  /**
   * Listens on a free port.
   *
   * @param host host name or IP address of this machine by which the other ranks reach it
   * @param settings the same on all ranks
   * @param security if present, only ranks with the same secret are let in
   * @throws CollectiveException if the host can't be listened on
   */
  public static RingServer bind(String host, RingSettings settings, Optional<RingSecurity> security)
      throws CollectiveException {
    try {
      return new RingServer(host, settings, security);
    } catch (Exception e) {
      // Netty throws checked exceptions undeclared.
      throw new CollectiveException(
          "Cannot listen on host " + host + ": " + Causes.line(e), OptionalInt.empty(), e);
    }
  }

  /** "host:port" of this rank. */
  public String address() {
    return host + ":" + transport.port();
  }

  /**
   * Joins the ring; returns when both neighbours are connected. Everything is closed if that fails.
   *
   * @param rank this rank
   * @param addresses {@link #address} of every rank, in rank order
   * @throws CollectiveException if a neighbour can't be reached, refuses or is late
   * @throws IllegalArgumentException if the address of this rank isn't this server's
   */
  public RingAllReduce connect(int rank, List<String> addresses) throws CollectiveException {
    if (ring != null) {
      throw new IllegalStateException("Already connected as rank " + ring.rank());
    }
    RingMembers members = new RingMembers(rank, addresses);
    if (!members.self().address().equals(address())) {
      throw new IllegalArgumentException(
          "Found " + members.self() + " at this server, expected address " + address());
    }
    ring = new RingAllReduce(members, settings, transport, handler);
    try {
      ring.connect();
      return ring;
    } catch (CollectiveException e) {
      ring.close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (ring != null) {
      ring.close();
    } else {
      transport.close();
    }
  }
}
