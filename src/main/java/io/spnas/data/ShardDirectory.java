package io.spnas.data;

import io.spnas.config.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The shards of one split in a directory, all of them there. With a manifest they are those it
 * lists, with the sizes it lists; without one they are the files named {@code
 * split-?????-of-?????}, as TensorFlow's scripts write them, perhaps with {@code .tfrecord} or
 * {@code .gz} after it. A sub-folder with the split's name may hold them.
 *
 * @param directory the directory, with the scheme of its file system
 * @param split name of the split
 * @param shards its shards, in the order of their numbers
 * @param classes number of classes the manifest tells, or {@link #UNKNOWN_CLASSES}
 */
public record ShardDirectory(String directory, String split, List<Shard> shards, int classes)
    implements Serializable {
  public static final int UNKNOWN_CLASSES = -1;

  private static final int NAMES_SHOWN = 5;

  /** Opens a directory with Hadoop's settings from the class path. */
  public static ShardDirectory open(String directory, String split) throws IOException {
    return open(new Configuration(), directory, split);
  }

  /**
   * Looks up the shards of a split; reads no record.
   *
   * @throws InvalidInputException when the directory or shards are missing or not as listed
   */
  public static ShardDirectory open(Configuration configuration, String directory, String split)
      throws IOException {
    Path given = ShardFiles.path(directory);
    FileSystem files = ShardFiles.fileSystem(given, configuration);
    Path path = files.makeQualified(given);
    Map<String, FileStatus> listing = list(files, path);
    Path folder = new Path(path, ShardFiles.requireSplit(split));
    if (noneOf(split, listing) && files.exists(folder)) {
      path = folder;
      listing = list(files, folder);
    }
    if (listing.isEmpty()) {
      throw new InvalidInputException("No files in %s; expected shards of split %s", path, split);
    }
    if (listing.containsKey(Manifest.path(path, split).getName())) {
      Manifest manifest = Manifest.read(files, path, split);
      return new ShardDirectory(
          path.toString(), split, listed(manifest, listing, path), manifest.classes());
    }
    if (listing.containsKey(ShardFiles.unfinishedMark(split))) {
      throw new InvalidInputException(
          "Preparing split %s in %s was begun and not finished; run it again", split, path);
    }
    return new ShardDirectory(path.toString(), split, named(split, listing, path), UNKNOWN_CLASSES);
  }

  /**
   * As {@link #open}, where the split may be missing altogether.
   *
   * @return empty if the directory holds no file of the split
   */
  public static Optional<ShardDirectory> find(
      Configuration configuration, String directory, String split) throws IOException {
    Path path = ShardFiles.path(directory);
    FileSystem files = ShardFiles.fileSystem(path, configuration);
    boolean missing =
        noneOf(split, list(files, files.makeQualified(path)))
            && !files.exists(new Path(path, split));
    return missing ? Optional.empty() : Optional.of(open(configuration, directory, split));
  }

  /** Whether there is neither a shard of a split nor what tells of one. */
  private static boolean noneOf(String split, Map<String, FileStatus> listing) {
    Pattern shards = ShardFiles.shardNames(split);
    return listing.keySet().stream()
        .noneMatch(
            name ->
                shards.matcher(name).matches()
                    || name.equals(ShardFiles.unfinishedMark(split))
                    || name.equals(split + ".manifest.json"));
  }

  /** Names and status of the plain files in a directory, hidden ones too. */
  private static Map<String, FileStatus> list(FileSystem files, Path directory) throws IOException {
    FileStatus[] statuses;
    try {
      if (files.getFileStatus(directory).isFile()) {
        throw new InvalidInputException("Not a directory: %s; expected one of shards", directory);
      }
      statuses = files.listStatus(directory);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("No such directory: %s", directory);
    }
    Map<String, FileStatus> listing = new TreeMap<>();
    Arrays.stream(statuses)
        .filter(FileStatus::isFile)
        .forEach(status -> listing.put(status.getPath().getName(), status));
    return listing;
  }

  private static List<Shard> listed(
      Manifest manifest, Map<String, FileStatus> listing, Path directory) {
    List<Shard> shards = new ArrayList<>();
    for (Manifest.Entry entry : manifest.shards()) {
      Path shard = new Path(directory, entry.name());
      FileStatus status = listing.get(entry.name());
      if (status == null) {
        throw new InvalidInputException(
            "Missing shard %s, which the manifest of split %s lists", shard, manifest.split());
      }
      if (status.getLen() != entry.bytes()) {
        throw new InvalidInputException(
            "Shard %s has %d bytes; its manifest expects %d",
            shard, status.getLen(), entry.bytes());
      }
      shards.add(new Shard(shard.toString(), entry.bytes(), entry.records()));
    }
    return List.copyOf(shards);
  }

  private static List<Shard> named(String split, Map<String, FileStatus> listing, Path directory) {
    Pattern names = ShardFiles.shardNames(split);
    Map<Integer, FileStatus> found = new TreeMap<>();
    TreeSet<Integer> counts = new TreeSet<>();
    for (Map.Entry<String, FileStatus> file : listing.entrySet()) {
      Matcher name = names.matcher(file.getKey());
      if (name.matches()) {
        counts.add(Integer.parseInt(name.group(2)));
        FileStatus same = found.put(Integer.parseInt(name.group(1)), file.getValue());
        if (same != null && counts.size() == 1) {
          throw new InvalidInputException(
              "Shard %s is there twice: %s; expected it once",
              name.group(1), List.of(same.getPath(), file.getValue().getPath()));
        }
      }
    }
    if (found.isEmpty()) {
      throw new InvalidInputException(
          "No shards of split %s in %s; expected files such as %s, found %s",
          split, directory, ShardFiles.shardName(split, 0, 4), some(listing.keySet()));
    }
    if (counts.size() > 1) {
      throw new InvalidInputException(
          "Shards of more than one set in %s: split %s has files of %s shards",
          directory, split, counts);
    }
    int count = counts.first();
    List<String> missing = new ArrayList<>();
    List<Shard> shards = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FileStatus status = found.remove(i);
      if (status == null) {
        missing.add(ShardFiles.shardName(split, i, count));
      } else if (status.getLen() == 0) {
        throw new InvalidInputException("Empty shard: %s", status.getPath());
      } else {
        shards.add(new Shard(status.getPath().toString(), status.getLen(), Shard.UNKNOWN_RECORDS));
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "Missing %d of %d shards of split %s in %s: %s",
          missing.size(), count, split, directory, some(missing));
    }
    if (!found.isEmpty()) {
      throw new InvalidInputException(
          "Shard beyond the last of %d: %s", count, found.values().iterator().next().getPath());
    }
    return List.copyOf(shards);
  }

  private static String some(Collection<String> names) {
    List<String> shown =
        names.stream().filter(name -> !ShardFiles.hidden(name)).limit(NAMES_SHOWN).toList();
    return shown + (names.size() > NAMES_SHOWN ? " and others" : "");
  }

  /**
   * Holds the data set to a network's classes.
   *
   * @throws InvalidInputException when the manifest tells of more classes than the network has
   */
  public void requireClasses(int modelClasses) {
    if (classes > modelClasses) {
      throw new InvalidInputException(
          "Split %s in %s has %d classes, the network %d; set model.classes to at least %d",
          split, directory, classes, modelClasses, classes);
    }
  }

  /** Images of the split; {@link Shard#UNKNOWN_RECORDS} without a manifest. */
  public long records() {
    return classes == UNKNOWN_CLASSES
        ? Shard.UNKNOWN_RECORDS
        : shards.stream().mapToLong(Shard::records).sum();
  }

  /**
   * Images of the split: what the manifest tells, or, without one, the first shard's number scaled
   * by the bytes of all.
   *
   * @throws IOException when the first shard can't be read
   */
  public long estimateRecords(Configuration configuration) throws IOException {
    if (records() != Shard.UNKNOWN_RECORDS) {
      return records();
    }
    Shard first = shards.get(0);
    double bytes = shards.stream().mapToLong(Shard::bytes).sum();
    return Math.round(ShardReader.count(configuration, first) * bytes / first.bytes());
  }
}
