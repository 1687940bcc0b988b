package io.spnas.spark.prepare;

/** The files that go into one shard, in order. No record class: Kryo can't fill one. */
final class FolderShard {
  private final int index;
  private final String[] files;
  private final int[] labels;

  /**
   * Plans a shard.
   *
   * @param index number of the shard, from 0
   * @param files paths of the images
   * @param labels class of each, from 0
   */
  FolderShard(int index, String[] files, int[] labels) {
    this.index = index;
    this.files = files;
    this.labels = labels;
  }

  int index() {
    return index;
  }

  int size() {
    return files.length;
  }

  String file(int i) {
    return files[i];
  }

  int label(int i) {
    return labels[i];
  }
}
