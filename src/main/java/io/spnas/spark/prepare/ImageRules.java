package io.spnas.spark.prepare;

import io.spnas.data.ImageCheck;
import java.util.OptionalLong;

/**
 * Which images go into the shards.
 *
 * @param check how closely each is looked at
 * @param mostRefused most images that may be left out of a split because they are none; without it
 *     one in a thousand
 */
public record ImageRules(ImageCheck check, OptionalLong mostRefused) {
  private static final long IMAGES_PER_REFUSAL = 1000;

  /** Rules with the usual limit. */
  public static ImageRules of(ImageCheck check) {
    return new ImageRules(check, OptionalLong.empty());
  }

  long mostRefused(long images) {
    return mostRefused.orElse(images / IMAGES_PER_REFUSAL);
  }
}
