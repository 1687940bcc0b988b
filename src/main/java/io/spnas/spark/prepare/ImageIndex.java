package io.spnas.spark.prepare;

import java.util.List;
import java.util.stream.IntStream;

/**
 * All images of a split and where they lie, in columns: ImageNet has 1.28 million.
 *
 * @param source what was indexed, told so that other contents of the same place differ
 * @param archive path of the archive that holds all images; empty: each is a file
 * @param classNames names of the classes, by label
 * @param names paths of the images, in the archive if there is one
 * @param offsets where each begins in its file, in bytes
 * @param lengths bytes of each
 * @param labels class of each, from 0
 */
record ImageIndex(
    String source,
    String archive,
    List<String> classNames,
    String[] names,
    long[] offsets,
    int[] lengths,
    int[] labels) {

  int images() {
    return names.length;
  }

  /** Deals the images out over shards, shuffled. */
  List<ImageShard> plan(int shards, long seed) {
    ShuffledOrder order = new ShuffledOrder(images(), seed);
    return IntStream.range(0, shards)
        .mapToObj(shard -> shard(shard, order.shard(shard, shards)))
        .toList();
  }

  private ImageShard shard(int shard, int[] own) {
    String[] ownNames = new String[own.length];
    long[] ownOffsets = new long[own.length];
    int[] ownLengths = new int[own.length];
    int[] ownLabels = new int[own.length];
    for (int i = 0; i < own.length; i++) {
      ownNames[i] = names[own[i]];
      ownOffsets[i] = offsets[own[i]];
      ownLengths[i] = lengths[own[i]];
      ownLabels[i] = labels[own[i]];
    }
    return new ImageShard(shard, archive, ownNames, ownOffsets, ownLengths, ownLabels);
  }

  /** What must be the same for a split's shards to be the same. */
  Fingerprint fingerprint() {
    Fingerprint fingerprint = new Fingerprint().add(source).add(archive);
    classNames.forEach(fingerprint::add);
    for (int i = 0; i < names.length; i++) {
      fingerprint.add(names[i]).add(offsets[i]).add(lengths[i]).add(labels[i]);
    }
    return fingerprint;
  }
}
