package org.apache.zeppelin.spark;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.zeppelin.interpreter.InterpreterHookRegistry;
import org.apache.zeppelin.interpreter.ZeppelinContext;

/** What paragraphs know as {@code z}: forms are Zeppelin's own, as is the display of tables. */
public final class NoteContext extends ZeppelinContext {
  private final SparkShims shims;

  NoteContext(SparkShims shims, InterpreterHookRegistry hooks, int maxResult) {
    super(hooks, maxResult);
    this.shims = shims;
  }

  @Override
  public Map<String, String> getInterpreterClassMap() {
    return Map.of(
        "spark", SparkInterpreter.class.getName(), "sql", SparkSqlInterpreter.class.getName());
  }

  @Override
  @SuppressWarnings("rawtypes")
  public List<Class> getSupportedClasses() {
    return List.of(Dataset.class);
  }

  @Override
  public String showData(Object table, int maxResult) {
    return shims.showDataFrame(table, maxResult, interpreterContext);
  }
}
