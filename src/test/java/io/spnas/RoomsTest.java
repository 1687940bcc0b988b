package io.spnas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.spnas.rooms.space.WrongWay;
import io.spnas.rooms.spark.Job;
import io.spnas.rooms.spark.stage.WrongWayInSpark;
import io.spnas.rooms.train.Upstairs;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages are rooms: imports run downwards only, and outside libraries have their room. */
class RoomsTest {
  /** From top to bottom. */
  private static final List<String> ROOMS =
      List.of(
          "cli",
          "bench",
          "spark",
          "profile",
          "report",
          "train",
          "nas",
          "engine",
          "collective",
          "data",
          "latency",
          "space",
          "config");

  /** Packages of the largest room, from top to bottom. */
  private static final List<String> SPARK =
      List.of(
          "spark.compare",
          "spark",
          "spark.candidates",
          "spark.run",
          "spark.live",
          "spark.stage",
          "spark.prepare");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // The relocated libraries are in io.spnas too.
          .withImportOption(location -> !location.contains("/io/spnas/shaded/"))
          .importPackages("io.spnas");

  /** Rooms in miniature, where each rule is broken. */
  private static final JavaClasses BROKEN =
      new ClassFileImporter()
          .importPackagesOf(WrongWay.class, Upstairs.class, WrongWayInSpark.class, Job.class);

  /**
   * Packages that only those above them may know.
   *
   * @param inside what follows a package's name in the pattern of all that belongs to it
   */
  private static ArchRule downwardsOnly(String base, List<String> packages, String inside) {
    LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : packages) {
      layers = layers.optionalLayer(name).definedBy(base + "." + name + inside);
    }
    layers = layers.whereLayer(packages.get(0)).mayNotBeAccessedByAnyLayer();
    for (int i = 1; i < packages.size(); i++) {
      String[] above = packages.subList(0, i).toArray(String[]::new);
      layers = layers.whereLayer(packages.get(i)).mayOnlyBeAccessedByLayers(above);
    }
    return layers;
  }

  private static ArchRule onlyIn(
      String base, List<String> rooms, String library, String namePattern) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            rooms.stream().map(room -> base + "." + room + "..").toArray(String[]::new))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of " + library, (JavaClass c) -> c.getName().matches(namePattern)));
  }

  private static List<ArchRule> rulesIn(String base) {
    return List.of(
        downwardsOnly(base, ROOMS, ".."),
        downwardsOnly(base, SPARK, ""),
        slices().matching(base + ".(*)..").should().beFreeOfCycles(),
        onlyIn(
            base,
            List.of("engine"),
            "BigDL or its Scala",
            "(com\\.intel\\.analytics\\.bigdl|io\\.spnas\\.shaded\\.scala)\\..*"),
        onlyIn(base, List.of("spark", "cli"), "Spark", "org\\.apache\\.spark\\.(?!network\\.).*"),
        onlyIn(
            base,
            List.of("spark", "cli", "collective"),
            "Spark's transport",
            "org\\.apache\\.spark\\.network\\..*"),
        onlyIn(base, List.of("data"), "OpenCV", "org\\.opencv\\..*"),
        onlyIn(base, List.of("profile"), "ONNX Runtime", "ai\\.onnxruntime\\..*"),
        onlyIn(base, List.of("cli"), "picocli", "picocli\\..*"),
        onlyIn(base, List.of("config"), "Typesafe Config", "com\\.typesafe\\..*"));
  }

  static List<ArchRule> rules() {
    return rulesIn("io.spnas");
  }

  static List<ArchRule> rulesOfBrokenRooms() {
    return rulesIn("io.spnas.rooms");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void hold(ArchRule rule) {
    rule.check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("rulesOfBrokenRooms")
  void findWhatBreaksThem(ArchRule rule) {
    assertThat(rule.evaluate(BROKEN).getFailureReport().getDetails())
        .anyMatch(detail -> detail.contains("WrongWay"));
  }

  @ParameterizedTest
  @MethodSource("rulesOfBrokenRooms")
  void allowWhatLooksDownwards(ArchRule rule) {
    assertThat(
            rule.evaluate(new ClassFileImporter().importPackagesOf(Upstairs.class))
                .getFailureReport()
                .getDetails())
        .isEmpty();
  }

  @Test
  void everyClassIsInARoom() {
    assertThat(rooms()).isSubsetOf(ROOMS);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    assertThat(packages())
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(
                        getClass()
                            .getResource("/" + name.replace('.', '/') + "/package-info.class"))
                    .as("package-info of %s", name)
                    .isNotNull());
  }

  private static Set<String> packages() {
    return CLASSES.stream()
        .map(JavaClass::getPackageName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> rooms() {
    return packages().stream()
        .filter(name -> !name.equals("io.spnas"))
        .map(name -> name.split("\\.")[2])
        .collect(Collectors.toSet());
  }
}
