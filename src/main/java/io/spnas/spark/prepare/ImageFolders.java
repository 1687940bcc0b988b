package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ShardFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A directory with one sub-folder per class. The folders' names in order are the labels; files lie
 * anywhere below them. Hidden files and folders don't count, nor files beside the folders.
 *
 * @param classNames names of the folders, by label
 * @param files paths of the files, ordered by label and path
 * @param labels label of each file
 */
record ImageFolders(List<String> classNames, List<String> files, List<Integer> labels) {

  /**
   * Lists a directory.
   *
   * @throws InvalidInputException when there is no such directory, or no files in folders
   */
  static ImageFolders list(Configuration configuration, String input) throws IOException {
    Path given = ShardFiles.path(input);
    FileSystem fileSystem = ShardFiles.fileSystem(given, configuration);
    Path root = fileSystem.makeQualified(given);
    List<String> classNames = classNames(fileSystem, root);
    List<String> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classNames.size(); label++) {
      List<String> own = files(fileSystem, new Path(root, classNames.get(label)));
      files.addAll(own);
      labels.addAll(Collections.nCopies(own.size(), label));
    }
    if (files.isEmpty()) {
      throw new InvalidInputException(
          "No images in %s; expected one sub-folder per class with JPEG or PNG files", root);
    }
    return new ImageFolders(classNames, files, labels);
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

  private static List<String> files(FileSystem fileSystem, Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> listing = fileSystem.listFiles(folder, true);
    while (listing.hasNext()) {
      Path file = listing.next().getPath();
      if (visible(file, folder)) {
        files.add(file.toString());
      }
    }
    Collections.sort(files);
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
