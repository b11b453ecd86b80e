package dev.permafrost.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The Spark that proofs run on is the one that the jobs are compiled against. */
class SparkHomeTest {

  @Test
  void theLaidOutSparkHasTheVersionOfTheRootPom() throws Exception {
    String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();

    assertThat(Files.readString(Path.of("home/pom.xml")))
        .contains("<spark.version>" + version + "</spark.version>");
  }
}
