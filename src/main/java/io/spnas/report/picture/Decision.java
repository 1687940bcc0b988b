package io.spnas.report.picture;

/** One of the three decisions of a searchable layer, as figures draw it. */
enum Decision {
  /** Whether the outer ring of the 5x5 kernel is used. */
  KERNEL("5×5, not 3×3", Tone.BLUE, ""),
  /** Whether there is a layer at all. */
  PRESENT("kept, not skipped", Tone.ORANGE, "5 3"),
  /** Whether the second half of the channels is used. */
  EXPANSION("expansion 6, not 3", Tone.GREEN, "1.5 2.5");

  private final String words;
  private final Tone tone;
  private final String dashes;

  Decision(String words, Tone tone, String dashes) {
    this.words = words;
    this.tone = tone;
    this.dashes = dashes;
  }

  String words() {
    return words;
  }

  Tone tone() {
    return tone;
  }

  String dashes() {
    return dashes;
  }
}
