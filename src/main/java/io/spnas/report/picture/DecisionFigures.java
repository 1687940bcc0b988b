package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import io.spnas.train.StepRecord;
import java.util.List;

/**
 * What figures of a search's decisions share.
 *
 * @param layers searchable layers, in order
 * @param records records of steps; each has the decisions of all these layers
 * @param steps steps of the whole search
 */
record DecisionFigures(List<Layer> layers, List<StepRecord> records, long steps) {
  /** Leaves out records that have decisions of other layers. */
  DecisionFigures {
    int count = layers.size();
    records = records.stream().filter(record -> record.arguments().length == count).toList();
  }

  /** Whether a decision is open: layers that can't be skipped are always there. */
  boolean isOpen(int index, Decision decision) {
    return decision != Decision.PRESENT || layers.get(index).skippable();
  }

  /** What the last record decides for a layer. */
  String outcome(int index) {
    if (records.isEmpty()) {
      return "";
    }
    double[] decided = records.get(records.size() - 1).indicators()[index];
    return Operation.of(isOn(decided[0]), isOn(decided[1]), isOn(decided[2])).label();
  }

  /** Whether a decision is on; that of a multi-path search is the likelier one. */
  static boolean isOn(double indicator) {
    return indicator > 0.5;
  }

  /** Draws the decisions' colours and strokes with their names. */
  static void key(Svg svg, Layout layout) {
    double left = 0;
    double top = 12;
    for (Decision decision : Decision.values()) {
      double width = 34 + 6.8 * decision.words().length();
      if (left + width > layout.width()) {
        left = 0;
        top += 18;
      }
      svg.line(
          left,
          top - 4,
          left + 22,
          top - 4,
          Paint.stroke(decision.tone(), 2).dashed(decision.dashes()));
      svg.text(left + 28, top, decision.words(), Type.PLAIN.size(11).anchor(Anchor.START));
      left += width + 8;
    }
  }

  /** Height of the key, px. */
  static int keyHeight(Layout layout) {
    return layout.pick(28, 46);
  }

  /** Outcomes of all layers in words. */
  String words() {
    if (records.isEmpty()) {
      return "No step has been recorded yet.";
    }
    StringBuilder words = new StringBuilder("Decided at the last recorded step: ");
    for (int i = 0; i < layers.size(); i++) {
      words
          .append(i == 0 ? "" : ", ")
          .append("layer ")
          .append(layers.get(i).index())
          .append(' ')
          .append(outcome(i));
    }
    return words.append('.').toString();
  }
}
