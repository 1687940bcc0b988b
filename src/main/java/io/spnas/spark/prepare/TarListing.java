package io.spnas.spark.prepare;

/** The plain files in a tar archive, in its order. No record class: Kryo can't fill one. */
final class TarListing {
  private final String[] names;
  private final long[] offsets;
  private final long[] lengths;

  /**
   * Keeps what an archive tells.
   *
   * @param names paths of the files in the archive
   * @param offsets where the bytes of each begin, in the file that the archive lies in
   * @param lengths bytes of each
   */
  TarListing(String[] names, long[] offsets, long[] lengths) {
    this.names = names;
    this.offsets = offsets;
    this.lengths = lengths;
  }

  int size() {
    return names.length;
  }

  /** The last part of a file's path. */
  String filename(int i) {
    return names[i].substring(names[i].lastIndexOf('/') + 1);
  }

  long offset(int i) {
    return offsets[i];
  }

  long length(int i) {
    return lengths[i];
  }
}
