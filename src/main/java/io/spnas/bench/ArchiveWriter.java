package io.spnas.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes an archive in the structure of ImageNet's training archive: a tar file of a tar file a
 * class. Images go round, so that a few fill a large archive.
 */
final class ArchiveWriter {
  private static final int BLOCK = 512;

  private final List<byte[]> jpegs;
  private final int images;
  private final int classes;

  /**
   * Describes an archive.
   *
   * @param jpegs the images
   * @param images how many it has, each of {@code jpegs} as often
   * @param classes how many classes they are in
   */
  ArchiveWriter(List<byte[]> jpegs, int images, int classes) {
    this.jpegs = jpegs;
    this.images = images;
    this.classes = classes;
  }

  /**
   * Writes it.
   *
   * @return bytes of the images
   */
  long write(Path archive) throws IOException {
    long bytes = 0;
    try (TarArchiveOutputStream outer =
        new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)))) {
      for (int label = 0; label < classes; label++) {
        String synset = String.format("n%08d", label);
        int first = firstImage(label);
        int end = firstImage(label + 1);
        TarArchiveEntry entry = new TarArchiveEntry(synset + ".tar");
        entry.setSize(innerBytes(first, end));
        outer.putArchiveEntry(entry);
        bytes += writeClass(outer, synset, first, end);
        outer.closeArchiveEntry();
      }
    }
    return bytes;
  }

  private int firstImage(int label) {
    return (int) ((long) images * label / classes);
  }

  private byte[] jpeg(int image) {
    return jpegs.get(image % jpegs.size());
  }

  /** A header and whole blocks for each image, and two blocks of zeros. */
  private long innerBytes(int first, int end) {
    long bytes = 2 * BLOCK;
    for (int image = first; image < end; image++) {
      bytes += BLOCK + (jpeg(image).length + BLOCK - 1L) / BLOCK * BLOCK;
    }
    return bytes;
  }

  private long writeClass(OutputStream outer, String synset, int first, int end)
      throws IOException {
    long bytes = 0;
    TarArchiveOutputStream inner = new TarArchiveOutputStream(outer, BLOCK);
    for (int image = first; image < end; image++) {
      TarArchiveEntry entry = new TarArchiveEntry(synset + "_" + image + ".JPEG");
      entry.setSize(jpeg(image).length);
      inner.putArchiveEntry(entry);
      inner.write(jpeg(image));
      inner.closeArchiveEntry();
      bytes += jpeg(image).length;
    }
    // Not closed: that would close the outer one.
    inner.finish();
    inner.flush();
    return bytes;
  }
}
