package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.permafrost.ports.failure.StorageFailure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** D1 with real permissions: a process of a user who may not read all that is above its roots. */
class StoreOfNobodyTest {

  private static final String NOBODY = "65534";

  @TempDir Path directory;

  @BeforeEach
  void permit() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can be somebody else");
    allow(directory, "rwx--x--x");
  }

  private static void allow(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void d1AClosedAncestorIsLeftOutAndAClosedParentOnlyIfTheRootWasThere() throws Exception {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Path own = Files.createDirectory(closed.resolve("own"));
    Files.setAttribute(own, "unix:uid", Integer.parseInt(NOBODY));
    allow(closed, "rwx--x--x");

    List<String> made = claimed(own.resolve("data"));

    assertThat(made)
        .anyMatch(line -> line.contains("are not synced") && line.contains(closed + ""));
    assertThat(made).contains("reachable");

    Path dark = Files.createDirectory(directory.resolve("dark"));
    Files.setAttribute(dark, "unix:uid", Integer.parseInt(NOBODY));
    allow(dark, "-wx--x--x");
    assertThat(claimed(dark.resolve("data"))).anyMatch(line -> line.startsWith("PermissionDenied"));
    assertThat(claimed(dark.resolve("data"))).contains("reachable");
  }

  /** What a process of the user nobody reports, with classes that this user cannot read. */
  private List<String> claimed(Path data) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-cp", readableClasses()));
    command.addAll(List.of(RootClaim.class.getName(), data.toString()));
    Process process;
    try {
      process =
          new ProcessBuilder(command).directory(new File("/")).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "there is no setpriv");
      throw e;
    }
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    int code = process.waitFor();
    assumeTrue(
        lines.stream().noneMatch(line -> line.contains("setpriv:")), "not permitted: " + lines);
    assertThat(code).as("%s", lines).isZero();
    return lines;
  }

  private String readableClasses() throws IOException {
    Path copies = directory.resolve("classes");
    if (Files.notExists(copies)) {
      Files.createDirectory(copies);
      for (Class<?> of : List.of(StorageFailure.class, FileStores.class, RootClaim.class)) {
        copy(Path.of(of.getProtectionDomain().getCodeSource().getLocation().getPath()), copies);
      }
      try (Stream<Path> all = Files.walk(copies)) {
        for (Path path : all.toList()) {
          allow(path, Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--");
        }
      }
    }
    return copies + File.pathSeparator + copies + "/*";
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isRegularFile(from)) {
      Files.copy(from, to.resolve(String.valueOf(from.getFileName())));
      return;
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
