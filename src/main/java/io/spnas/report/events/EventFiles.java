package io.spnas.report.events;

import io.spnas.config.HadoopFiles;
import io.spnas.data.TfRecordWriter;
import io.spnas.report.GrowingFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files {@code events.out.tfevents.SECONDS.HOST} in a directory. TensorBoard reads them in the
 * order of their names.
 */
final class EventFiles {
  private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{10})\\..*");

  private final Path directory;
  private final FileSystem files;

  private EventFiles(Path directory, FileSystem files) {
    this.directory = directory;
    this.files = files;
  }

  static EventFiles of(String directory, Configuration hadoop) throws IOException {
    Path path = new Path(directory);
    return new EventFiles(path, HadoopFiles.of(path, hadoop));
  }

  /**
   * Creates the next file. Its name comes after all that are there, also where clocks of hosts
   * differ or two begin in the same second.
   */
  GrowingFile create(Instant now, String host) throws IOException {
    files.mkdirs(directory);
    long seconds = now.getEpochSecond();
    for (FileStatus file : files.listStatus(directory)) {
      Matcher name = NAME.matcher(file.getPath().getName());
      if (name.matches()) {
        seconds = Math.max(seconds, Long.parseLong(name.group(1)) + 1);
      }
    }
    String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.%s", seconds, host);
    return GrowingFile.open(files, new Path(directory, name), new byte[0]);
  }

  /** An event's bytes with the lengths and checksums of a TFRecord around them. */
  static byte[] framed(byte[] event) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TfRecordWriter writer = new TfRecordWriter(bytes)) {
      writer.write(event);
    }
    return bytes.toByteArray();
  }
}
