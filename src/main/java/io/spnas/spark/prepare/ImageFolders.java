package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ShardFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Lists a directory with one sub-folder per class. The folders' names in order are the labels;
 * files lie anywhere below them. Hidden files and folders don't count, nor files beside the
 * folders.
 */
final class ImageFolders {
  private final Configuration configuration;

  ImageFolders(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Lists a directory.
   *
   * @throws InvalidInputException when there is no such directory, or no files in one of its
   *     folders
   */
  ImageIndex index(String input) throws IOException {
    Path given = ShardFiles.path(input);
    FileSystem fileSystem = ShardFiles.fileSystem(given, configuration);
    Path root = fileSystem.makeQualified(given);
    List<String> classNames = classNames(fileSystem, root);
    List<FileStatus> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    for (int label = 0; label < classNames.size(); label++) {
      List<FileStatus> own = files(fileSystem, new Path(root, classNames.get(label)));
      if (own.isEmpty()) {
        empty.add(classNames.get(label));
      }
      files.addAll(own);
      labels.addAll(Collections.nCopies(own.size(), label));
    }
    if (files.isEmpty()) {
      throw new InvalidInputException(
          "No images in %s; expected one sub-folder per class with JPEG or PNG files", root);
    }
    if (!empty.isEmpty()) {
      throw new InvalidInputException(
          "No images in %d of %d class folders of %s, such as %s; expected one at least in each",
          empty.size(), classNames.size(), root, empty.get(0));
    }
    return index(root, classNames, files, labels);
  }

  private static ImageIndex index(
      Path root, List<String> classNames, List<FileStatus> files, List<Integer> labels) {
    Fingerprint source = new Fingerprint();
    files.forEach(source::add);
    return new ImageIndex(
        root + " " + source.hex(),
        "",
        classNames,
        files.stream().map(file -> file.getPath().toString()).toArray(String[]::new),
        new long[files.size()],
        files.stream().mapToInt(file -> (int) Math.min(Integer.MAX_VALUE, file.getLen())).toArray(),
        labels.stream().mapToInt(label -> label).toArray());
  }

  private static List<String> classNames(FileSystem fileSystem, Path root) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus status : fileSystem.listStatus(root)) {
        String name = status.getPath().getName();
        if (status.isDirectory() && !ShardFiles.hidden(name)) {
          names.add(name);
        }
      }
    } catch (FileNotFoundException e) {
      throw new InvalidInputException("No such directory: %s", root);
    }
    Collections.sort(names);
    return names;
  }

  private static List<FileStatus> files(FileSystem fileSystem, Path folder) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> listing = fileSystem.listFiles(folder, true);
    while (listing.hasNext()) {
      FileStatus file = listing.next();
      if (visible(file.getPath(), folder)) {
        // Without the places of its blocks, which take memory.
        files.add(new FileStatus(file));
      }
    }
    files.sort(Comparator.comparing(file -> file.getPath().toString()));
    return files;
  }

  private static boolean visible(Path file, Path folder) {
    for (Path part = file; part != null && !part.equals(folder); part = part.getParent()) {
      if (ShardFiles.hidden(part.getName())) {
        return false;
      }
    }
    return true;
  }
}
