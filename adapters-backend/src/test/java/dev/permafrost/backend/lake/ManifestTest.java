package dev.permafrost.backend.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.failure.LakeDamage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A manifest is read strictly: every field there, once, of its type, and sensible. */
class ManifestTest {

  private static final String SOUND =
      "{'networkPassphrase':'net','version':'1.0','compression':'zstd',"
          + "'ledgersPerBatch':8,'batchesPerPartition':10}";

  @Test
  void aSoundOneIsReadAndFieldsThatAreNotKnownArePassedOver() {
    Manifest expected = new Manifest("net", new LakeLayout(8, 10));
    assertThat(read(SOUND)).isEqualTo(expected);
    assertThat(read(SOUND.replace("}", ",'later':{'a':[1]}}"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ledgersPerBatch':8 | 'ledgersPerBatch':0 | ledgersPerBatch is 0",
        "'ledgersPerBatch':8 | 'ledgersPerBatch':-1 | ledgersPerBatch is -1",
        "'ledgersPerBatch':8 | 'ledgersPerBatch':1000001 | ledgersPerBatch is 1000001",
        "'ledgersPerBatch':8 | 'ledgersPerBatch':4294967297 | ledgersPerBatch is 4294967297",
        "'ledgersPerBatch':8 | 'ledgersPerBatch':1.0 | ledgersPerBatch is 1.0",
        "'ledgersPerBatch':8 | 'ledgersPerBatch':'8' | ledgersPerBatch is \"8\"",
        "'ledgersPerBatch':8 | 'other':8 | ledgersPerBatch is missing",
        "'batchesPerPartition':10 | 'batchesPerPartition':null | batchesPerPartition is null",
        "'batchesPerPartition':10 | 'ledgersPerBatch':10 | no JSON: Duplicate",
        "'net' | '' | networkPassphrase is \"\"",
        "'net' | 7 | networkPassphrase is 7",
        "'1.0' | '2.0' | version is '2.0'",
        "'1.0' | 1.0 | version is 1.0",
        "'zstd' | 'gzip' | compression is 'gzip'",
      })
  void whatIsWrongIsDamageThatNamesTheField(String sound, String wrong, String part) {
    assertThatThrownBy(() -> read(SOUND.replace(sound.strip(), wrong.strip())))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContainingAll("the manifest", part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "<html>", "{", "{} {}", "'text'", "{'a':NaN}"})
  void whatIsNoObjectIsDamage(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(LakeDamage.class);
  }

  @Test
  void aDeepOneIsDamageAndNoOverflow() {
    assertThatThrownBy(() -> read("[".repeat(30_000))).isInstanceOf(LakeDamage.class);
  }

  private static Manifest read(String json) {
    return Manifest.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "the manifest");
  }
}
