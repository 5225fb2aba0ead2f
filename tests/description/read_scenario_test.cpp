#include "description/read_scenario.h"

#include <gtest/gtest.h>

namespace evenkeel {
namespace {

TEST(ReadScenario, FillsInBothSidesOfMemberships) {
  const auto read = readScenarioText(R"---(apiVersion: evenkeel.dev/v1alpha1
kind: Scenario
metadata: {name: s}
spec: {policies: ["hpa(cpu=60, behavior={scaleDown: {selectPolicy: Disabled}})"]}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Application
metadata: {name: shop}
spec: {components: [{name: web, placement: {labels: [zone=a]}}]}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {name: n, labels: {zone: a, fast: ""}}
spec: {count: 2, cluster: east}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Node
metadata: {name: m}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Cluster
metadata: {name: east}
spec: {nodes: [m], datacenter: home}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Datacenter
metadata: {name: home}
---
apiVersion: evenkeel.dev/v1alpha1
kind: Continuum
metadata: {name: all}
)---",
                                     "s.yaml");
  ASSERT_TRUE(read.ok()) << read.diagnostics.front().text();
  const Scenario& s = read.scenario;
  EXPECT_EQ(s.name, "s");
  ASSERT_EQ(s.nodes.size(), 3u);
  EXPECT_EQ(s.nodes[1].name, "n-2");
  EXPECT_EQ(s.nodes[1].labels, (std::vector<std::string>{"zone=a", "fast"}));
  for (const auto& node : s.nodes) EXPECT_EQ(node.cluster, "east");
  EXPECT_EQ(s.clusters.at(0).nodes, (std::vector<std::string>{"m", "n-1", "n-2"}));
  EXPECT_EQ(s.datacenters.at(0).clusters, (std::vector<std::string>{"east"}));
  EXPECT_EQ(s.continuum->clusters, (std::vector<std::string>{"east"}));
  ASSERT_EQ(s.policies.size(), 1u);
  EXPECT_EQ(s.policies[0].name, "hpa");
  EXPECT_EQ(s.policies[0].parameters.at(1).second, "{scaleDown: {selectPolicy: Disabled}}");
}

}  // namespace
}  // namespace evenkeel
