package io.spnas.config;

/** How runtime follows from decisions between the table's entries. */
public enum RuntimeModelKind {
  /** Multilinear, equal to the table at every choice. */
  EXACT,
  /** As in the published code. */
  REFERENCE
}
