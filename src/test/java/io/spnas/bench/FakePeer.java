package io.spnas.bench;

import io.spnas.space.NetworkShape;
import java.util.List;
import java.util.Map;

/** A peer that computes nothing, and can fail. */
public final class FakePeer implements Peer {
  static final String WORKS = "works";
  static final String CANNOT_BUILD = "can't build";
  static final String CANNOT_RUN = "can't run";
  static final String DIES = "dies";

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public List<String> variants() {
    return List.of(WORKS);
  }

  @Override
  public Map<String, String> environment(String variant) {
    return Map.of("FAKE_LOSS", "7");
  }

  @Override
  public Step prepare(String variant, NetworkShape shape, int batch, int threads) {
    if (variant.equals(CANNOT_BUILD)) {
      throw new UnsatisfiedLinkError("no native\nlibrary");
    }
    // As a library might.
    System.out.println("spnas-step TIME 0 0 0 0");
    return new Step() {
      @Override
      public StepTime run() {
        if (variant.equals(CANNOT_RUN)) {
          throw new IllegalStateException("no step");
        }
        if (variant.equals(DIES)) {
          Runtime.getRuntime().halt(3);
        }
        double loss = Double.parseDouble(System.getenv("FAKE_LOSS"));
        return new StepTime(shape.inputSize(), loss, batch, threads);
      }

      @Override
      public void close() {}
    };
  }
}
