package dev.permafrost.backend;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The packages of the lake client, from the door down: each uses those below it and none above.
 * Which of their public classes other modules may use is checked by the architecture test of the
 * app.
 */
@AnalyzeClasses(
    packages = "dev.permafrost.backend",
    importOptions = {ImportOption.DoNotIncludeTests.class})
final class LakeRoomsTest {

  private static final String DOOR = "dev.permafrost.backend";

  private static final List<String> DOWNWARD =
      List.of(
          DOOR,
          DOOR + ".stream",
          DOOR + ".batch",
          DOOR + ".lake",
          DOOR + ".transport",
          DOOR + ".access");

  private static final long MOST_CLASSES = 34;

  @ArchTest
  static void eachPackageUsesThoseBelowItOnly(JavaClasses client) {
    for (int i = 1; i < DOWNWARD.size(); i++) {
      String[] above = DOWNWARD.subList(0, i).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(DOWNWARD.get(i))
          .should()
          .dependOnClassesThat(resideInAnyPackage(above))
          .check(client);
    }
  }

  @ArchTest
  static void thePackagesAreFreeOfCycles(JavaClasses client) {
    slices().matching("dev.permafrost.(**)").should().beFreeOfCycles().check(client);
  }

  @ArchTest
  static void noPackageIsLarge(JavaClasses client) {
    Map<String, Long> sizes =
        client.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(sizes.keySet()).containsExactlyInAnyOrderElementsOf(DOWNWARD);
    assertThat(sizes).allSatisfy((room, size) -> assertThat(size).isBetween(1L, MOST_CLASSES));
  }
}
