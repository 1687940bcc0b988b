package io.spnas.bench;

import io.spnas.collective.AllReduce;
import io.spnas.collective.CollectiveException;
import io.spnas.collective.RingSecurity;
import io.spnas.collective.RingServer;
import io.spnas.collective.RingSettings;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This project's all-reduce. */
final class RingSum implements SumOverRanks {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String HOST = "127.0.0.1";

  /** All ranks run on one machine, for one benchmark: these only have to be equal on all. */
  private static final RingSecurity SECURITY = RingSecurity.shared("benchmark", "its secret");

  private final float[] numbers;
  private final RingServer server;
  private AllReduce ring;

  private RingSum(int length, RingSettings settings, Optional<RingSecurity> security)
      throws CollectiveException {
    this.numbers = new float[length];
    this.server = RingServer.bind(HOST, settings, security);
  }

  /** Opens a port; ranks prove nothing to each other. */
  static RingSum plain(int length) throws CollectiveException {
    return new RingSum(length, RingSettings.of("plain", TIMEOUT), Optional.empty());
  }

  /** Opens a port; ranks prove themselves and encrypt all they say. */
  static RingSum encrypted(int length) throws CollectiveException {
    RingSettings settings =
        RingSettings.of("encrypted", TIMEOUT)
            .withTransport(Map.of("spark.network.crypto.enabled", "true"));
    return new RingSum(length, settings, Optional.of(SECURITY));
  }

  String address() {
    return server.address();
  }

  void connect(int rank, List<String> addresses) throws CollectiveException {
    ring = server.connect(rank, addresses);
  }

  @Override
  public FloatBuffer floats() {
    return FloatBuffer.wrap(numbers);
  }

  @Override
  public void run() throws CollectiveException {
    ring.sum(numbers, numbers.length);
  }

  @Override
  public void close() {
    server.close();
  }
}
