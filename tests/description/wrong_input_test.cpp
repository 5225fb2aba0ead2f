// Wrong files of every kind, and the whole text that a person gets for each.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "description/read_scenario.h"

namespace evenkeel {
namespace {

namespace fs = std::filesystem;

std::string textOf(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const auto& d : diagnostics) out += d.text() + "\n";
  return out;
}

class WrongInput : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    before_ = fs::current_path();
    directory_ = fs::temp_directory_path() /
                 (std::string("evenkeel-") + info->name() + std::to_string(::getpid()));
    fs::create_directories(directory_);
    fs::current_path(directory_);
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(directory_);
  }

  static void write(const std::string& name, const std::string& text) {
    std::ofstream(name, std::ios::binary) << text;
  }
  static std::string faults(const std::string& text) {
    write("s.yaml", text);
    return textOf(readScenario("s.yaml").diagnostics);
  }

 private:
  fs::path before_;
  fs::path directory_;
};

const std::string kApplication = R"(---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {name: shop}
spec:
  components: [{name: web}]
)";
const std::string kNode = R"(---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {name: one}
)";
const std::string kRest = kApplication + kNode;

std::string scenario(const std::string& spec) {
  return "apiVersion: evenkeel.dev/v1alpha1\nkind: Scenario\nmetadata: {name: s}\nspec:\n" + spec;
}

std::string application(const std::string& spec) {
  return scenario("  duration: 1h\n") + kNode +
         "---\napiVersion: evenkeel.dev/v1alpha1\nkind: Application\nmetadata: {name: shop}\n"
         "spec:\n" +
         spec;
}

TEST_F(WrongInput, Files) {
  EXPECT_EQ(textOf(readScenario("none.yaml").diagnostics),
            "none.yaml: there is no such file; write the path of a file\n");
  fs::create_directory("folder");
  EXPECT_EQ(textOf(readScenario("folder").diagnostics),
            "folder: found a directory; write the path of a file in it\n");
  EXPECT_EQ(textOf(readScenario("/dev/zero").diagnostics),
            "/dev/zero: found a device or pipe; write the path of a file\n");
  EXPECT_EQ(faults(""),
            "s.yaml: found no document; write at least one, beginning with apiVersion: "
            "evenkeel.dev/v1alpha1\n");
  EXPECT_EQ(faults("# nothing\n---\n"),
            "s.yaml: found no document; write at least one, beginning with apiVersion: "
            "evenkeel.dev/v1alpha1\n");
  EXPECT_EQ(faults(std::string(5'000'000, ' ')),
            "s.yaml: found 5000000 bytes; write at most 4194304 bytes in one file\n");
  EXPECT_EQ(
      faults(kRest),
      "s.yaml: found no Scenario; write a document of kind Scenario with loads and policies\n");
}

TEST_F(WrongInput, Envelope) {
  EXPECT_EQ(faults("apiVersion: v1\nkind: Scenario\nmetadata: {name: S}\nspec: {}\n" + kRest),
            "s.yaml:1: apiVersion: found 'v1'; write evenkeel.dev/v1alpha1\n"
            "s.yaml:3: metadata.name: found 'S'; write a name of lower-case letters, digits, "
            "hyphens and dots, at most 253 characters\n");
  EXPECT_EQ(faults("apiVersion: evenkeel.dev/v1alpha1\nkind: Senario\nmetadata: {name: s}\n"),
            "s.yaml:2: kind: found 'Senario'; did you mean 'Scenario'? The kinds are Application, "
            "Node, Cluster, Datacenter, Continuum or Scenario\n");
  EXPECT_EQ(faults("kind: Deployment\n"),
            "s.yaml:1: kind: found 'Deployment'; write Application, Node, Cluster, Datacenter, "
            "Continuum or Scenario\n");
  EXPECT_EQ(faults("spec: {}\n"),
            "s.yaml:1: key 'kind' is missing; write one of the kinds Application, Node, Cluster, "
            "Datacenter, Continuum or Scenario\n");
  EXPECT_EQ(faults("- a\n"),
            "s.yaml:1: found a list; write a map with the keys apiVersion, kind, metadata, spec\n");
  EXPECT_EQ(faults("kind: Scenario\n" + kRest),
            "s.yaml:1: key 'apiVersion' is missing; write evenkeel.dev/v1alpha1\n"
            "s.yaml:1: key 'metadata' is missing; write a map with the keys name, labels\n"
            "s.yaml:1: key 'spec' is missing; write a map with the keys include, duration, start, "
            "warmUp, seed, loads, faults, policies, fallback, routing, telemetry, decisionDelay, "
            "prices\n");
}

