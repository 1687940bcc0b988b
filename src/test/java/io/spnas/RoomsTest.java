package io.spnas;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.spnas.rooms.space.WrongWay;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packages are rooms: imports run downwards only, and outside libraries have their room. */
class RoomsTest {
  /** From top to bottom. */
  private static final List<String> ROOMS =
      List.of(
          "cli",
          "spark",
          "report",
          "train",
          "nas",
          "engine",
          "collective",
          "data",
          "latency",
          "space",
          "config");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.spnas.cli", "io.spnas");

  private static LayeredArchitecture downwardsOnly(String base) {
    LayeredArchitecture rooms = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : ROOMS) {
      rooms = rooms.optionalLayer(room).definedBy(base + "." + room + "..");
    }
    for (int i = 0; i < ROOMS.size(); i++) {
      rooms =
          i == 0
              ? rooms.whereLayer(ROOMS.get(i)).mayNotBeAccessedByAnyLayer()
              : rooms
                  .whereLayer(ROOMS.get(i))
                  .mayOnlyBeAccessedByLayers(ROOMS.subList(0, i).toArray(String[]::new));
    }
    return rooms;
  }

  private static DescribedPredicate<JavaClass> in(String description, String pattern) {
    return DescribedPredicate.describe(description, c -> c.getName().matches(pattern));
  }

  private static ArchRule onlyIn(List<String> rooms, String library, String pattern) {
    return ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackages(
            rooms.stream().map(room -> "io.spnas." + room + "..").toArray(String[]::new))
        .and()
        .resideOutsideOfPackage("io.spnas.shaded..")
        .should()
        .dependOnClassesThat(in(library, pattern));
  }

  static List<ArchRule> rules() {
    return List.of(
        downwardsOnly("io.spnas"),
        slices().matching("io.spnas.(*)..").should().beFreeOfCycles(),
        onlyIn(
            List.of("engine"),
            "BigDL and its Scala",
            "(com\\.intel\\.analytics\\.bigdl|io\\.spnas\\.shaded\\.scala)\\..*"),
        onlyIn(List.of("spark", "cli"), "Spark", "org\\.apache\\.spark\\.(?!network\\.).*"),
        onlyIn(
            List.of("spark", "cli", "collective"),
            "Spark's transport",
            "org\\.apache\\.spark\\.network\\..*"),
        onlyIn(List.of("data"), "OpenCV", "org\\.opencv\\..*"),
        onlyIn(List.of("cli"), "picocli", "picocli\\..*"),
        onlyIn(List.of("config"), "Typesafe Config", "com\\.typesafe\\..*"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void hold(ArchRule rule) {
    rule.check(CLASSES);
  }

  @Test
  void everyRoomSaysWhatItIsFor() {
    for (String room : ROOMS) {
      assertThat(CLASSES.stream().map(JavaClass::getPackageName))
          .as("classes of room %s", room)
          .anyMatch(("io.spnas." + room)::equals);
      assertThat(getClass().getResource("/io/spnas/" + room + "/package-info.class"))
          .as("package-info of room %s", room)
          .isNotNull();
    }
  }

  @Test
  void anImportUpwardsIsFound() {
    JavaClasses wrong = new ClassFileImporter().importPackagesOf(WrongWay.class);
    EvaluationResult result =
        downwardsOnly("io.spnas.rooms")
            .evaluate(new ClassFileImporter().importPackages("io.spnas.rooms"));
    assertThat(wrong).isNotEmpty();
    assertThat(result.getFailureReport().getDetails())
        .anyMatch(detail -> detail.contains("WrongWay"));
  }
}
