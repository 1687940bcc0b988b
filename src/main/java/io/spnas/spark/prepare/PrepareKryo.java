package io.spnas.spark.prepare;

import java.util.List;

/** What these jobs send between driver and executors. */
public final class PrepareKryo {
  private PrepareKryo() {}

  /** Classes to register with Kryo where {@code spark.kryo.registrationRequired} is set. */
  public static List<Class<?>> classes() {
    return List.of(
        ImageShard.class,
        IdxShard.class,
        ShardResult.class,
        ShardResult[].class,
        TarPart.class,
        TarListing.class,
        TarListing[].class);
  }
}
