package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ShardFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Lists a tar archive (ustar, GNU or pax) by its headers alone. An archive that is cut short
 * anywhere is refused, also where an entry ends: an archive ends with a block of zeros.
 */
final class TarHeaders {
  private static final int BLOCK = 512;

  private final TarPart archive;
  private final FSDataInputStream file;
  private final FilePart bytes;
  private final List<String> names = new ArrayList<>();
  private final List<Long> offsets = new ArrayList<>();
  private final List<Long> lengths = new ArrayList<>();
  private String lastName = "";
  private long nextHeader;

  private TarHeaders(TarPart archive, FSDataInputStream file) {
    this.archive = archive;
    this.file = file;
    this.bytes = new FilePart(file, archive.offset(), archive.end());
    this.nextHeader = archive.offset();
  }

  /**
   * Lists an archive. Directories, links and hidden files are left out.
   *
   * @throws InvalidInputException when it is no whole tar archive
   */
  static TarListing list(TarPart archive, Configuration configuration) throws IOException {
    Path path = new Path(archive.file());
    try (FSDataInputStream file = ShardFiles.fileSystem(path, configuration).open(path)) {
      return new TarHeaders(archive, file).list();
    }
  }

  private TarListing list() throws IOException {
    requireNoGzip();
    // Not closed: closing it would close the file, which its opener does.
    TarArchiveInputStream headers = new TarArchiveInputStream(bytes, "UTF-8");
    for (TarArchiveEntry entry = next(headers); entry != null; entry = next(headers)) {
      add(entry);
    }
    requireEndMark();
    return new TarListing(
        names.toArray(String[]::new),
        offsets.stream().mapToLong(offset -> offset).toArray(),
        lengths.stream().mapToLong(length -> length).toArray());
  }

  private void requireNoGzip() throws IOException {
    byte[] magic = new byte[2];
    FilePart start = new FilePart(file, archive.offset(), archive.end());
    if (start.read(magic) == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
      throw new InvalidInputException(
          "Not a tar archive: %s is compressed with gzip; expected it unpacked with gunzip, so that"
              + " images can be read where they lie",
          archive.where());
    }
  }

  private TarArchiveEntry next(TarArchiveInputStream headers) throws IOException {
    TarArchiveEntry entry;
    try {
      entry = headers.getNextTarEntry();
    } catch (IOException | IllegalArgumentException e) {
      bytes.rethrowFailure();
      throw bytes.position() >= archive.end() ? cutShort() : noHeader();
    }
    if (entry != null && !entry.isCheckSumOK()) {
      throw noHeader();
    }
    return entry;
  }

  private void add(TarArchiveEntry entry) {
    long offset = bytes.position();
    // Size as it lies there: that of a sparse file is not its own.
    long size = entry.isDirectory() ? 0 : entry.getSize();
    if (size > archive.end() - offset) {
      throw new InvalidInputException(
          "Archive %s is cut short in entry %s: its %d bytes begin at byte %d, but the archive ends"
              + " at byte %d",
          archive.where(), entry.getName(), size, offset, archive.end());
    }
    if (entry.isSparse()) {
      throw new InvalidInputException(
          "Archive %s: entry %s at byte %d is a sparse file; expected plain files",
          archive.where(), entry.getName(), offset);
    }
    lastName = entry.getName();
    nextHeader = offset + (size + BLOCK - 1) / BLOCK * BLOCK;
    boolean plain = entry.isFile() && !entry.isLink() && !entry.isSymbolicLink();
    String filename = lastName.substring(lastName.lastIndexOf('/') + 1);
    if (plain && !ShardFiles.hidden(filename)) {
      names.add(lastName);
      offsets.add(offset);
      lengths.add(size);
    }
  }

  private void requireEndMark() throws IOException {
    FilePart rest = new FilePart(file, nextHeader, archive.end());
    byte[] block = new byte[BLOCK];
    if (rest.readNBytes(block, 0, BLOCK) < BLOCK) {
      if (lastName.isEmpty()) {
        throw noHeader();
      }
      throw cutShort();
    }
  }

  private InvalidInputException cutShort() {
    return new InvalidInputException(
        "Archive %s is cut short: no end-of-archive mark%s, at byte %d",
        archive.where(), after(), nextHeader);
  }

  private InvalidInputException noHeader() {
    return lastName.isEmpty()
        ? new InvalidInputException(
            "Not a tar archive: %s; expected a tar header at byte %d",
            archive.where(), archive.offset())
        : new InvalidInputException(
            "Archive %s is damaged: no tar header%s, at byte %d",
            archive.where(), after(), nextHeader);
  }

  private String after() {
    return lastName.isEmpty() ? "" : " after entry " + lastName;
  }
}
