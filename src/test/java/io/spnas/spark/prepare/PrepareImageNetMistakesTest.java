package io.spnas.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.data.ImageCheck;
import io.spnas.data.ShardDirectory;
import io.spnas.spark.prepare.PrepareImageNet.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrepareImageNetMistakesTest extends ImageNetArchives {
  @Test
  void labelsComeInAllCommonForms() throws IOException {
    List<String> names = List.copyOf(validationImages.keySet());
    List<String> devkit = List.of("n02", "n03", "n01");
    List<Integer> backwards = new ArrayList<>(IntStream.range(0, names.size()).boxed().toList());
    Collections.reverse(backwards);
    Map<String, Stream<String>> forms = new TreeMap<>();
    forms.put("pairs", backwards.stream().map(i -> names.get(i) + " " + synset(i)));
    forms.put(
        "kaggle",
        Stream.concat(
            Stream.of("ImageId,PredictionString"),
            backwards.stream()
                .map(i -> names.get(i).replace(".JPEG", "") + "," + synset(i) + " 1 2 3 4 ")));
    forms.put(
        "numbers",
        IntStream.range(0, names.size()).mapToObj(i -> "" + (1 + devkit.indexOf(synset(i)))));
    Path synsets = Files.write(directory.resolve("synsets"), devkit);
    for (Map.Entry<String, Stream<String>> form : forms.entrySet()) {
      Path labels = Files.write(directory.resolve(form.getKey()), form.getValue().toList());
      Path out = directory.resolve("out-" + form.getKey());
      Optional<String> list =
          form.getKey().equals("numbers") ? Optional.of(synsets.toString()) : Optional.empty();
      new PrepareImageNet(
              Optional.empty(),
              Optional.of(new Validation(validationTar().toString(), labels.toString(), list, 1)),
              out.toString(),
              5,
              ImageRules.of(ImageCheck.MARKERS))
          .run(spark, report());
      assertValidationLabels(ReadShards.byName(ShardDirectory.open(out.toString(), "validation")));
    }
  }

  @Test
  void labelsThatDoNotMatchTheImagesAreRefusedBeforeAnythingIsWritten() throws IOException {
    List<String> names = List.copyOf(validationImages.keySet());
    refusedLabels(validationSynsets.subList(0, 6), "7 images in", "6 labels in");
    refusedLabels(
        IntStream.range(0, 7).mapToObj(i -> "x" + names.get(i) + " " + synset(i)).toList(),
        "No label for image ILSVRC2012_val_00000001.JPEG");
    refusedLabels(
        IntStream.range(0, 7).mapToObj(i -> names.get(0) + " " + synset(i)).toList(),
        "Image ILSVRC2012_val_00000001 has two labels");
    refusedLabels(
        IntStream.range(0, 7).mapToObj(i -> i == 3 ? "n99" : synset(i)).toList(),
        "ILSVRC2012_val_00000004.JPEG is of class n99",
        "none of the 3 classes n01 to n03");
    refusedLabels(
        IntStream.range(0, 7).mapToObj(i -> i == 3 ? "17" : synset(i)).toList(),
        "Line 4 of",
        "number 17",
        "--synsets");
    refusedLabels(
        IntStream.range(0, 7).mapToObj(i -> i == 3 ? "a n01" : synset(i)).toList(),
        "Line 4 of",
        "expected a synset a line");
    refusedLabels(List.of(""), "No labels in");
    assertThat(out()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.8, 0.97})
  void archiveCutAnywhereTellsTheEntryAndTheByte(double share) throws IOException {
    byte[] whole = TarFiles.ofClasses(classes);
    int end = lastByteThatIsNotZero(whole);
    Path tar = write(Arrays.copyOf(whole, (int) (end * share)));
    refused(
        () -> job(tar, 2, Optional.empty()).run(spark, report()),
        "Archive",
        tar.toString(),
        "is cut short in entry n0",
        "begin at byte",
        "ends at byte " + Files.size(tar));
    assertThat(out()).doesNotExist();
  }

  @Test
  void archiveCutBetweenEntriesIsCutShort() throws IOException {
    Map<String, byte[]> validation = new LinkedHashMap<>(validationImages);
    byte[] whole = TarFiles.of(validation);
    Path tar = write(whole);
    TarPart part = new TarPart(tar.toString(), "", 0, whole.length);
    TarListing listing = TarHeaders.list(part, spark.hadoopConfiguration());
    int header = (int) listing.offset(4) - 512;
    for (int length : new int[] {header, header + 100}) {
      Files.write(tar, Arrays.copyOf(whole, length));
      refused(
          () ->
              TarHeaders.list(
                  new TarPart(tar.toString(), "", 0, length), spark.hadoopConfiguration()),
          "is cut short",
          "after entry ILSVRC2012_val_00000004.JPEG, at byte " + header);
    }
    whole[header + 150] ^= 1;
    Files.write(tar, whole);
    refused(
        () -> TarHeaders.list(part, spark.hadoopConfiguration()),
        "is damaged: no tar header after entry ILSVRC2012_val_00000004.JPEG, at byte " + header);
  }

  @Test
  void whatIsNoArchiveOfImageNetIsRefused() throws IOException {
    refusedTar(new byte[0], "Not a tar archive", "header at byte 0");
    refusedTar("no tar at all".repeat(1000).getBytes(), "Not a tar archive", "header at byte 0");
    refusedTar(gzip(TarFiles.ofClasses(classes)), "compressed with gzip", "gunzip");
    refusedTar(TarFiles.of(Map.of()), "No class archives in");
    refusedTar(TarFiles.of(validationImages), "ILSVRC2012_val_00000001.JPEG", "no class archive");
    refusedTar(
        TarFiles.of(Map.of("n01.tar", gzip(TarFiles.of(Map.of())))),
        "n01.tar in",
        "compressed with gzip");
    byte[] cutClass = Arrays.copyOf(TarFiles.of(classes.get("n01")), 2000);
    refusedTar(
        TarFiles.of(Map.of("n01.tar", cutClass)), "n01.tar in", "is cut short in entry n01_");
    refusedTar(
        TarFiles.of(Map.of("n01.tar", TarFiles.of(Map.of()))),
        "No images in class archive n01.tar");
    Path nothing = directory.resolve("nothing");
    refused(() -> job(nothing, 1, Optional.empty()).run(spark, report()), "No such archive");
    refused(() -> job(directory, 1, Optional.empty()).run(spark, report()), "is a directory");
    assertThat(out()).doesNotExist();
  }
}
