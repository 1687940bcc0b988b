package io.spnas.zeppelin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.zeppelin.interpreter.Interpreter;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterGroup;
import org.apache.zeppelin.markdown.Markdown;
import org.apache.zeppelin.spark.SparkInterpreter;
import org.apache.zeppelin.spark.SparkSqlInterpreter;

/** Zeppelin's interpreters by the names that paragraphs begin with. */
final class Interpreters implements AutoCloseable {
  private final InterpreterGroup group = new InterpreterGroup("spark");
  private final Map<String, Interpreter> byName;

  Interpreters() throws InterpreterException {
    Properties spark = new Properties();
    spark.setProperty("zeppelin.spark.maxResult", "1000");
    spark.setProperty("zeppelin.spark.sql.stacktrace", "true");
    // It knows no Spark after its own time.
    spark.setProperty("zeppelin.spark.enableSupportedVersionCheck", "false");
    spark.setProperty("zeppelin.spark.deprecatedMsg.show", "false");
    spark.setProperty("zeppelin.spark.scala.color", "false");
    Properties markdown = new Properties();
    markdown.setProperty(Markdown.MARKDOWN_PARSER_TYPE, Markdown.PARSER_TYPE_MARKDOWN4J);
    byName =
        Map.of(
            "spark", new SparkInterpreter(spark),
            "spark.sql", new SparkSqlInterpreter(spark),
            "md", new Markdown(markdown));
    List<Interpreter> session = new ArrayList<>(byName.values());
    group.put("session", session);
    session.forEach(interpreter -> interpreter.setInterpreterGroup(group));
    for (String name : List.of("spark", "spark.sql", "md")) {
      byName.get(name).open();
    }
  }

  /** The interpreter of a name. */
  Interpreter named(String name) {
    Interpreter interpreter = byName.get(name);
    if (interpreter == null) {
      throw new IllegalArgumentException(
          "No interpreter " + name + ", expected one of " + byName.keySet());
    }
    return interpreter;
  }

  /** Name of the group that they share. */
  String group() {
    return group.getId();
  }

  @Override
  public void close() throws InterpreterException {
    byName.get("spark").close();
  }
}
