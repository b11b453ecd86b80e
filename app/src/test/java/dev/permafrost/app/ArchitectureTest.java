package dev.permafrost.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noConstructors;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import java.nio.channels.FileChannel;
import java.util.Set;

/**
 * The rules of the modules, stated by package: who may use whom, and what the rules of the product
 * must never touch. {@code docs/decisions/0001-dependency-direction.md} says why.
 */
@AnalyzeClasses(
    packages = "dev.permafrost",
    importOptions = {ImportOption.DoNotIncludeTests.class})
final class ArchitectureTest {
  private static final String OURS = "dev.permafrost..";
  private static final String PORTS = "dev.permafrost.ports..";
  private static final String VFS = "dev.permafrost.ports.vfs..";
  private static final String DOMAIN = "dev.permafrost.domain..";
  private static final String ROCKSDB = "dev.permafrost.rocksdb..";
  private static final String FS = "dev.permafrost.fs..";
  private static final String ZSTD = "dev.permafrost.zstd..";
  private static final String BACKEND = "dev.permafrost.backend..";
  private static final String BACKEND_DOOR = "dev.permafrost.backend";
  private static final String S3 = "dev.permafrost.s3..";
  private static final String MICROMETER = "dev.permafrost.micrometer..";
  private static final String THREADS = "dev.permafrost.threads..";
  private static final String WIRING = "dev.permafrost.wiring..";
  private static final String FORGE = "dev.permafrost.forge..";
  private static final String TESTKIT = "dev.permafrost.testkit..";
  private static final String APP = "dev.permafrost.app..";

  private static final String FORCES_FILES = "dev.permafrost.fs.PosixVfs";
  private static final String FORCES_ACCEPTED_DATABASES =
      "dev.permafrost.rocksdb.DatabaseDirectory";

  /** Forces a device that holds nothing, to see the error that this is. */
  private static final String LEARNS_WORDS = "dev\\.permafrost\\.ports\\.failure\\.SystemWords.*";

  private static final String FORCES_WITNESSES = "dev.permafrost.rocksdb.WitnessFile";

  /** What the door takes and answers, though it is of a package below. */
  private static final Set<String> ASKED_OF_THE_DOOR =
      Set.of(
          "dev.permafrost.backend.access.LakeAccess",
          "dev.permafrost.backend.access.LakeAddress",
          "dev.permafrost.backend.access.LakeOptions",
          "dev.permafrost.backend.access.LakeProxy",
          "dev.permafrost.backend.stream.ObjectWalk");

  private static final int MOST_PARAMETERS = 7;

  private static final String[] TEST_LIBRARIES = {
    "org.junit..", "org.assertj..", "org.mockito..", "com.tngtech.archunit.."
  };

  @ArchTest static final ArchRule portsAreTheLeaf = onlyUsesOfOurs(PORTS);

  @ArchTest
  static final ArchRule portsUseTheJdkAndAnnotationsOnly =
      classes()
          .that()
          .resideInAPackage(PORTS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              PORTS, "java..", "org.jspecify.annotations..", "com.google.errorprone.annotations..")
          .allowEmptyShould(true);

  @ArchTest static final ArchRule domainUsesPortsOnly = onlyUsesOfOurs(DOMAIN, PORTS);

  @ArchTest static final ArchRule rocksdbUsesPortsOnly = onlyUsesOfOurs(ROCKSDB, PORTS);

  @ArchTest static final ArchRule fsUsesPortsOnly = onlyUsesOfOurs(FS, PORTS);

  @ArchTest static final ArchRule zstdUsesPortsOnly = onlyUsesOfOurs(ZSTD, PORTS);

  @ArchTest static final ArchRule backendUsesPortsOnly = onlyUsesOfOurs(BACKEND, PORTS);

