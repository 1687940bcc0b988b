package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ShardFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The classes of ImageNet's validation images, in one of the forms they are handed around in. A
 * line is
 *
 * <ul>
 *   <li>a synset, in the order of the images' names (TensorFlow's {@code
 *       imagenet_2012_validation_synset_labels.txt});
 *   <li>an image's name and its synset, apart by blanks or a comma; what follows is passed over
 *       (Kaggle's {@code LOC_val_solution.csv} with its heading);
 *   <li>in the place of the synset a number from 1, of a line in a list of synsets (the devkit's
 *       {@code ILSVRC2012_validation_ground_truth.txt}, whose order is not the synsets' own).
 * </ul>
 */
final class ValidationLabels {
  private static final String HEADING = "ImageId,";
  private static final String FORMS =
      "expected a synset a line, or an image's name and a synset; or numbers from 1 and"
          + " --synsets";

  private final String file;
  private final List<String> images;
  private final List<String> synsets;

  private ValidationLabels(String file, List<String> images, List<String> synsets) {
    this.file = file;
    this.images = images;
    this.synsets = synsets;
  }

  /**
   * Reads a list.
   *
   * @param numbered synsets by number, from 1; empty where the list has no numbers
   * @throws InvalidInputException when it is no such list
   */
  static ValidationLabels read(Configuration configuration, String file, List<String> numbered)
      throws IOException {
    List<String> images = new ArrayList<>();
    List<String> synsets = new ArrayList<>();
    List<String> lines = lines(configuration, file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || i == 0 && line.startsWith(HEADING)) {
        continue;
      }
      String[] words = line.split("[\\s,]+");
      if (words.length > 1) {
        images.add(stem(words[0]));
      }
      synsets.add(synset(words[Math.min(1, words.length - 1)], numbered, file, i + 1));
      if (!images.isEmpty() && images.size() != synsets.size()) {
        throw new InvalidInputException("Line %d of %s is '%s'; %s", i + 1, file, line, FORMS);
      }
    }
    if (synsets.isEmpty()) {
      throw new InvalidInputException("No labels in %s; %s", file, FORMS);
    }
    return new ValidationLabels(file, images, synsets);
  }

  /**
   * Reads a list of synsets, one a line; what follows on a line is passed over.
   *
   * @throws InvalidInputException when one is there twice, or none at all
   */
  static List<String> synsets(Configuration configuration, String file) throws IOException {
    List<String> synsets =
        lines(configuration, file).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(line -> line.split("[\\s,]+")[0])
            .toList();
    if (synsets.isEmpty() || new TreeSet<>(synsets).size() < synsets.size()) {
      throw new InvalidInputException(
          "%d synsets in %s, %d different; expected one a line, each once",
          synsets.size(), file, new TreeSet<>(synsets).size());
    }
    return synsets;
  }

  private static List<String> lines(Configuration configuration, String file) throws IOException {
    Path path = ShardFiles.path(file);
    FileSystem files = ShardFiles.fileSystem(path, configuration);
    return new String(ShardFiles.read(files, path), StandardCharsets.UTF_8).lines().toList();
  }

  private static String synset(String word, List<String> numbered, String file, int line) {
    if (!word.matches("\\d+")) {
      return word;
    }
    if (numbered.isEmpty()) {
      throw new InvalidInputException(
          "Line %d of %s has number %s for a class; expected a synset such as n01440764, or"
              + " --synsets with a list in the order of the numbers",
          line, file, word);
    }
    int number = word.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(word);
    if (number < 1 || number > numbered.size()) {
      throw new InvalidInputException(
          "Line %d of %s has number %s for a class; expected 1 to %d, as there are synsets",
          line, file, word, numbered.size());
    }
    return numbered.get(number - 1);
  }

  private static String stem(String filename) {
    int dot = filename.lastIndexOf('.');
    return dot < 0 ? filename : filename.substring(0, dot);
  }

  /** The synsets that occur, sorted. */
  List<String> classNames() {
    return List.copyOf(new TreeSet<>(synsets));
  }

  /**
   * Classes of images.
   *
   * @param filenames the images, in the order of their names
   * @param classNames names of the classes, by label
   * @param archive where the images are, for messages
   * @return label of each image, from 0
   * @throws InvalidInputException when images and labels don't match, or a class has no name
   */
  int[] of(List<String> filenames, List<String> classNames, String archive) {
    if (filenames.size() != synsets.size()) {
      throw new InvalidInputException(
          "%d images in %s, but %d labels in %s", filenames.size(), archive, synsets.size(), file);
    }
    Map<String, Integer> numbers = new HashMap<>();
    classNames.forEach(name -> numbers.put(name, numbers.size()));
    Map<String, String> byImage = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      if (byImage.put(images.get(i), synsets.get(i)) != null) {
        throw new InvalidInputException(
            "Image %s has two labels in %s; expected one", images.get(i), file);
      }
    }
    int[] labels = new int[filenames.size()];
    for (int i = 0; i < labels.length; i++) {
      String filename = filenames.get(i);
      String synset = images.isEmpty() ? synsets.get(i) : byImage.get(stem(filename));
      if (synset == null) {
        throw new InvalidInputException(
            "No label for image %s of %s in %s", filename, archive, file);
      }
      Integer label = numbers.get(synset);
      if (label == null) {
        throw new InvalidInputException(
            "Image %s is of class %s by %s, which is none of the %d classes %s to %s",
            filename,
            synset,
            file,
            classNames.size(),
            classNames.get(0),
            classNames.get(classNames.size() - 1));
      }
      labels[i] = label;
    }
    return labels;
  }
}
