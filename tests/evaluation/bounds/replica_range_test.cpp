#include "evaluation/bounds/replica_range.h"

#include <gtest/gtest.h>

namespace evenkeel::evaluation {
namespace {

Node nodeOf(const std::string& name, std::int64_t cores, std::int64_t bytes) {
  Node node;
  node.name = name;
  node.allocatable = {Quantity::units(cores), Quantity::units(bytes)};
  return node;
}

class ReplicaRangeTest : public testing::Test {
 protected:
  ReplicaRangeTest() {
    scenario_.nodes = {nodeOf("big", 8, 1000), nodeOf("small", 3, 1000)};
    application_.permittedActions = {PermittedAction::Scale};
    component_.requests = {Quantity::millis(1500), Quantity::units(100)};
    component_.scaling.minReplicas = 2;
    component_.scaling.maxReplicas = 20;
    component_.replicas = 4;
  }
  ReplicaRange range() const {
    return replicaRange(scenario_, application_, component_, component_.requests);
  }

  Scenario scenario_;
  Application application_;
  Component component_;
};

TEST_F(ReplicaRangeTest, HoldsWhatFitsOnEachNode) {
  EXPECT_EQ(range(), (ReplicaRange{2, 7, 7}));  // 5 and 2 by CPU: a pod is not split
  component_.requests.memory = Quantity::units(400);
  EXPECT_EQ(range(), (ReplicaRange{2, 4, 4}));  // 2 and 2 by memory
  component_.placement.nodes = {"small"};
  EXPECT_EQ(range(), (ReplicaRange{2, 2, 2}));
}

TEST_F(ReplicaRangeTest, IsTheComponentsOwnWhereThereIsRoom) {
  component_.scaling.maxReplicas = 6;
  EXPECT_EQ(range(), (ReplicaRange{2, 6, 7}));
  component_.requests = {};  // asks for nothing
  EXPECT_EQ(range(), (ReplicaRange{2, 6, INT32_MAX}));
}

TEST_F(ReplicaRangeTest, KeepsTheLeastThatIsAllowedWhetherItFitsOrNot) {
  component_.scaling.minReplicas = 9;
  EXPECT_EQ(range(), (ReplicaRange{9, 9, 7}));
  scenario_.nodes.clear();
  EXPECT_EQ(range(), (ReplicaRange{9, 9, 0}));
}

TEST_F(ReplicaRangeTest, IsTheCountItHasWhereItMayNotScale) {
  application_.permittedActions = {PermittedAction::Resize};
  EXPECT_EQ(range(), (ReplicaRange{4, 4, 7}));
}

}  // namespace
}  // namespace evenkeel::evaluation
