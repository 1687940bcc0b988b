package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The manifests for Kubernetes: what they say of the job is so, and their pods are well formed. */
class ManifestsTest {
  /** Refuses fields that Kubernetes doesn't know, which its models would keep aside. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .build();

  /**
   * An application of either operator.
   *
   * @param workers as many as executors
   */
  private record Application(
      JsonNode manifest,
      String image,
      String mainClass,
      String jar,
      List<String> arguments,
      int executors,
      String cores,
      String sparkVersion,
      JsonNode sparkConf,
      JsonNode driver,
      JsonNode executor) {

    static Application of(JsonNode manifest) {
      JsonNode spec = manifest.get("spec");
      if (manifest.get("apiVersion").asText().startsWith("spark.apache.org/")) {
        JsonNode conf = spec.get("sparkConf");
        return new Application(
            manifest,
            conf.get("spark.kubernetes.container.image").asText(),
            spec.get("mainClass").asText(),
            spec.get("jars").asText(),
            words(spec.get("driverArgs")),
            conf.get("spark.executor.instances").asInt(),
            conf.get("spark.executor.cores").asText(),
            spec.at("/runtimeVersions/sparkVersion").asText(),
            conf,
            spec.at("/driverSpec/podTemplateSpec"),
            spec.at("/executorSpec/podTemplateSpec"));
      }
      JsonNode application = spec.has("template") ? spec.get("template") : spec;
      return new Application(
          manifest,
          application.get("image").asText(),
          application.get("mainClass").asText(),
          application.get("mainApplicationFile").asText(),
          words(application.get("arguments")),
          application.at("/executor/instances").asInt(),
          application.at("/executor/cores").asText(),
          application.get("sparkVersion").asText(),
          application.get("sparkConf"),
          application.at("/driver/template"),
          application.at("/executor/template"));
    }

    @Override
    public String toString() {
      return manifest.get("apiVersion").asText() + " " + manifest.get("kind").asText();
    }
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }

  private static Stream<Application> applications() {
    return Stream.of("spark-operator.yaml", "apache-operator.yaml")
        .flatMap(name -> Manifests.read(Manifests.file(name)).stream())
        .map(Application::of);
  }

  @ParameterizedTest
  @MethodSource("applications")
  void runsTheImagesJarWithAWorkerAnExecutor(Application application) throws Exception {
    assertThat(application.image()).isEqualTo("spnas:0.1.0");
    assertThat(application.jar()).isEqualTo("local:///opt/spnas/spnas.jar");
    assertThat(Class.forName(application.mainClass())).isEqualTo(Main.class);
    assertThat(application.sparkVersion())
        .isEqualTo(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    assertThat(application.arguments()).contains("--workers=" + application.executors());
    assertThat(application.sparkConf().get("spark.task.cpus").asText())
        .isEqualTo(application.cores());
  }

  @ParameterizedTest
  @MethodSource("applications")
  void hasArgumentsThatTheCommandTakes(Application application) {
    CommandLine.ParseResult parsed =
        new CommandLine(mainCommand()).parseArgs(application.arguments().toArray(String[]::new));
    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(application.arguments().get(0));
  }

  private static Object mainCommand() {
    try {
      var constructor = Main.class.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("applications")
  void setsWhatTheScriptSets(Application application) throws IOException {
    String script = Files.readString(Manifests.HOME.resolve("submit/cluster.sh"));
    for (String key : List.of("spark.speculation", "spark.dynamicAllocation.enabled")) {
      String value = application.sparkConf().get(key).asText();
      assertThat(script).contains("setting " + key + " " + value);
    }
  }

  @Test
  void refusesAMisspeltField() {
    JsonNode template = applications().findFirst().orElseThrow().driver().deepCopy();
    ((ObjectNode) template.at("/spec/securityContext")).put("runAsNonroot", true);
    assertThatThrownBy(() -> assertWellFormed(template)).hasMessageContaining("runAsNonroot");
  }

  @ParameterizedTest
  @MethodSource("applications")
  void hasPodsThatAreConfinedAsTheTemplatesAre(Application application) throws IOException {
    assertConfined(application.driver(), "driver");
    assertConfined(application.executor(), "executor");
  }

  private static void assertConfined(JsonNode template, String role) throws IOException {
    JsonNode ours = Manifests.read(Manifests.file(role + "-pod.yaml")).get(0);
    assertWellFormed(template);
    for (String part :
        List.of(
            "/metadata/labels",
            "/spec/terminationGracePeriodSeconds",
            "/spec/automountServiceAccountToken",
            "/spec/securityContext",
            "/spec/volumes",
            "/spec/containers/0/envFrom",
            "/spec/containers/0/securityContext",
            "/spec/containers/0/volumeMounts")) {
      assertThat(template.at(part)).as(part).isEqualTo(ours.at(part));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"driver-pod.yaml", "executor-pod.yaml"})
  void templatesHaveFieldsThatPodsHave(String name) throws IOException {
    JsonNode pod = Manifests.read(Manifests.file(name)).get(0);
    assertThat(STRICT.treeToValue(pod, Pod.class).getSpec().getContainers()).hasSize(1);
  }

  private static void assertWellFormed(JsonNode template) throws IOException {
    PodTemplateSpec parsed = STRICT.treeToValue(template, PodTemplateSpec.class);
    assertThat(parsed.getSpec().getContainers()).hasSize(1);
  }

  /** The definitions: files of YAML or JSON, such as those of a cluster that has the operators. */
  @Test
  @EnabledIfSystemProperty(named = "spnas.crds", matches = ".+")
  void keepsToTheOperatorsSchemas() throws IOException {
    List<JsonNode> definitions = new ArrayList<>();
    for (String file : System.getProperty("spnas.crds").split(":")) {
      definitions.addAll(Manifests.read(Path.of(file)));
    }
    assertThat(applications())
        .isNotEmpty()
        .allSatisfy(
            application -> {
              String[] version = application.manifest().get("apiVersion").asText().split("/");
              JsonNode definition =
                  definitions.stream()
                      .filter(
                          candidate ->
                              candidate.at("/spec/group").asText().equals(version[0])
                                  && candidate
                                      .at("/spec/names/kind")
                                      .equals(application.manifest().get("kind")))
                      .findFirst()
                      .orElseThrow();
              assertThat(
                      new StructuralSchema(definition, version[1]).faults(application.manifest()))
                  .isEmpty();
            });
  }
}
