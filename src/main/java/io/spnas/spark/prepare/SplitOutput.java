package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ClassNames;
import io.spnas.data.Manifest;
import io.spnas.data.ShardFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A split while it is written. A mark stands in the directory from before the first shard until
 * after the manifest, and tells what goes into the shards: with a mark and no manifest the split
 * counts as unfinished. The next try keeps the shards that are whole if it would write the same,
 * and removes them if not. Shards that no mark tells about are never touched.
 *
 * @param directory where the shards go, with the scheme of its file system
 * @param split name of the split
 * @param shards number of shards
 */
record SplitOutput(String directory, String split, int shards) implements Serializable {
  private static final int MOST_SHARDS = 99_999;

  /**
   * Begins a split, or goes on with it.
   *
   * @param classNames names of its classes, which the directory's other splits must share
   * @param content what goes into the shards
   * @throws InvalidInputException when the directory holds the split already
   */
  static SplitOutput begin(
      Configuration configuration,
      String out,
      String split,
      int shards,
      List<String> classNames,
      Fingerprint content)
      throws IOException {
    Path path = ShardFiles.path(out);
    FileSystem files = ShardFiles.fileSystem(path, configuration);
    Path directory = files.makeQualified(path);
    List<FileStatus> present = present(files, directory, split);
    Path mark = new Path(directory, ShardFiles.unfinishedMark(split));
    boolean marked = files.exists(mark);
    byte[] told = content.add(split).add(shards).hex().getBytes(StandardCharsets.UTF_8);
    boolean same = marked && Arrays.equals(ShardFiles.read(files, mark), told);
    boolean finished = files.exists(Manifest.path(directory, split));
    if (finished && !same || !present.isEmpty() && !marked) {
      throw new InvalidInputException(
          "Split %s is in %s already; remove it or choose another directory", split, directory);
    }
    ClassNames.requireSame(directory, ClassNames.read(files, directory), classNames);
    for (FileStatus leftover : present) {
      if (!same || ShardFiles.hidden(leftover.getPath().getName())) {
        files.delete(leftover.getPath(), false);
      }
    }
    if (!same) {
      WrittenShards.clear(files, directory, split);
      ShardFiles.write(files, mark, told);
    }
    return new SplitOutput(directory.toString(), split, shards);
  }

  /** Checks what can be checked before anything is read. */
  static void require(String split, int shards) {
    ShardFiles.requireSplit(split);
    if (shards < 1 || shards > MOST_SHARDS) {
      throw new InvalidInputException(
          "Number of shards is %d; expected 1 to %d", shards, MOST_SHARDS);
    }
  }

  /** Holds the number of shards to that of images: no shard stays empty. */
  static void requireRecords(int shards, long records, String source) {
    if (records < shards) {
      throw new InvalidInputException(
          "%d images in %s for %d shards; expected at least one each", records, source, shards);
    }
  }

  /** Shards of the split, and temporary files of such shards. */
  private static List<FileStatus> present(FileSystem files, Path directory, String split)
      throws IOException {
    List<FileStatus> present = new ArrayList<>();
    try {
      for (FileStatus file : files.listStatus(directory)) {
        String name = file.getPath().getName();
        boolean aside = name.startsWith("." + split + "-") && name.endsWith(".tmp");
        if (aside || ShardFiles.shardNames(split).matcher(name).matches()) {
          present.add(file);
        }
      }
    } catch (FileNotFoundException e) {
      if (!files.mkdirs(directory)) {
        throw new IOException("Cannot create directory " + directory);
      }
    }
    return present;
  }

  Path shard(int index) {
    return new Path(directory, ShardFiles.shardName(split, index, shards));
  }

  /** The shards that an earlier try finished, by number. */
  Map<Integer, ShardResult> written(Configuration configuration) throws IOException {
    return new WrittenShards(this).read(configuration);
  }

  /**
   * Checks that the driver sees every shard, and makes the split whole. The mark stays until {@link
   * #unmark}: until then the same command finds the split done.
   */
  Manifest finish(Configuration configuration, List<ShardResult> results, List<String> classNames)
      throws IOException {
    Path path = new Path(directory);
    FileSystem files = ShardFiles.fileSystem(path, configuration);
    List<Manifest.Entry> entries = new ArrayList<>();
    long records = 0;
    for (ShardResult result :
        results.stream().sorted(Comparator.comparingInt(ShardResult::index)).toList()) {
      Path shard = shard(result.index());
      if (result.records() == 0) {
        throw new InvalidInputException(
            "No image is left for shard %s: %d were refused, such as %s",
            shard, result.refused(), result.refusals().get(0));
      }
      requireWhole(files, shard, result.bytes());
      entries.add(new Manifest.Entry(shard.getName(), result.records(), result.bytes()));
      records += result.records();
    }
    Manifest manifest = new Manifest(split, classNames.size(), records, entries);
    ClassNames.write(files, path, classNames);
    manifest.write(files, path);
    return manifest;
  }

  /** Removes what tells how far the work is. */
  void unmark(Configuration configuration) throws IOException {
    Path path = new Path(directory);
    FileSystem files = ShardFiles.fileSystem(path, configuration);
    WrittenShards.clear(files, path, split);
    files.delete(new Path(path, ShardFiles.unfinishedMark(split)), false);
  }

  private static void requireWhole(FileSystem files, Path shard, long bytes) throws IOException {
    long found;
    try {
      found = files.getFileStatus(shard).getLen();
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "Shard %s was written, but the driver does not see it; expected a directory that all"
              + " hosts share",
          shard);
    }
    if (found != bytes) {
      throw new IOException(
          String.format("Shard %s has %d bytes; %d were written", shard, found, bytes));
    }
  }
}
