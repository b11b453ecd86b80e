package dev.permafrost.ports.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.roots.StoreId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "Ledgers", "tx-hash", "a/b", "..", "1a", "a:b", "catalog", "hot"})
  void aKindThatCouldNotBeAKeyOrADirectoryIsRejected(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ArtifactKind(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ledgers", "a-b", "a b"})
  void aColumnFamilyOfAnotherFormIsRejected(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ColumnFamily(name));
  }

  @Test
  void namesOfThirtyTwoCharactersAreTheLongest() {
    assertThat(new ArtifactKind("a".repeat(32)).name()).hasSize(32);
    assertThatIllegalArgumentException().isThrownBy(() -> new ArtifactKind("a".repeat(33)));
  }

  @Test
  void aFingerprintIsOneVisibleWord() {
    assertThat(new CodecFingerprint("zstd-1.5.7/level-3").toString())
        .isEqualTo("zstd-1.5.7/level-3");
    assertThatIllegalArgumentException().isThrownBy(() -> new CodecFingerprint("a b"));
    assertThatIllegalArgumentException().isThrownBy(() -> new CodecFingerprint(""));
    assertThatIllegalArgumentException().isThrownBy(() -> new CodecFingerprint("x".repeat(65)));
  }

  @Test
  void aStoreIdIsThirtyTwoLowerCaseDigits() {
    assertThat(StoreId.isWellFormed("0123456789abcdef0123456789abcdef")).isTrue();
    assertThat(StoreId.isWellFormed("0123456789ABCDEF0123456789abcdef")).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new StoreId("12"));
  }
}
