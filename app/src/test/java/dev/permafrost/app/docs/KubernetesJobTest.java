package dev.permafrost.app.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The Job of docs/many-machines.md against the classes that are generated from the schema of the
 * API of Kubernetes: a field that the schema does not have is refused, and a value of another type.
 * Which fields are required, the classes do not say.
 */
final class KubernetesJobTest {

  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

  /** Otherwise an unknown field would be kept. */
  private static final class NothingElse extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated method) {
      return Boolean.FALSE;
    }
  }

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(new NothingElse())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private static String text() throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(SourceTree.ROOT.resolve("docs/many-machines.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).hasSize(1);
    return blocks.get(0);
  }

  private static Job job(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Object tree = new Yaml(new SafeConstructor(options)).load(yaml);
    return STRICT.convertValue(tree, Job.class);
  }

  @Test
  void theJobIsOneAndHasAShardForEachOfItsPods() throws IOException {
    Job job = job(text());

    assertThat(job.getApiVersion()).isEqualTo("batch/v1");
    assertThat(job.getKind()).isEqualTo("Job");
    assertThat(job.getSpec().getCompletionMode()).isEqualTo("Indexed");
    PodSpec pod = job.getSpec().getTemplate().getSpec();
    assertThat(pod.getRestartPolicy()).isEqualTo("OnFailure");
    assertThat(pod.getContainers()).hasSize(1);
    Container container = pod.getContainers().get(0);
    assertThat(container.getArgs())
        .startsWith("pack")
        .contains("--shard=/" + job.getSpec().getCompletions());
    assertThat(container.getResources().getRequests().get("memory"))
        .isEqualTo(Quantity.parse("2Gi"));
    assertThat(container.getVolumeMounts().get(0).getName())
        .isEqualTo(pod.getVolumes().get(0).getName());
    assertThat(container.getArgs())
        .contains("--landing=" + container.getVolumeMounts().get(0).getMountPath());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "completionMode:, completionsMode:",
        "name: permafrost-pack, nmae: permafrost-pack",
        "restartPolicy:, restartpolicy:",
        "fsGroup:, fsgroup:",
        "image:, img:",
        "requests:, request:",
        "mountPath:, mountpath:",
        "claimName:, claim:",
        "completions: 32, completions: many",
        "completions: 32, completions: \"32\"",
        "parallelism: 32, parallelism: 32.5",
        "fsGroup: 65532, fsGroup: nobody",
        "image: permafrost, image: 5",
        "image: permafrost, image: [permafrost]",
        "claimName: permafrost-landing, claimName: true",
        "- --quiet, - [quiet]"
      })
  void aMisspeltFieldIsRefusedAndAValueOfAnotherType(String right, String wrong)
      throws IOException {
    String text = text();
    assertThat(text).contains(right);

    assertThatThrownBy(() -> job(text.replace(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasCauseInstanceOf(JsonMappingException.class);
  }
}