TEST_F(WrongInput, Yaml) {
  EXPECT_EQ(faults(scenario("  duration: 1h\n  duration: 2h\n") + kRest),
            "s.yaml:6: spec.duration: key 'duration' twice; keep one; the first is on line 5\n");
  EXPECT_EQ(faults("a: &a [x]\nb: &b [*a, *a\n"),
            "s.yaml:2: b: not YAML: '[' without ']', or without a comma before line 3, column 1; "
            "close every bracket and quote, with commas between values\n");
  EXPECT_EQ(faults("a: 1\nb: [{c: [1, 2]\n# end\n"),
            "s.yaml:2: b[0]: a list or map as a key, or one that is not closed; write a name, and "
            "close every bracket and quote\n");
  EXPECT_EQ(faults("a: 1\nb: {c: [1, 2]\n# end\n"),
            "s.yaml:2: b: not YAML: '{' without '}', or without a comma before line 4, column 1; "
            "close every bracket and quote, with commas between values\n");
  EXPECT_EQ(faults("a: 1\nb: [\"x\" \"y\"]\n"),
            "s.yaml:2: b: not YAML: '[' without ']', or without a comma before line 2, column 9; "
            "close every bracket and quote, with commas between values\n");
  EXPECT_EQ(faults("a:\n  b: 'x\n\nc: 1\n"),
            "s.yaml:2: a.b: not YAML: a quote, here or below, that is not closed; write the quote "
            "again where the text ends\n");
  std::string path = "a";
  for (int i = 0; i < 63; ++i) path += "[0]";
  EXPECT_EQ(faults("a: " + std::string(100, '[') + std::string(100, ']')),
            "s.yaml:1: " + path + ": more than 64 levels; nest less deeply\n");
}