  /** The other classes that are public there are public for their neighbours only. */
  @ArchTest
  static final ArchRule theLakeClientIsUsedThroughItsDoor =
      noClasses()
          .that()
          .resideOutsideOfPackage(BACKEND)
          .should()
          .dependOnClassesThat(
              resideInAPackage(BACKEND)
                  .and(DescribedPredicate.not(resideInAPackage(BACKEND_DOOR)))
                  .and(DescribedPredicate.not(isOneOf(ASKED_OF_THE_DOOR)))
                  .as("are of the lake client, behind its door"));

  @ArchTest static final ArchRule s3UsesPortsOnly = onlyUsesOfOurs(S3, PORTS);

  @ArchTest static final ArchRule micrometerUsesPortsOnly = onlyUsesOfOurs(MICROMETER, PORTS);

  @ArchTest static final ArchRule threadsUsePortsOnly = onlyUsesOfOurs(THREADS, PORTS);

  @ArchTest static final ArchRule forgeUsesPortsOnly = onlyUsesOfOurs(FORGE, PORTS);

  @ArchTest
  static final ArchRule testkitUsesPortsAndForgeOnly = onlyUsesOfOurs(TESTKIT, PORTS, FORGE);

  @ArchTest
  static final ArchRule appUsesTheFrontDoorAndNoDatabaseOrCodec =
      onlyUsesOfOurs(APP, WIRING, PORTS, DOMAIN, FS, BACKEND, THREADS, FORGE, MICROMETER);

  @ArchTest
  static final ArchRule wiringUsesDomainAndStandardAdapters =
      onlyUsesOfOurs(WIRING, PORTS, DOMAIN, ROCKSDB, FS, ZSTD, BACKEND, THREADS);

  @ArchTest
  static final ArchRule aStoresPortsArePutTogetherInOnePlace =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.permafrost\\.wiring\\.StoreModule")
          .should()
          .callConstructorWhere(target(owner(type(StorePorts.class))));

  /** More would be a noun that is missing; a record is a noun, and has what it has. */
  @ArchTest
  static final ArchRule noConstructorOfTheDomainHasMoreThanSevenParameters =
      noConstructors()
          .that()
          .areDeclaredInClassesThat(
              resideInAPackage(DOMAIN)
                  .and(DescribedPredicate.not(assignableTo(Record.class)))
                  .and(DescribedPredicate.not(assignableTo(Enum.class))))
          .should()
          .haveRawParameterTypes(
              describe("more than seven", types -> types.size() > MOST_PARAMETERS));

  @ArchTest
  static final ArchRule doorsShowNoGuavaAndNoDagger =
      noCodeUnits()
          .that()
          .areDeclaredInClassesThat(
              resideInAnyPackage(PORTS, DOMAIN, WIRING)
                  .and(modifier(JavaModifier.PUBLIC))
                  .and(areWrittenByHand()))
          .and()
          .arePublic()
          .should()
          .haveRawReturnType(resideInAnyPackage("com.google.common..", "dagger.."))
          .orShould()
          .haveRawParameterTypes(
              describe(
                  "of Guava or Dagger",
                  types ->
                      types.stream()
                          .anyMatch(resideInAnyPackage("com.google.common..", "dagger.."))));

