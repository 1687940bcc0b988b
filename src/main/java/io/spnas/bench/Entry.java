package io.spnas.bench;

import java.util.List;

/**
 * Software that is to take part in a comparison, in one of its variants.
 *
 * @param peer the software
 * @param variant one of {@link Peer#variants()}
 */
public record Entry(Peer peer, String variant) {
  /** One entry for each variant. */
  public static List<Entry> all(Peer peer) {
    return peer.variants().stream().map(variant -> new Entry(peer, variant)).toList();
  }

  /** Name and variant. */
  public String label() {
    return peer.name() + ", " + variant;
  }

  Contestant start(StepSize size) {
    return new Contestant(peer.name(), variant, StepProcess.start(peer, variant, size));
  }
}
