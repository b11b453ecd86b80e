package dev.permafrost.fs;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.file.Files;

@AnalyzeClasses(
    packages = "dev.permafrost.fs",
    importOptions = ImportOption.DoNotIncludeTests.class)
class FsArchitectureTest {

  @ArchTest
  static final ArchRule ONE_CLASS_SYNCS =
      noClasses()
          .that()
          .doNotBelongToAnyOf(PosixVfs.class)
          .should()
          .callMethod(FileChannel.class, "force", boolean.class)
          .because("there is one durable-write path");

  @ArchTest
  static final ArchRule THE_REST_WORKS_ON_ANY_FILE_SYSTEM =
      noClasses()
          .that()
          .doNotBelongToAnyOf(
              PosixVfs.class,
              PosixFile.class,
              DirectReads.class,
              DirectWrites.class,
              // How much room this machine's volumes have.
              RootSpace.class,
              VolumeSpace.class)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(FileChannel.class, Files.class, File.class)
          .because("the same code runs on a disk and on a simulated machine");

  @ArchTest
  static final ArchRule ONLY_PORTS_ARE_KNOWN =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "com.sun.nio.file..",
              "dev.permafrost.ports..",
              "dev.permafrost.fs",
              "dagger..",
              "javax.inject..",
              "jakarta.inject..",
              "com.google.errorprone.annotations..",
              "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule ONE_FACTORY_AND_WHAT_IT_NAMES_ARE_PUBLIC =
      classes()
          .that()
          .doNotBelongToAnyOf(
              FileStores.class,
              FsModule.class,
              RootPaths.class,
              PackInspector.class,
              PackInspection.class,
              RootSpace.class,
              VolumeSpace.class)
          .and()
          .haveSimpleNameNotContaining("_")
          .should()
          .notHaveModifier(PUBLIC);
}
