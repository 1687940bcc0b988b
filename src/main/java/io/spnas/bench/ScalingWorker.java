package io.spnas.bench;

import io.spnas.collective.AllReduce;
import io.spnas.collective.CollectiveException;
import io.spnas.collective.RingServer;
import io.spnas.collective.RingSettings;
import io.spnas.collective.SoloAllReduce;
import io.spnas.data.Batch;
import io.spnas.nas.Supernet;
import io.spnas.train.StepRecord;
import io.spnas.train.TrainingListener;
import io.spnas.train.TrainingLoop;
import io.spnas.train.TrainingState;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One worker of {@link ScalingBenchmark}, in a JVM of its own. It takes the steps of a real search,
 * alone or in one of the rings it has joined, on random images from memory. Line by line over stdin
 * and stdout:
 *
 * <pre>
 *   arguments  size, batch, threads, rank
 *   says       READY                                   once the network is built
 *   hears      BIND w                                  for a ring of w workers
 *   says       ADDRESS host:port
 *   hears      JOIN w address,address,...              in the order of the ranks
 *   says       JOINED
 *   hears      RUN w steps                             in the ring of w workers; 1: alone
 *   says       STEP total input compute all-reduce     in ms, for each step
 *   says       RAN between                             ms that are in no step, shared out
 *   hears      SUM w floats times                      all-reduces only, after as many to warm up
 *   says       SUM ms                                  for each, at the end
 *   says       FAILED what happened                    and ends
 * </pre>
 *
 * Each run is a search of its own that begins with the same weights, and whose end checks that all
 * workers hold the same bits. It ends when stdin does.
 */
public final class ScalingWorker {
  static final String READY = "READY";
  static final String BIND = "BIND";
  static final String ADDRESS = "ADDRESS ";
  static final String JOIN = "JOIN";
  static final String JOINED = "JOINED";
  static final String RUN = "RUN";
  static final String STEP = "STEP ";
  static final String RAN = "RAN ";
  static final String SUM = "SUM";

  private static final String HOST = "127.0.0.1";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final PaperSearch search;
  private final int rank;
  private final Supernet supernet;
  private final float[] start;
  private final Batch images;
  private final Replies replies;
  private final Map<Integer, RingServer> servers = new HashMap<>();
  private final Map<Integer, AllReduce> worlds = new HashMap<>();

  private ScalingWorker(PaperSearch search, int rank, Supernet supernet, Replies replies) {
    this.search = search;
    this.rank = rank;
    this.supernet = supernet;
    this.start = supernet.parameters().clone();
    this.images = search.randomImages(rank);
    this.replies = replies;
    worlds.put(1, new SoloAllReduce());
  }

  /** Serves until stdin ends. */
  public static void main(String[] arguments) {
    Replies.serve((orders, replies) -> serve(arguments, orders, replies));
  }

  private static void serve(String[] arguments, BufferedReader orders, Replies replies)
      throws CollectiveException, IOException, InterruptedException {
    int size = Integer.parseInt(arguments[0]);
    int batch = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    int rank = Integer.parseInt(arguments[3]);
    PaperSearch search = new PaperSearch(size, batch);
    try (Supernet supernet = search.supernet(threads, rank)) {
      ScalingWorker worker = new ScalingWorker(search, rank, supernet, replies);
      replies.say(READY);
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        worker.obey(order.split(" "));
      }
      worker.servers.values().forEach(RingServer::close);
    }
  }

  private void obey(String[] order) throws CollectiveException, IOException, InterruptedException {
    int world = Integer.parseInt(order[1]);
    switch (order[0]) {
      case BIND -> bind(world);
      case JOIN -> join(world, List.of(order[2].split(",")));
      case RUN -> run(worlds.get(world), Integer.parseInt(order[2]));
      case SUM -> sum(worlds.get(world), Integer.parseInt(order[2]), Integer.parseInt(order[3]));
      default -> throw new IllegalArgumentException("Unknown order: " + order[0]);
    }
  }

  private void bind(int world) throws CollectiveException {
    RingSettings settings = RingSettings.of("bench scaling, " + world + " workers", TIMEOUT);
    RingServer server = RingServer.bind(HOST, settings, Optional.empty());
    servers.put(world, server);
    replies.say(ADDRESS + server.address());
  }

  private void join(int world, List<String> addresses) throws CollectiveException {
    worlds.put(world, servers.get(world).connect(rank, addresses));
    replies.say(JOINED);
  }

  private void run(AllReduce workers, int steps)
      throws CollectiveException, IOException, InterruptedException {
    System.arraycopy(start, 0, supernet.parameters(), 0, start.length);
    Log log = new Log();
    TrainingLoop loop =
        new TrainingLoop(
            supernet,
            () -> images,
            workers,
            search.optimizer(supernet),
            search.plan(workers.worldSize(), steps),
            log,
            () -> false);
    long begin = System.nanoTime();
    loop.run();
    double wall = (System.nanoTime() - begin) / 1e6;
    replies.say(RAN + (wall - log.milliseconds) / steps);
  }

  private void sum(AllReduce workers, int floats, int times) throws CollectiveException {
    float[] buffer = new float[floats];
    for (int i = 0; i < times; i++) {
      workers.sum(buffer, floats);
    }
    double[] milliseconds = new double[times];
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      workers.sum(buffer, floats);
      milliseconds[i] = (System.nanoTime() - begin) / 1e6;
    }
    // Not before the end, as who reads it would take a core from the ring.
    for (double each : milliseconds) {
      replies.say(SUM + " " + each);
    }
  }

  /** Tells each step, and sums up their times. */
  private final class Log implements TrainingListener {
    private double milliseconds;

    @Override
    public void onRecord(StepRecord record) {
      WorkerStep step = WorkerStep.of(record);
      milliseconds += step.total();
      replies.say(STEP + step.text());
    }

    @Override
    public void onCheckpoint(TrainingState state) {}
  }
}
