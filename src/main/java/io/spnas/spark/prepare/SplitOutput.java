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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A split while it is written. A mark stands in the directory from before the first shard until
 * after the manifest, and tells what goes into the shards: with a mark and no manifest the split
 * counts as unfinished. The next try keeps the shards that are whole if it would write the same,
 * and removes them if not. A split that is whole has a {@link PreparedSplit}: the same try finds
 * all its shards there, and any other is refused. Shards that neither tells about are never
 * touched.
 *
 * @param directory where the shards go, with the scheme of its file system
 * @param split name of the split
 * @param shards number of shards
 */
record SplitOutput(String directory, String split, int shards) implements Serializable {
  private static final int MOST_SHARDS = 99_999;

  /**
   * Begins a split, goes on with it, or finds it done.
   *
   * @param classNames names of its classes, which the directory's other splits must share
   * @param content what goes into the shards
   * @throws InvalidInputException when the directory holds the split already, of something else
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
    String told = content.add(split).add(shards).hex();
    boolean same = told.equals(before(files, directory, split));
    boolean finished = files.exists(Manifest.path(directory, split));
    if (!same && (finished || !present.isEmpty() && !marked)) {
      throw new InvalidInputException(
          "Split %s is in %s already, and not known to be of the same files, shards and seed; remove"
              + " it or choose another directory",
          split, directory);
    }
    ClassNames.requireSame(directory, ClassNames.read(files, directory), classNames);
    for (FileStatus leftover : present) {
      if (!same || ShardFiles.hidden(leftover.getPath().getName())) {
        files.delete(leftover.getPath(), false);
      }
    }
    if (!same) {
      WrittenShards.clear(files, directory, split);
      PreparedSplit.clear(files, directory, split);
    }
    if (!same || !marked && !finished) {
      ShardFiles.write(files, mark, told.getBytes(StandardCharsets.UTF_8));
    }
    return new SplitOutput(directory.toString(), split, shards);
  }

  /** Digest of what an earlier try has put, or was to put, into the shards; empty if none did. */
  private static String before(FileSystem files, Path directory, String split) throws IOException {
    Path mark = new Path(directory, ShardFiles.unfinishedMark(split));
    return files.exists(mark)
        ? new String(ShardFiles.read(files, mark), StandardCharsets.UTF_8)
        : PreparedSplit.read(files, directory, split).map(PreparedSplit::content).orElse("");
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
    Path path = new Path(directory);
    FileSystem files = ShardFiles.fileSystem(path, configuration);
    Map<Integer, ShardResult> told = new TreeMap<>(new WrittenShards(this).read(configuration));
    PreparedSplit.read(files, path, split).ifPresent(whole -> told.putAll(whole.shards()));
    Map<Integer, ShardResult> there = new TreeMap<>();
    for (ShardResult result : told.values()) {
      if (isThere(files, shard(result.index()), result.bytes())) {
        there.put(result.index(), result);
      }
    }
    return there;
  }

  private static boolean isThere(FileSystem files, Path shard, long bytes) throws IOException {
    try {
      return files.getFileStatus(shard).getLen() == bytes;
    } catch (FileNotFoundException e) {
      return false;
    }
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
    Path mark = new Path(path, ShardFiles.unfinishedMark(split));
    if (files.exists(mark)) {
      String content = new String(ShardFiles.read(files, mark), StandardCharsets.UTF_8);
      PreparedSplit.of(content, results).write(files, path, split);
      manifest.write(files, path);
    }
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
