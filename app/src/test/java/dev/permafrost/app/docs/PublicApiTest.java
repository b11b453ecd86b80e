package dev.permafrost.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of public packages, {@code docs/api.md}. */
final class PublicApiTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z.]+)` \\| (stable|internal) \\|");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.permafrost.ports", "dev.permafrost.domain", "dev.permafrost.wiring");

  @Test
  void theTableNamesEachPackageWithPublicTypesOnce() throws IOException {
    TreeSet<String> packages = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (isPublic(type)) {
        packages.add(type.getPackageName());
      }
    }
    assertThat(table().keySet()).isEqualTo(packages);
  }

  /** Shared by two packages of the domain, and handed out by none; the page says so. */
  private static final String SHARED = "dev.permafrost.domain.adopt.PackInPlace";

  @Test
  void noPublicSignatureOfAStablePackageNamesATypeOfAnInternalOne() throws IOException {
    Map<String, String> table = table();
    List<String> leaks = new ArrayList<>();
    for (JavaClass type : CLASSES) {
      if (isPublic(type)
          && !type.getName().equals(SHARED)
          && "stable".equals(table.get(type.getPackageName()))) {
        for (JavaClass named : namedInPublic(type)) {
          if ("internal".equals(table.get(named.getBaseComponentType().getPackageName()))) {
            leaks.add(type.getName() + " names " + named.getName());
          }
        }
      }
    }
    assertThat(leaks).isEmpty();
  }

  private static Set<JavaClass> namedInPublic(JavaClass type) {
    List<JavaType> named = new ArrayList<>(type.getInterfaces());
    type.getSuperclass().ifPresent(named::add);
    // A store makes what it hands out: those constructors are open to its package only by need.
    for (JavaMethod method : type.getMethods()) {
      if (isOpen(method.getModifiers())) {
        named.add(method.getReturnType());
        named.addAll(method.getParameterTypes());
      }
    }
    for (JavaField field : type.getFields()) {
      if (isOpen(field.getModifiers())) {
        named.add(field.getType());
      }
    }
    TreeSet<JavaClass> classes =
        new TreeSet<>((one, other) -> one.getName().compareTo(other.getName()));
    named.forEach(one -> classes.addAll(one.getAllInvolvedRawTypes()));
    return classes;
  }

  private static boolean isOpen(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(PublicApiTest::isPublic).orElse(true);
  }

  private static Map<String, String> table() throws IOException {
    Map<String, String> table = new TreeMap<>();
    ROW.matcher(Files.readString(SourceTree.ROOT.resolve("docs/api.md")))
        .results()
        .forEach(
            row ->
                assertThat(table.put(row.group(1), row.group(2)))
                    .as("%s stands there once", row.group(1))
                    .isNull());
    return table;
  }
}
