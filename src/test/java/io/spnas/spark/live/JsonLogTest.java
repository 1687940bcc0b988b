package io.spnas.spark.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of conf/log4j2-json.properties. */
class JsonLogTest {
  private static final Path CONF = Path.of(System.getProperty("spnas.home"), "conf");

  private static JsonNode line(Log4jLogEvent.Builder event) throws IOException {
    Path file = CONF.resolve("log4j2-json.properties");
    Configuration configuration =
        ConfigurationFactory.getInstance()
            .getConfiguration(new LoggerContext("json"), "json", file.toUri());
    configuration.initialize();
    String text =
        configuration
            .getAppender("console")
            .getLayout()
            .toSerializable(event.setLoggerName("io.spnas.spark.run.Run").build())
            .toString();
    assertThat(text).endsWith("}\n").hasLineCount(1);
    return new ObjectMapper().readTree(text);
  }

  private static Log4jLogEvent.Builder event(String message) {
    return Log4jLogEvent.newBuilder()
        .setLevel(Level.WARN)
        .setThreadName("main")
        .setTimeMillis(1_700_000_000_123L)
        .setMessage(new SimpleMessage(message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a \"quoted\" word",
        "C:\\path\\ and a /path",
        "two\nlines\r\nand a\ttab",
        "{\"looks\":\"like\"} %m ${java:version} JSON",
        "\u00e9\u4e2d\ud83d\ude00 \u0001\u001f\u2028"
      })
  void messageComesBackWhateverIsInIt(String message) throws IOException {
    assertThat(line(event(message)).path("message").asText()).isEqualTo(message);
  }

  @Test
  void hasTimeLevelLoggerAndThreadAndNothingThatIsNotKnown() throws IOException {
    JsonNode line = line(event("hello"));
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactly("time", "level", "logger", "thread", "message");
    assertThat(Instant.parse(line.path("time").asText()).toEpochMilli())
        .isEqualTo(1_700_000_000_123L);
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("logger").asText()).isEqualTo("io.spnas.spark.run.Run");
    assertThat(line.path("thread").asText()).isEqualTo("main");
  }

  @Test
  void namesRunRankStepAndTaskOfTheContext() throws IOException {
    StringMap context = new SortedArrayStringMap();
    context.putValue("mdc.run", "hdfs:///runs/a \"b\"");
    context.putValue("mdc.rank", "3");
    context.putValue("mdc.step", "4180");
    context.putValue("mdc.taskName", "task 3.0 in stage 0.0 (TID 3)");
    JsonNode line = line(event("hello").setContextData(context));
    assertThat(line.path("run").asText()).isEqualTo("hdfs:///runs/a \"b\"");
    assertThat(line.path("rank").intValue()).isEqualTo(3);
    assertThat(line.path("step").intValue()).isEqualTo(4180);
    assertThat(line.path("task").asText()).isEqualTo("task 3.0 in stage 0.0 (TID 3)");
  }

  @Test
  void stackTraceIsAField() throws IOException {
    JsonNode line = line(event("failed").setThrown(new IOException("no \"disk\"")));
    assertThat(line.path("message").asText()).isEqualTo("failed");
    assertThat(line.path("error").asText().stripLeading())
        .startsWith("java.io.IOException: no \"disk\"")
        .contains("\n\tat io.spnas.spark.live.JsonLogTest");
  }

  /** Levels of loggers; layouts are what the two files differ in. */
  private static Map<String, String> loggers(String file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(CONF.resolve(file))) {
      properties.load(in);
    }
    return properties.stringPropertyNames().stream()
        .filter(key -> key.matches("(logger\\.(?!progress).*|rootLogger.level)"))
        .collect(Collectors.toMap(key -> key, properties::getProperty, (a, b) -> a, TreeMap::new));
  }

  @Test
  void logsWhatTheLogForReadersDoes() throws IOException {
    assertThat(loggers("log4j2-json.properties"))
        .isNotEmpty()
        .isEqualTo(loggers("log4j2.properties"));
  }
}
