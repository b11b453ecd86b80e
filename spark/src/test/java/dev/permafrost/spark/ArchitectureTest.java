package dev.permafrost.spark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The jobs go through the command line: they know no store, no file and no lake. */
@AnalyzeClasses(
    packages = "dev.permafrost.spark",
    importOptions = {ImportOption.DoNotIncludeTests.class})
final class ArchitectureTest {

  @ArchTest
  static final ArchRule jobsUseTheCommandLineItsValuesAndTheCodecsName =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.permafrost..")
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage(
                              "dev.permafrost.spark..",
                              "dev.permafrost.app..",
                              "dev.permafrost.domain.chunk..",
                              "dev.permafrost.domain.landing..",
                              "dev.permafrost.ports..",
                              "dev.permafrost.threads..",
                              "dev.permafrost.zstd..")))
                  .as("are ours, and behind the command line"));
}
