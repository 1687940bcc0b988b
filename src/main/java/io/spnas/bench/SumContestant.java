package io.spnas.bench;

import java.util.Locale;

/** What {@link AllReduceBenchmark} compares. */
public enum SumContestant {
  /** This project's ring. */
  RING("ring"),
  /** The same, authenticated and with Spark's AES encryption. */
  ENCRYPTED_RING("ring, encrypted"),
  /** Plain blocking sockets, chunks of 256 KiB. */
  SOCKETS_256K("sockets, chunks of 256 KiB"),
  /** Plain blocking sockets, chunks of 1 MiB. */
  SOCKETS_1M("sockets, chunks of 1 MiB"),
  /** The same bytes added and copied in each rank's own memory, without any other rank. */
  MEMORY("memory, add and copy");

  private final String label;

  SumContestant(String label) {
    this.label = label;
  }

  /** Name for people. */
  public String label() {
    return label;
  }

  /** Name for fields of JSON. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
