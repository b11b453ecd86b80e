package dev.permafrost.backend.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.forge.lake.LakeShape;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are those of the standard. */
class LakeLayoutTest {

  @Test
  void theExampleOfTheSpecification() {
    LakeLayout layout = new LakeLayout(1, 64_000);
    assertThat(layout.key(53_312_000, LakeExtension.ZST))
        .isEqualTo("FCD285FF--53312000-53375999/FCD285FF--53312000.xdr.zst");
  }

  @Test
  void keysAreThoseThatTheForgeWrites() {
    long seed = 41;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      int batch = 1 + random.nextInt(100);
      int partition = 1 + random.nextInt(5) * random.nextInt(1000);
      long sequence = random.nextLong(1L << 31);
      LakeLayout layout = new LakeLayout(batch, partition);
      long index = layout.indexOf(sequence);
      String key = layout.key(index, LakeExtension.ZST);
      assertThat(key)
          .as("seed %s", seed)
          .isEqualTo(new LakeShape("n", batch, partition, "zst").key(sequence));
      LakeLayout.NamedObject named = LakeLayout.parse(key).orElseThrow();
      assertThat(layout.isKeyOf(key, named)).isTrue();
      assertThat(new ObjectBounds(named.first(), named.last())).isEqualTo(layout.bounds(index));
      assertThat(new LakeLayout(batch + 1, partition).isKeyOf(key, named))
          .as("of another layout")
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".config.json",
        "",
        "FFFFFFFD--2.xdr.zst.tmp",
        "fffffffd--2.xdr.zst",
        "FFFFFFFD--2.xdr.gz",
        "FFFFFFFD-2.xdr.zst",
        "FFFFFFFD--9-2.xdr.zst",
        "FFFFFFFD--99999999999.xdr.zst",
        "FFFFFFFD--4294967296.xdr.zst",
        "other/FFFFFFFD--2.xdr.zst",
        "FFFFFFFF--0-9/FFFFFFFF--0-9/FFFFFFFD--2.xdr.zst",
        "FFFFFFFF--0-9/",
      })
  void whatIsNoObjectsNameIsNotReadAsOne(String key) {
    assertThat(LakeLayout.parse(key)).isEmpty();
  }
}
