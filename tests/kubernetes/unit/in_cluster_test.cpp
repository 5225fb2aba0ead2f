#include "kubernetes/in_cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace evenkeel::kubernetes {
namespace {

using ::testing::HasSubstr;

TEST(InCluster, IsWhatKubernetesPutsIntoAPod) {
  const std::string root = testing::TempDir() + "in_cluster_" + std::to_string(::getpid());
  const std::string folder = root + "/var/run/secrets/kubernetes.io/serviceaccount/";
  std::filesystem::create_directories(folder);
  const auto missing = inClusterAccess("10.0.0.1", "443", root);
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().text(), HasSubstr("ca.crt"));
  std::ofstream(folder + "ca.crt") << "-----BEGIN CERTIFICATE-----";
  std::ofstream(folder + "namespace") << "shop";
  EXPECT_THAT(inClusterAccess("10.0.0.1", "443", root).error().text(), HasSubstr("token"));
  std::ofstream(folder + "token") << "secret";
  const auto access = inClusterAccess("fd00::1", "443", root);
  ASSERT_TRUE(access) << access.error().text();
  EXPECT_EQ(access->server, "https://[fd00::1]:443");
  EXPECT_EQ(access->defaultNamespace, "shop");
  EXPECT_EQ(access->credentials.tokenFile, folder + "token");
  EXPECT_EQ(access->tls.authorities, "-----BEGIN CERTIFICATE-----");
  std::filesystem::remove_all(root);
}

TEST(InCluster, IsNotWhereThereIsNoPod) {
  for (const auto& [host, port] : {std::pair<const char*, const char*>{nullptr, nullptr},
                                   {"10.0.0.1", nullptr},
                                   {"", "443"}}) {
    const auto access = inClusterAccess(host, port);
    ASSERT_FALSE(access);
    EXPECT_EQ(access.error().kind, ErrorKind::NotFound);
  }
}

}  // namespace
}  // namespace evenkeel::kubernetes
