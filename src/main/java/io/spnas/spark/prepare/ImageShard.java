package io.spnas.spark.prepare;

/** The images of one shard, in order, and where they lie. No record class: Kryo can't fill one. */
final class ImageShard implements ShardPlan {
  private final int index;
  private final String archive;
  private final String[] names;
  private final long[] offsets;
  private final int[] lengths;
  private final int[] labels;

  /**
   * Plans a shard.
   *
   * @param index number of the shard, from 0
   * @param archive path of the archive that holds all images; empty: each is a file
   * @param names paths of the images, in the archive if there is one
   * @param offsets where each begins in its file, in bytes
   * @param lengths bytes of each
   * @param labels class of each, from 0
   */
  ImageShard(
      int index, String archive, String[] names, long[] offsets, int[] lengths, int[] labels) {
    this.index = index;
    this.archive = archive;
    this.names = names;
    this.offsets = offsets;
    this.lengths = lengths;
    this.labels = labels;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public int images() {
    return names.length;
  }

  String archive() {
    return archive;
  }

  String name(int i) {
    return names[i];
  }

  /** The last part of the path. */
  String filename(int i) {
    return names[i].substring(names[i].lastIndexOf('/') + 1);
  }

  long offset(int i) {
    return offsets[i];
  }

  int length(int i) {
    return lengths[i];
  }

  int label(int i) {
    return labels[i];
  }

  /** Where an image is, for messages. */
  String where(int i) {
    return archive.isEmpty() ? names[i] : archive + ": " + names[i];
  }
}
