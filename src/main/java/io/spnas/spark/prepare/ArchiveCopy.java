package io.spnas.spark.prepare;

import io.spnas.config.HadoopFiles;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Copies a file into parts as a Spark job, one task a part, in the file's order. */
public final class ArchiveCopy {
  private static final int BUFFER_BYTES = 1 << 20;

  private ArchiveCopy() {}

  /**
   * Copies the whole file.
   *
   * @param file the file
   * @param bytes its length
   * @param out directory of the parts, named {@code part-0} and on
   * @param parts how many
   */
  public static void run(JavaSparkContext spark, String file, long bytes, String out, int parts) {
    Broadcast<SerializableConfiguration> configuration =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    List<Integer> numbers = IntStream.range(0, parts).boxed().toList();
    spark.parallelize(numbers, parts).foreach(new CopyPart(file, bytes, out, parts, configuration));
  }

  private record CopyPart(
      String file,
      long bytes,
      String out,
      int parts,
      Broadcast<SerializableConfiguration> configuration)
      implements VoidFunction<Integer> {
    @Override
    public void call(Integer part) throws IOException {
      Configuration settings = configuration.value().value();
      Path source = new Path(file);
      Path target = new Path(out, "part-" + part);
      FileSystem files = HadoopFiles.of(source, settings);
      long left = bytes * (part + 1) / parts - bytes * part / parts;
      byte[] buffer = new byte[BUFFER_BYTES];
      try (FSDataInputStream in = files.open(source);
          FSDataOutputStream copy = files.create(target, true)) {
        in.seek(bytes * part / parts);
        while (left > 0) {
          int length = (int) Math.min(buffer.length, left);
          in.readFully(buffer, 0, length);
          copy.write(buffer, 0, length);
          left -= length;
        }
      }
    }
  }
}
