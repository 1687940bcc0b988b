package io.spnas.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that NumPy 1.24 itself wrote, and their copies by this project. */
class NpzFileTest {
  private static byte[] file(String name) throws IOException {
    try (InputStream in = NpzFileTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  /** numpy.arange(24, dtype='f4').reshape(2, 3, 4) / 7. */
  private static float[] sevenths() {
    float[] values = new float[24];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 7f;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "compressed.npz"})
  void readsWhatNumPyWrites(String name) throws IOException {
    Map<String, NpyArray> arrays = NpzFile.decode(file(name));
    assertThat(arrays.keySet()).containsExactly("a/b", "vector", "scalar");
    assertThat(arrays.get("a/b").shape()).containsExactly(2, 3, 4);
    assertThat(arrays.get("a/b").values()).containsExactly(sevenths());
    assertThat(arrays.get("vector").shape()).containsExactly(2);
    assertThat(arrays.get("scalar").shape()).isEmpty();
    assertThat(arrays.get("scalar").values()).containsExactly(3);
  }

  @Test
  void writesArraysAsNumPyDoes() throws IOException {
    byte[] theirs = file("stored.npz");
    Map<String, NpyArray> arrays = NpzFile.decode(theirs);
    byte[] ours = NpzFile.encode(arrays);
    assertThat(NpzFile.decode(ours).keySet()).isEqualTo(arrays.keySet());
    for (NpyArray array : arrays.values()) {
      assertThat(contains(theirs, array.encode())).as("%s in NumPy's file", array.shape()).isTrue();
    }
  }

  private static boolean contains(byte[] file, byte[] part) {
    for (int at = 0; at + part.length <= file.length; at++) {
      if (Arrays.equals(file, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource({
    "float64, 'dtype <f8, expected <f4'",
    "float16, 'dtype <f2, expected <f4'",
    "big-endian, 'dtype >f4, expected <f4'",
    "int32, 'dtype <i4, expected <f4'",
    "object, 'dtype |O, expected <f4'",
    "fortran, 'Fortran order, expected C order'"
  })
  void otherKindsOfArraysAreRefused(String name, String words) throws IOException {
    byte[] archive = file(name + ".npz");
    assertThatThrownBy(() -> NpzFile.decode(archive))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("array x ", words);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 11, 60, 130})
  void arraysCutShortAreRefused(int bytes) {
    byte[] whole = new NpyArray(List.of(2, 3, 4), sevenths()).encode();
    assertThatThrownBy(() -> NpyArray.decode(Arrays.copyOf(whole, bytes), "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("array x ");
  }

  @Test
  void shapesBeyondTheValuesAreRefused() {
    byte[] whole = new NpyArray(List.of(99999, 99999, 99999, 99999), sevenths()).encode();
    assertThatThrownBy(() -> NpyArray.decode(whole, "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("array x has 96 bytes of values");
  }

  @Test
  void sameArraysGiveSameBytesWhateverTheTimeZone() {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("x", new NpyArray(List.of(24), sevenths()));
    TimeZone zone = TimeZone.getDefault();
    byte[] here = NpzFile.encode(arrays);
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      assertThat(NpzFile.encode(arrays)).isEqualTo(here);
    } finally {
      TimeZone.setDefault(zone);
    }
  }
}
