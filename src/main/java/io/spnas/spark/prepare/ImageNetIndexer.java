package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ShardFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Finds the images in ImageNet's archives by the headers of the tar files alone. The training
 * archive holds a tar file a class, whose place in it tells the place of each image; the classes'
 * files are listed by a Spark job.
 */
final class ImageNetIndexer {
  private static final String CLASS_ARCHIVE = ".tar";

  /** A few, so that slow ones even out: a class is listed in less time than a task starts. */
  private static final int LISTING_TASKS_PER_CORE = 4;

  /** As ShardFiles reads images from files of their own. */
  private static final long MOST_IMAGE_BYTES = 256 << 20;

  private final JavaSparkContext spark;
  private final Configuration configuration;

  ImageNetIndexer(JavaSparkContext spark) {
    this.spark = spark;
    this.configuration = spark.hadoopConfiguration();
  }

  /**
   * The images of an archive of class archives such as {@code n01440764.tar}. The classes' names in
   * order are the labels.
   *
   * @throws InvalidInputException when it is no such archive, is not whole, or a class has no
   *     images
   */
  ImageIndex train(String file) throws IOException {
    FileStatus status = status(file);
    TarListing outer = TarHeaders.list(whole(status), configuration);
    List<TarPart> parts = classArchives(status, outer);
    List<String> classNames = parts.stream().map(ImageNetIndexer::className).toList();
    List<TarListing> listings =
        ShardJob.collect(
            spark,
            parts,
            LISTING_TASKS_PER_CORE * spark.defaultParallelism(),
            new ListImages(ShardJob.share(spark)));
    Builder images = new Builder(status, classNames);
    for (int label = 0; label < parts.size(); label++) {
      TarListing listing = listings.get(label);
      if (listing.size() == 0) {
        throw new InvalidInputException(
            "No images in class archive %s; expected one at least", parts.get(label).where());
      }
      for (int i = 0; i < listing.size(); i++) {
        images.add(parts.get(label).name() + "/" + listing.filename(i), listing, i, label);
      }
    }
    return images.index();
  }

  private static List<TarPart> classArchives(FileStatus status, TarListing outer) {
    TreeMap<String, TarPart> parts = new TreeMap<>();
    for (int i = 0; i < outer.size(); i++) {
      String name = outer.filename(i);
      if (!name.endsWith(CLASS_ARCHIVE)) {
        throw new InvalidInputException(
            "Entry %s in %s is no class archive; expected a tar file a class, such as"
                + " n01440764.tar",
            name, status.getPath());
      }
      TarPart part =
          new TarPart(status.getPath().toString(), name, outer.offset(i), outer.length(i));
      if (parts.put(name, part) != null) {
        throw new InvalidInputException(
            "Class archive %s is in %s twice; expected each once", name, status.getPath());
      }
    }
    if (parts.isEmpty()) {
      throw new InvalidInputException(
          "No class archives in %s; expected a tar file a class, such as n01440764.tar",
          status.getPath());
    }
    return new ArrayList<>(parts.values());
  }

  private static String className(TarPart part) {
    return part.name().substring(0, part.name().length() - CLASS_ARCHIVE.length());
  }

  /**
   * The images of a flat archive.
   *
   * @param labels their classes
   * @param classNames names of the classes, by label
   * @throws InvalidInputException when the archive is not whole, or its images and labels don't
   *     match
   */
  ImageIndex validation(String file, ValidationLabels labels, List<String> classNames)
      throws IOException {
    FileStatus status = status(file);
    TarListing listing = TarHeaders.list(whole(status), configuration);
    List<Integer> byName =
        IntStream.range(0, listing.size())
            .boxed()
            .sorted(Comparator.comparing(listing::filename))
            .toList();
    List<String> filenames = byName.stream().map(listing::filename).toList();
    int[] ofImages = labels.of(filenames, classNames, status.getPath().toString());
    Builder images = new Builder(status, classNames);
    for (int i = 0; i < byName.size(); i++) {
      images.add(filenames.get(i), listing, byName.get(i), ofImages[i]);
    }
    return images.index();
  }

  private FileStatus status(String file) throws IOException {
    Path path = ShardFiles.path(file);
    FileStatus status;
    try {
      status = ShardFiles.fileSystem(path, configuration).getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("No such archive: %s", path);
    }
    if (status.isDirectory()) {
      throw new InvalidInputException("Not a tar archive: %s is a directory", path);
    }
    return status;
  }

  private static TarPart whole(FileStatus status) {
    return new TarPart(status.getPath().toString(), "", 0, status.getLen());
  }

  /** The task: lists a class's archive. */
  private record ListImages(Broadcast<SerializableConfiguration> configuration)
      implements Function<TarPart, TarListing> {
    @Override
    public TarListing call(TarPart part) throws IOException {
      return TarHeaders.list(part, configuration.value().value());
    }
  }

  /** Gathers the columns of an index. */
  private static final class Builder {
    private final FileStatus archive;
    private final List<String> classNames;
    private final List<String> names = new ArrayList<>();
    private final IntStream.Builder labels = IntStream.builder();
    private final IntStream.Builder lengths = IntStream.builder();
    private final LongStream.Builder offsets = LongStream.builder();

    Builder(FileStatus archive, List<String> classNames) {
      this.archive = archive;
      this.classNames = classNames;
    }

    void add(String name, TarListing listing, int i, int label) {
      if (listing.length(i) > MOST_IMAGE_BYTES) {
        throw new InvalidInputException(
            "Entry %s in %s has %d bytes; expected an image of at most %d",
            name, archive.getPath(), listing.length(i), MOST_IMAGE_BYTES);
      }
      names.add(name);
      offsets.add(listing.offset(i));
      lengths.add((int) listing.length(i));
      labels.add(label);
    }

    ImageIndex index() {
      return new ImageIndex(
          new Fingerprint().add(archive).hex(),
          archive.getPath().toString(),
          classNames,
          names.toArray(String[]::new),
          offsets.build().toArray(),
          lengths.build().toArray(),
          labels.build().toArray());
    }
  }
}