  @ArchTest
  static final ArchRule testLibrariesStayInTheTestkit =
      noClasses()
          .that()
          .resideInAPackage(OURS)
          .and()
          .resideOutsideOfPackage(TESTKIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TEST_LIBRARIES)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule domainHasNoFileNetworkThreadClockLoggingOrWiring =
      noClasses()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.nio.file..",
                      "java.nio.channels..",
                      "java.net..",
                      "java.util.logging..",
                      "org.slf4j..",
                      "ch.qos.logback..",
                      "dagger..",
                      "javax.inject..",
                      "jakarta.inject..",
                      VFS)
                  .or(namesAnyOf("java.io.", "File", "RandomAccessFile"))
                  .or(
                      namesAnyOf(
                          "java.util.concurrent.",
                          "Executor",
                          "ScheduledExecutor",
                          "ThreadPool",
                          "ScheduledThreadPool",
                          "ForkJoin",
                          "CompletableFuture",
                          "TimeUnit"))
                  .or(
                      namesAnyOf(
                          "java.lang.",
                          "Thread",
                          "InheritableThread",
                          "Process",
                          "Runtime.",
                          "System$Logger"))
                  .or(namesAnyOf("java.util.", "Timer"))
                  .or(namesAnyOf("java.time.", "Clock", "InstantSource")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule domainReadsNoClockAndPrintsNothing =
      noClasses()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod("java.time.Instant", "now")
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .allowEmptyShould(true);

  /**
   * The one durable-write path of files, the witness inside a database, and the files of a catalog
   * that another program wrote and that is accepted as it is.
   */
  @ArchTest
  static final ArchRule threeClassesForceFiles =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(FORCES_FILES)
          .and()
          .doNotHaveFullyQualifiedName(FORCES_WITNESSES)
          .and()
          .doNotHaveFullyQualifiedName(FORCES_ACCEPTED_DATABASES)
          .and()
          .haveNameNotMatching(LEARNS_WORDS)
          .should()
          .callMethod(FileChannel.class, "force", boolean.class);

  @ArchTest
  static final ArchRule theyDoForce =
      classes()
          .that()
          .haveFullyQualifiedName(FORCES_FILES)
          .or()
          .haveFullyQualifiedName(FORCES_WITNESSES)
          .or()
          .haveFullyQualifiedName(FORCES_ACCEPTED_DATABASES)
          .should()
          .callMethodWhere(
              target(nameMatching("force")).and(target(owner(type(FileChannel.class)))));

  /** RocksDB's errors are translated by its adapter, with the same words. */
  @ArchTest
  static final ArchRule errorsOfTheSystemAreTranslatedInOnePlace =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.permafrost\\.ports\\.failure\\.(SystemErrors|NoSpace)")
          .and()
          .haveNameNotMatching("dev\\.permafrost\\.rocksdb\\.Failures(\\$.*)?")
          .and()
          .resideOutsideOfPackage(TESTKIT)
          .should()
          .callConstructorWhere(target(owner(type(NoSpace.class))))
          .orShould()
          .callConstructorWhere(target(owner(type(PermissionDenied.class))));

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("dev.permafrost.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesAreNamedByCapability =
      noClasses()
          .should()
          .resideInAnyPackage("..impl..", "..util..", "..utils..", "..dto..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule classesAreNamedByWhatTheyAre =
      noClasses()
          .that(areWrittenByHand())
          .should()
          .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils)")
          .allowEmptyShould(true);

  /** Of our own packages, {@code user} sees itself and {@code allowed}, nothing else. */
  private static ArchRule onlyUsesOfOurs(String user, String... allowed) {
    DescribedPredicate<JavaClass> foreign =
        resideInAPackage(OURS)
            .and(DescribedPredicate.not(resideInAPackage(user)))
            .and(DescribedPredicate.not(resideInAnyPackage(allowed)))
            .as("are ours but not of %s", String.join(", ", allowed));
    return noClasses()
        .that()
        .resideInAPackage(user)
        .should()
        .dependOnClassesThat(foreign)
        .allowEmptyShould(true);
  }

  /** Dagger names its own classes, which are not read. */
  private static DescribedPredicate<JavaClass> areWrittenByHand() {
    return describe(
        "are written by hand",
        type -> !outermost(type).isAnnotatedWith("dagger.internal.DaggerGenerated"));
  }

  /** Classes of these names, with what is nested in them. */
  private static DescribedPredicate<JavaClass> isOneOf(Set<String> names) {
    return describe("are one of " + names, type -> names.contains(outermost(type).getName()));
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return outermost;
  }

  /** Classes whose names are {@code prefix} followed by anything starting with one of these. */
  private static DescribedPredicate<JavaClass> namesAnyOf(String prefix, String... starts) {
    return describe(
        prefix + "{" + String.join(",", starts) + "}*",
        type -> {
          for (String start : starts) {
            if (type.getName().startsWith(prefix + start)) {
              return true;
            }
          }
          return false;
        });
  }
}
