package io.spnas.data;

import io.spnas.config.InvalidInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A training split in two parts, of which one may be empty. Which shard is in which part follows
 * from the shards and the share alone: every search on the same shards holds back the same images.
 *
 * @param kept shards that weights are learned on
 * @param heldBack the other shards
 */
public record ShardParts(ShardDirectory kept, ShardDirectory heldBack) implements Serializable {

  /** A split of which nothing is held back. */
  public static ShardParts whole(ShardDirectory shards) {
    return new ShardParts(shards, part(shards, List.of()));
  }

  /**
   * Holds back a share of the images, or of the bytes where no manifest tells how many images a
   * shard has; at least one shard, and not all. Those held back are spread evenly over the split.
   *
   * @param shards the split
   * @param share above 0 and below 1
   * @throws InvalidInputException if there are less than two shards
   */
  public static ShardParts of(ShardDirectory shards, double share) {
    int count = shards.shards().size();
    if (count < 2) {
      throw new InvalidInputException(
          "Cannot hold back strategy.held-back = %s of 1 shard of split %s in %s, expected at least"
              + " 2; prepare more shards",
          share, shards.split(), shards.directory());
    }
    boolean counted = shards.records() != Shard.UNKNOWN_RECORDS;
    List<Shard> kept = new ArrayList<>();
    List<Shard> heldBack = new ArrayList<>();
    double seen = 0;
    double held = 0;
    for (Shard shard : shards.shards()) {
      double size = counted ? shard.records() : shard.bytes();
      seen += size;
      // Whatever brings what is held back nearer to its share of what was seen.
      if (held + size / 2 <= share * seen) {
        held += size;
        heldBack.add(shard);
      } else {
        kept.add(shard);
      }
    }
    if (heldBack.isEmpty()) {
      heldBack.add(kept.remove(count - 1));
    } else if (kept.isEmpty()) {
      kept.add(heldBack.remove(count - 1));
    }
    return new ShardParts(part(shards, kept), part(shards, heldBack));
  }

  private static ShardDirectory part(ShardDirectory whole, List<Shard> shards) {
    return new ShardDirectory(
        whole.directory(), whole.split(), List.copyOf(shards), whole.classes());
  }
}
