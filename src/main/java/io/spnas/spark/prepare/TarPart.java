package io.spnas.spark.prepare;

/**
 * A tar archive and where its bytes lie: a file, or a part of one. No record class: Kryo can't fill
 * one.
 */
final class TarPart {
  private final String file;
  private final String name;
  private final long offset;
  private final long length;

  /**
   * Describes an archive.
   *
   * @param file path of the file
   * @param name name of the archive inside the file, or empty when it is the file
   * @param offset where the archive begins in the file, in bytes
   * @param length its bytes
   */
  TarPart(String file, String name, long offset, long length) {
    this.file = file;
    this.name = name;
    this.offset = offset;
    this.length = length;
  }

  String file() {
    return file;
  }

  String name() {
    return name;
  }

  long offset() {
    return offset;
  }

  long end() {
    return offset + length;
  }

  /** Name for messages. */
  String where() {
    return name.isEmpty() ? file : name + " in " + file;
  }
}
