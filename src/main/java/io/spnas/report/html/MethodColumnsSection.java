package io.spnas.report.html;

import io.spnas.report.methods.Column;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the tables' columns are. */
record MethodColumnsSection() implements Section {
  @Override
  public String title() {
    return "What the columns mean";
  }

  @Override
  public void write(Html html) {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put("seeds", "Seeds with which the method is done.");
    for (Column column : Column.values()) {
      meanings.put(column.head(), column.meaning());
    }
    Parts.facts(html, meanings);
  }
}
