package io.spnas.spark.prepare;

import java.util.List;

/** What these jobs send between driver and executors. */
public final class PrepareKryo {
  private PrepareKryo() {}

  /** Classes to register with Kryo where {@code spark.kryo.registrationRequired} is set. */
  public static List<Class<?>> classes() {
    return List.of(FolderShard.class, ShardResult.class, ShardResult[].class);
  }
}
