package io.spnas.collective;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** W ranks in this JVM, each with a thread of its own. */
final class RingCluster implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private final List<RingServer> servers;
  private final List<RingAllReduce> rings;

  private RingCluster(List<RingServer> servers, List<RingAllReduce> rings) {
    this.servers = servers;
    this.rings = rings;
  }

  static RingCluster open(int worldSize, RingSettings settings) throws Exception {
    return open(worldSize, settings, Optional.empty());
  }

  static RingCluster open(int worldSize, RingSettings settings, Optional<RingSecurity> security)
      throws Exception {
    List<RingServer> servers = bind(worldSize, settings, security);
    List<RingAllReduce> rings = new ArrayList<>();
    for (var ring : connect(servers)) {
      rings.add(ring.get());
    }
    return new RingCluster(servers, rings);
  }

  static List<RingServer> bind(
      int worldSize, RingSettings settings, Optional<RingSecurity> security) throws Exception {
    List<RingServer> servers = new ArrayList<>();
    for (int rank = 0; rank < worldSize; rank++) {
      servers.add(RingServer.bind(HOST, settings, security));
    }
    return servers;
  }

  static List<CompletableFuture<RingAllReduce>> connect(List<RingServer> servers) {
    List<String> addresses = servers.stream().map(RingServer::address).toList();
    List<CompletableFuture<RingAllReduce>> connecting = new ArrayList<>();
    for (int rank = 0; rank < servers.size(); rank++) {
      int self = rank;
      connecting.add(start(() -> servers.get(self).connect(self, addresses)));
    }
    return connecting;
  }

  /** Runs a task in a thread of its own. */
  static <T> CompletableFuture<T> start(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(task.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  RingAllReduce ring(int rank) {
    return rings.get(rank);
  }

  RingServer server(int rank) {
    return servers.get(rank);
  }

  /** "rank r (host:port)", as messages name it. */
  String name(int rank) {
    return "rank " + rank + " (" + servers.get(rank).address() + ")";
  }

  CompletableFuture<float[]> startSum(int rank, float[] buffer) {
    return start(
        () -> {
          rings.get(rank).sum(buffer, buffer.length);
          return buffer;
        });
  }

  /** Sums one buffer per rank, in place. */
  void sum(List<float[]> buffers) throws Exception {
    List<CompletableFuture<float[]>> summing = new ArrayList<>();
    for (int rank = 0; rank < buffers.size(); rank++) {
      summing.add(startSum(rank, buffers.get(rank)));
    }
    for (var future : summing) {
      future.get();
    }
  }

  /** The failure that a future has to end with, and how long that took from now. */
  static Failure failureOf(CompletableFuture<?> future) {
    long start = System.nanoTime();
    Throwable failure = future.handle((value, e) -> e).join();
    if (!(failure instanceof CollectiveException)) {
      throw new AssertionError("Expected a CollectiveException, found " + failure, failure);
    }
    return new Failure((CollectiveException) failure, Duration.ofNanos(System.nanoTime() - start));
  }

  record Failure(CollectiveException exception, Duration waited) {
    String message() {
      return exception.getMessage();
    }
  }

  @Override
  public void close() {
    servers.forEach(RingServer::close);
  }
}