TEST_F(WrongInput, EveryFaultIsReportedAtOnce) {
  EXPECT_EQ(
      faults(scenario(R"(  duration: 60
  warmup: 1m
  seed: -1
  loads:
    - application: shpo
      steady: {rate: -5}
    - application: shop
      diurnal: {mean: 10, amplitude: 20}
    - application: shop
  policies: [hpa(cpu=60]
)") + kRest),
      "s.yaml:5: spec.duration: found '60'; write a duration with its unit, such as 250ms, "
      "15s or 1h30m, above 0s and at most 8784h\n"
      "s.yaml:6: spec.warmup: unknown key 'warmup'; did you mean 'warmUp'?\n"
      "s.yaml:7: spec.seed: found '-1'; write an integer at least 0\n"
      "s.yaml:9: spec.loads[0].application: found no Application 'shpo'; did you mean "
      "'shop'?\n"
      "s.yaml:10: spec.loads[0].steady.rate: found '-5'; write a number from 0 to 1e+09\n"
      "s.yaml:12: spec.loads[1].diurnal.amplitude: found an amplitude above the mean; write at "
      "most the mean: a rate is never negative\n"
      "s.yaml:13: spec.loads[2]: no kind is chosen; write one of the keys steady, ramp, step, "
      "diurnal, flashCrowd, mmpp, seasonal or trace\n"
      "s.yaml:14: spec.policies[0]: found no closing ')' in 'hpa(cpu=60'; write a name with "
      "parameters, such as hpa(cpu=60, loop=3m)\n");
}

TEST_F(WrongInput, Scenario) {
  EXPECT_EQ(faults(scenario("  warmUp: 2h\n")),
            "s.yaml:1: found no Application; add a document of kind Application, or include a file "
            "that has one\n"
            "s.yaml:1: found no Node; add a document of kind Node, or include a file that has one\n"
            "s.yaml:5: spec.warmUp: found 2h, not less than the duration; write less than 1h\n");
  EXPECT_EQ(
      faults(scenario(R"(  faults:
    - {kind: nodeDown, at: 1m, subject: on}
    - {kind: podKill, at: 1m, subject: shop/wbe, duration: 1m}
    - {kind: mechanismFails, at: 1m, duration: 1m, subject: scael}
    - {kind: metricsZero, at: 1m, duration: 1m, subject: container_cpu_usage}
    - {kind: clockJump, at: 1m, subject: one}
)") + kRest),
      "s.yaml:6: spec.faults[0].duration: found no duration; write how long the fault lasts, "
      "such as 2m\n"
      "s.yaml:6: spec.faults[0].subject: found no Node 'on'; did you mean 'one'?\n"
      "s.yaml:7: spec.faults[1].subject: found no component 'shop/wbe'; did you mean "
      "'shop/web'?\n"
      "s.yaml:7: spec.faults[1].duration: found a duration of what is over at once; leave it "
      "out\n"
      "s.yaml:8: spec.faults[2].subject: found no mechanism 'scael'; did you mean 'scale'?\n"
      "s.yaml:9: spec.faults[3].subject: found no metric 'container_cpu_usage'; did you mean "
      "'container_cpu_usage_cores'?\n"
      "s.yaml:10: spec.faults[4].jump: found no jump; write by how much the clock jumps, such "
      "as 30s or -30s\n"
      "s.yaml:10: spec.faults[4].subject: found the subject of a fault that has none; leave it "
      "out\n");
  EXPECT_EQ(faults(scenario("  duration: 1h\n") + "---\n" + scenario("  duration: 1h\n") + kRest),
            "s.yaml:8: kind: found a second Scenario; write each in a file of its own\n"
            "s.yaml:9: metadata.name: found a second Scenario 's'; give it another name; the first "
            "is at s.yaml:3\n");
}

TEST_F(WrongInput, APermittedActionThatNothingDoesInARunIsAWarning) {
  const std::string shop =
      "  permittedActions: [scale, change-spec]\n  components: [{name: web}]\n";
  EXPECT_EQ(
      faults(application(shop)),
      "s.yaml:15: spec.permittedActions[1]: warning: found change-spec, which nothing does in "
      "a simulated run; expect no effect, or leave it out\n");
  EXPECT_FALSE(hasErrors(readScenario("s.yaml").diagnostics));
  EXPECT_EQ(faults(scenario("  faults: [{kind: mechanismFails, at: 1m, duration: 1m, subject: "
                            "change-spec}]\n") +
                   kRest),
            "s.yaml:5: spec.faults[0].subject: found no mechanism 'change-spec'; write scale, "
            "resize, brownout, deploy, remove or move\n");
}

TEST_F(WrongInput, HowATraceIsRead) {
  write("a.csv", "t,n\n0,1\n1,1\n");
  const auto of = [&](const std::string& keys) {
    return faults(
        scenario("  loads:\n    - application: shop\n      trace: {file: a.csv, " + keys + "}\n") +
        kRest);
  };
  const std::string at = "s.yaml:7: spec.loads[0].trace.";
  EXPECT_EQ(of("where: {column: vm, value: \"1\"}, and: [{column: day, value: \"2\"}], interval: "
               "5m, combine: mean, values: perSecond, gaps: hold"),
            "");
  EXPECT_EQ(of("firstCountColumn: m0, interval: 5m"), "");
  EXPECT_EQ(of("firstCountColumn: m0"),
            at + "firstCountColumn: found no interval with it; write interval: 5m, say, where a "
                 "column stands for five minutes\n");
  EXPECT_EQ(of("firstCountColumn: m0, interval: 5m, timeColumn: t"),
            at + "timeColumn: found it beside firstCountColumn; leave it out: columns are counts "
                 "of one interval after the other\n");
  EXPECT_EQ(of("interval: 5m, countEvery: 5m"),
            at + "interval: found interval beside countEvery; keep one of them: countEvery counts "
                 "single requests over its time\n");
  EXPECT_EQ(of("countEvery: 5m, values: perSecond"),
            at + "values: found perSecond beside countEvery; leave it out: single requests are "
                 "counted\n");
  EXPECT_EQ(of("and: [{column: day, value: \"2\"}]"),
            at + "and: found and without where; write the first condition as where\n");
  EXPECT_EQ(of("combine: max"), at + "combine: found 'max'; write refuse, sum or mean\n");
  EXPECT_EQ(of("values: rates"), at + "values: found 'rates'; write perInterval or perSecond\n");
}

TEST_F(WrongInput, LoadsThatChangeAtRandom) {
  const auto of = [&](const std::string& shape) {
    return faults(scenario("  loads:\n    - application: shop\n      " + shape + "\n") + kRest);
  };
  const std::string mmpp = "s.yaml:7: spec.loads[0].mmpp.states";
  const std::string other = "{rate: 2, meanStay: 1s}";
  EXPECT_EQ(of("mmpp: {states: [{rate: 1, meanStay: 1m, next: [0, 2]}, " + other + "], seed: 3}"),
            "");
  EXPECT_EQ(of("mmpp: {states: [" + other + "]}"),
            mmpp + ": found a list of 1; write a list of from 2 to 100\n");
  EXPECT_EQ(of("mmpp: {states: [{rate: 1, meanStay: 1m, next: [0, 2, 1]}, " + other + "]}"),
            mmpp + "[0].next: found 3 weights; write one for each of the 2 states\n");
  EXPECT_EQ(of("mmpp: {states: [{rate: 1, meanStay: 1m, next: [1, 2]}, " + other + "]}"),
            mmpp +
                "[0].next: found a weight for the state itself; write 0 there: how long a state "
                "lasts is its meanStay\n");
  EXPECT_EQ(of("mmpp: {states: [{rate: 1, meanStay: 1m, next: [0, 0]}, " + other + "]}"),
            mmpp + "[0].next: found no state that may follow; write a weight above 0\n");
  EXPECT_NE(of("mmpp: {states: [{rate: -1, meanStay: 0s}, " + other + "]}"), "");

  const std::string seasonal = "s.yaml:7: spec.loads[0].seasonal.";
  EXPECT_EQ(of("seasonal: {level: 10, weekly: [1, 1, 1, 1, 1, 0, 0]}"), "");
  EXPECT_EQ(of("seasonal: {level: 10, daily: [1, 2]}"),
            seasonal + "daily: found 2 factors; write 24, or leave it out\n");
  EXPECT_EQ(of("seasonal: {level: 10, weekly: [1, 2]}"),
            seasonal + "weekly: found 2 factors; write 7, or leave it out\n");
  EXPECT_NE(of("seasonal: {level: -1}"), "");
  EXPECT_NE(of("seasonal: {level: 1, noise: [{cv: -1}]}"), "");
  EXPECT_NE(of("seasonal: {level: 1, bursts: {perDay: 1, decay: 0s}}"), "");
}

TEST_F(WrongInput, Traces) {
  const std::string spec = "  loads:\n    - application: shop\n      trace: {file: ";
  EXPECT_EQ(faults(scenario(spec + "\"${EVENKEEL_DATA}/a.csv\"}\n") + kRest),
            "s.yaml:7: spec.loads[0].trace.file: EVENKEEL_DATA is not set; set it to the directory "
            "of the data sets (export EVENKEEL_DATA=DIRECTORY), or write the path of a CSV file\n");
  EXPECT_EQ(textOf(validateFile("s.yaml")),
            "s.yaml:7: spec.loads[0].trace.file: warning: EVENKEEL_DATA is not set; set it to the "
            "directory of the data sets (export EVENKEEL_DATA=DIRECTORY), or write the path of a "
            "CSV file\n");
  EXPECT_EQ(
      textOf(readScenario("s.yaml", {.dataDirectory = "data"}).diagnostics),
      "s.yaml:7: spec.loads[0].trace.file: found no file 'data/a.csv'; write the path of a CSV "
      "file\n");
  fs::create_directory("data");
  write("data/a.csv", "t,n\n0,1\n1,1\n");
  const auto read = readScenario("s.yaml", {.dataDirectory = "data"});
  EXPECT_EQ(textOf(read.diagnostics), "");
  EXPECT_EQ(std::get<TraceLoad>(read.scenario.loads.at(0).shape).file, "data/a.csv");
  const std::string valid = "; write the path of a CSV file\n";
  EXPECT_EQ(faults(scenario(spec + "data}\n") + kRest),
            "s.yaml:7: spec.loads[0].trace.file: found the folder 'data'" + valid);
  EXPECT_EQ(faults(scenario(spec + "/dev/zero}\n") + kRest),
            "s.yaml:7: spec.loads[0].trace.file: found '/dev/zero', a device or pipe" + valid);
  EXPECT_EQ(faults(scenario(spec + "a.csv, mean: 1, peak: 2}\n") + kRest),
            "s.yaml:7: spec.loads[0].trace.file: found no file 'a.csv'; write the path of a CSV "
            "file\n"
            "s.yaml:7: spec.loads[0].trace.peak: found peak beside mean; keep one of them\n");
}

TEST_F(WrongInput, Includes) {
  EXPECT_EQ(faults(scenario("  include: [s.yaml, ./none.yaml]\n") + kRest),
            "s.yaml:5: spec.include[0]: found a file that is read already: 's.yaml'; include other "
            "files, each once\n"
            "./none.yaml: there is no such file; write the path of a file\n");
  write("a.yaml", scenario("  include: [s.yaml]\n"));
  EXPECT_EQ(faults(scenario("  include: [a.yaml]\n") + kRest),
            "a.yaml:2: kind: found a Scenario in an included file; write it in a file that "
            "includes, not in one that is included\n");
  fs::create_directory("sub");
  write("sub/rest.yaml", kRest + "extra: 1\n");
  write("sub/s.yaml", scenario("  include: [rest.yaml, ../sub/rest.yaml]\n"));
  EXPECT_EQ(textOf(readScenario("sub/s.yaml").diagnostics),
            "sub/rest.yaml:11: extra: unknown key 'extra'; write the keys apiVersion, kind, "
            "metadata, spec\n"
            "sub/s.yaml:5: spec.include[1]: found a file that is read already: '../sub/rest.yaml'; "
            "include other files, each once\n");
}

TEST_F(WrongInput, LargeAndCutOffFilesEndSoon) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k > 0 ? ", " : "") + before;
    bomb += "]\n";
  }
  EXPECT_EQ(faults(bomb),
            "s.yaml:6: a5[0]: more than 200000 values, aliases expanded; write less in one file\n");

  std::string names = "r0";
  for (int i = 1; i < 10'000; ++i) names += ", r" + std::to_string(i);
  std::string clusters;
  for (int i = 0; i < 15; ++i)
    clusters += "---\napiVersion: evenkeel.dev/v1alpha1\nkind: Cluster\nmetadata: {name: c" +
                std::to_string(i) + "}\nspec: {nodes: [" + names + "]}\n";
  const std::string nodes =
      "---\napiVersion: evenkeel.dev/v1alpha1\nkind: Node\nmetadata: {name: n}\n"
      "spec: {count: 9999, cluster: c0}\n";
  write("s.yaml", scenario("  duration: 1h\n") + kRest + nodes + clusters);
  EXPECT_EQ(readScenario("s.yaml").diagnostics.size(), Faults::kLimit);

  const std::string whole = scenario("  duration: 1h\n  policies: [\"hpa(cpu=60)\"]\n") + kRest;
  ASSERT_EQ(faults(whole), "");
  for (std::size_t i = 0; i + 1 < whole.size(); ++i)
    EXPECT_FALSE(readScenarioText(whole.substr(0, i), "s.yaml").ok()) << i;
}

TEST_F(WrongInput, Applications) {
  EXPECT_EQ(
      faults(application(R"(  components:
    - name: web
      replica: 2
      replicas: 20
      requests: {cpu: 2, memory: 1Gi}
      limits: {cpu: 1, memory: 1Gi}
      calls: [{component: bd}, {component: db, probability: 2}]
    - name: db
      scaling: {minReplicas: 5, maxReplicas: 2}
      calls: [{component: web}]
      dependsOn: [db]
    - name: web
  requestTypes: [{name: all, entry: webb, share: 0}]
  permittedActions: [scale, fly]
  targets: [{name: fast, metric: responseTime, value: fast, statistic: p999}]
)")),
      "s.yaml:17: spec.components[0].replica: unknown key 'replica'; did you mean "
      "'replicas'?\n"
      "s.yaml:21: spec.components[0].calls[0].component: found no component 'bd'; did you "
      "mean 'db'?\n"
      "s.yaml:21: spec.components[0].calls[1].probability: found '2'; write a number above 0 "
      "and at most 1\n"
      "s.yaml:23: spec.components[1].scaling.maxReplicas: found minReplicas 5 above "
      "maxReplicas 2; write a minimum that is not above the maximum\n"
      "s.yaml:24: spec.components[1].calls[0].component: found a circle: web → db → web; take "
      "one of these out\n"
      "s.yaml:25: spec.components[1].dependsOn[0]: found a circle: db → db; take one of these "
      "out\n"
      "s.yaml:26: spec.components[2].name: found 'web' twice; give each a name of its own; the "
      "first is on line 16\n"
      "s.yaml:27: spec.requestTypes[0].entry: found no component 'webb'; did you mean 'web'?\n"
      "s.yaml:27: spec.requestTypes[0].share: found '0'; write a number above 0\n"
      "s.yaml:28: spec.permittedActions[1]: found 'fly'; write scale, resize, brownout, "
      "deploy, remove, move, change-spec, change-image, change-runtime-class, change-cpu-set, "
      "redirect-traffic or accelerate\n"
      "s.yaml:29: spec.targets[0].value: found 'fast'; write a number, or a duration such as "
      "250ms\n"
      "s.yaml:29: spec.targets[0].statistic: found 'p999'; did you mean 'p99'? The values are "
      "mean, p50, p90, p95, p99, p99.9 or max\n");
}

TEST_F(WrongInput, Sizes) {
  EXPECT_EQ(
      faults(application(R"(  components:
    - name: web
      replicas: 20
    - name: db
      requests: {cpu: 2, memory: 1Gi}
      limits: {cpu: 1, memory: 512Mi}
    - name: cache
      requests: {cpu: -1, memory: 1 GB}
    - name: store
      requests: {cpu: 1, memory: 1Gi}
      resourceBounds: {minimum: {cpu: 2, memory: 1Gi}, maximum: {cpu: 4, memory: 1Gi}}
)")),
      "s.yaml:17: spec.components[0].replicas: found 20 replicas to start with; write replicas "
      "between 1 and 10, the bounds under scaling\n"
      "s.yaml:20: spec.components[1].limits.cpu: found 1 below the request of 2; write at "
      "least the request\n"
      "s.yaml:20: spec.components[1].limits.memory: found 512Mi below the request of 1Gi; "
      "write at least the request\n"
      "s.yaml:22: spec.components[2].requests.cpu: found '-1'; write a quantity such as 500m "
      "or 2, above 0\n"
      "s.yaml:22: spec.components[2].requests.memory: found '1 GB'; write a quantity such as "
      "256Mi, above 0\n"
      "s.yaml:25: spec.components[3].resourceBounds.minimum.cpu: found a bound above the "
      "request; write bounds around what the component requests\n");
  EXPECT_EQ(
      faults(application(R"(  components:
    - name: web
      requests: {cpu: 100, memory: 1Gi}
    - name: db
      placement: {layers: [farEdge]}
)")),
      "s.yaml:17: spec.components[0].requests: found no node that can hold 100 CPU and 1Gi of "
      "memory; request less, or describe a larger node\n"
      "s.yaml:19: spec.components[1].placement: found no node where a pod of it may run; "
      "describe such a node, or ask for less\n");
}

TEST_F(WrongInput, Infrastructure) {
  const std::string head = "---\napiVersion: evenkeel.dev/v1alpha1\n";
  EXPECT_EQ(
      faults(scenario("  duration: 1h\n") + kApplication + head +
             "kind: Node\nmetadata: {name: a}\nspec: {cluster: cc, count: 2}\n" + head +
             "kind: Node\nmetadata: {name: a-1}\n" + head +
             "kind: Cluster\nmetadata: {name: c}\nspec: {nodes: [a-1, b]}\n" + head +
             "kind: Cluster\nmetadata: {name: d}\nspec: {nodes: [a-3], datacenter: x}\n"),
      "s.yaml:16: spec.cluster: found no Cluster 'cc'; did you mean 'c'?\n"
      "s.yaml:20: metadata.name: found a second Node 'a-1'; give it another name; the first is "
      "at s.yaml:15\n"
      "s.yaml:25: spec.nodes[0]: found Node 'a-1', which belongs to 'cc'; name it in one place "
      "only\n"
      "s.yaml:25: spec.nodes[1]: found no Node 'b'; write a-1 or a-2\n"
      "s.yaml:30: spec.nodes[0]: found no Node 'a-3'; did you mean 'a-1'?\n"
      "s.yaml:30: spec.datacenter: found no Datacenter 'x'; there is none\n");
  std::string many = scenario("  duration: 1h\n") + kApplication;
  for (int i = 0; i < 3; ++i)
    many +=
        head + "kind: Node\nmetadata: {name: n" + std::to_string(i) + "}\nspec: {count: 4000}\n";
  EXPECT_EQ(faults(many), "s.yaml:26: spec.count: found more than 10000 nodes; describe fewer\n");
}

TEST_F(WrongInput, DocumentsThatStandAloneMayReferToOthers) {
  write("a.yaml", kApplication.substr(0, kApplication.rfind("  comp")) +
                      "  components: [{name: web, placement: {clusters: [far]}}]\n");
  EXPECT_EQ(textOf(validateFile("a.yaml")), "");
  write("b.yaml", kApplication.substr(0, kApplication.rfind("  comp")) +
                      "  components: [{name: web, calls: [{component: x}]}]\n");
  EXPECT_EQ(textOf(validateFile("b.yaml")),
            "b.yaml:6: spec.components[0].calls[0].component: found no component 'x'; write web\n");
}

}  // namespace
}  // namespace evenkeel
