#include "kubernetes/kubeconfig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace evenkeel::kubernetes {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kPem = "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n";
// The same in base64.
constexpr const char* kData =
    "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCllRPT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=";

class Kubeconfig : public testing::Test {
 protected:
  Kubeconfig() : folder_(testing::TempDir() + "kubeconfig_" + std::to_string(::getpid()) + '/') {
    std::filesystem::create_directories(folder_ + "pki");
    write("pki/ca.pem", kPem);
  }
  ~Kubeconfig() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + name) << text;
    return folder_ + name;
  }
  // One context with that cluster and user, as YAML in flow style.
  std::string config(const std::string& cluster, const std::string& user) {
    return write("config",
                 "current-context: here\n"
                 "contexts: [{name: here, context: {cluster: c, user: u}}]\n"
                 "clusters: [{name: c, cluster: {" +
                     cluster +
                     "}}]\n"
                     "users:\n- name: u\n  user: {" +
                     user + "}\n");
  }
  ClusterAccess read(const std::string& file, const std::string& context = {}) {
    auto access = readKubeconfig({{file}, false, context});
    EXPECT_TRUE(access) << access.error().text();
    return access ? *access : ClusterAccess{};
  }
  static std::string faultOf(const KubeconfigQuery& query) {
    const auto access = readKubeconfig(query);
    return access ? "read" : access.error().text();
  }

  std::string folder_;
};

TEST_F(Kubeconfig, SaysHowTheClusterIsReachedAndAsWhom) {
  const std::string file = write("config", R"(apiVersion: v1
kind: Config
current-context: there
preferences: {}
contexts:
- name: here
  context: {cluster: c, user: u}
- name: there
  context:
    cluster: other
    user: u
    namespace: shop
clusters:
- name: c
  cluster: {server: "https://one:6443"}
- name: other
  cluster:
    server: https://two:6443/
    certificate-authority: pki/ca.pem
    tls-server-name: kubernetes
    proxy-url: http://proxy:3128
users:
- name: u
  user:
    token: secret
    as: somebody
    as-groups: [one, two]
    as-user-extra: {scopes: [view]}
)");
  const ClusterAccess access = read(file);
  EXPECT_EQ(access.name, "there");
  EXPECT_EQ(access.server, "https://two:6443");
  EXPECT_EQ(access.tls.authorities, kPem);
  EXPECT_TRUE(access.tls.verify);
  EXPECT_EQ(access.tls.serverName, "kubernetes");
  EXPECT_EQ(access.proxy, "http://proxy:3128");
  EXPECT_EQ(access.defaultNamespace, "shop");
  EXPECT_EQ(access.credentials.token, "secret");
  EXPECT_EQ(access.as.user, "somebody");
  EXPECT_THAT(access.as.groups, ElementsAre("one", "two"));
  EXPECT_THAT(access.as.extra.at("scopes"), ElementsAre("view"));
  EXPECT_EQ(read(file, "here").server, "https://one:6443");
  EXPECT_EQ(read(file, "here").defaultNamespace, "default");
}

TEST_F(Kubeconfig, DataCountsBeforeFiles) {
  const std::string file =
      config(std::string("server: 'https://x', certificate-authority: nowhere, "
                         "certificate-authority-data: ") +
                 kData,
             std::string("client-certificate-data: ") + kData + ", client-key-data: " + kData);
  const ClusterAccess access = read(file);
  EXPECT_EQ(access.tls.authorities, kPem);
  EXPECT_EQ(access.tls.certificate, kPem);
  EXPECT_EQ(access.tls.key, kPem);
}

TEST_F(Kubeconfig, IsJsonToo) {
  const ClusterAccess access = read(write("json", R"({"kind": "Config", "current-context": "a",
    "contexts": [{"name": "a", "context": {"cluster": "c", "user": ""}}],
    "clusters": [{"name": "c", "cluster": {"server": "http://localhost:8080"}}], "users": null})"));
  EXPECT_EQ(access.server, "http://localhost:8080");
}

TEST_F(Kubeconfig, PlugInsAreFoundBesideTheFile) {
  const std::string exec =
      "apiVersion: client.authentication.k8s.io/v1, command: %, args: [token, --now], env: [{name: "
      "A, value: b}], provideClusterInfo: true, interactiveMode: Never, installHint: get it}";
  const auto with = [&](const std::string& command) {
    std::string text = exec;
    text.replace(text.find('%'), 1, command);
    return read(config("server: 'https://x'", "exec: {" + text)).credentials.exec.value();
  };
  EXPECT_EQ(with("bin/login").command, folder_ + "bin/login");
  EXPECT_EQ(with("/bin/login").command, "/bin/login");
  const ExecPlugin plugin = with("login");
  EXPECT_EQ(plugin.command, "login");
  EXPECT_THAT(plugin.arguments, ElementsAre("token", "--now"));
  EXPECT_THAT(plugin.environment, ElementsAre(std::pair<std::string, std::string>("A", "b")));
  EXPECT_TRUE(plugin.clusterInfo);
  EXPECT_EQ(plugin.installHint, "get it");
}

TEST_F(Kubeconfig, OfSeveralFilesTheFirstCounts) {
  const std::string first = write("first", R"(
contexts: [{name: a, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "https://first"}}]
)");
  const std::string second = write("second", R"(
current-context: a
contexts: [{name: a, context: {cluster: d, user: u}}, {name: b, context: {cluster: d, user: u}}]
clusters: [{name: c, cluster: {server: "https://second"}}, {name: d, cluster: {server: "https://d"}}]
users: [{name: u, user: {tokenFile: token}}]
)");
  const KubeconfigQuery query = kubeconfigQuery("", (first + ':' + second + "::/none").c_str(), "");
  EXPECT_THAT(query.files, ElementsAre(first, second, "/none"));
  const auto access = readKubeconfig(query);
  ASSERT_TRUE(access) << access.error().text();
  EXPECT_EQ(access->server, "https://first");
  EXPECT_EQ(access->credentials.tokenFile, folder_ + "token");
}

TEST_F(Kubeconfig, IsLookedForAsKubectlDoes) {
  EXPECT_THAT(kubeconfigQuery("x", "y", "/somebody").files, ElementsAre("x"));
  EXPECT_FALSE(kubeconfigQuery("x", "y", "/somebody").optional);
  EXPECT_THAT(kubeconfigQuery("", "y", "/somebody").files, ElementsAre("y"));
  EXPECT_THAT(kubeconfigQuery("", nullptr, "/somebody").files,
              ElementsAre("/somebody/.kube/config"));
  EXPECT_TRUE(kubeconfigQuery("", "", nullptr).files.empty());
  EXPECT_THAT(faultOf(kubeconfigQuery("", "", "/nowhere")), HasSubstr("--kubeconfig"));
}

TEST_F(Kubeconfig, SaysWhatIsWrong) {
  const auto faultWith = [&](const std::string& cluster, const std::string& user) {
    return faultOf({{config(cluster, user)}, false, {}});
  };
  const std::string good = "server: 'https://x'";
  EXPECT_THAT(faultWith("", ""), HasSubstr("has no server"));
  EXPECT_THAT(faultWith("server: x:6443", ""), HasSubstr("'x:6443' is no URL"));
  EXPECT_THAT(faultWith(good + ", certificate-authority: none.pem", ""), HasSubstr("none.pem"));
  EXPECT_THAT(faultWith(good + ", certificate-authority-data: '***'", ""), HasSubstr("no base64"));
  EXPECT_THAT(faultWith(good + ", certificate-authority-data: Zm9v", ""), HasSubstr("no PEM"));
  EXPECT_THAT(
      faultWith(good + ", insecure-skip-tls-verify: true, certificate-authority-data: " + kData,
                ""),
      HasSubstr("exclude each other"));
  EXPECT_THAT(faultWith(good, std::string("client-certificate-data: ") + kData),
              HasSubstr("belong together"));
  EXPECT_THAT(faultWith(good, "auth-provider: {name: gcp}"), HasSubstr("exec plug-in"));
  EXPECT_THAT(faultWith(good, "exec: {command: x}"), HasSubstr("client.authentication.k8s.io/v1"));
  EXPECT_THAT(faultWith(good, "exec: {apiVersion: client.authentication.k8s.io/v1}"),
              HasSubstr("no command"));
  const std::string file = config(good, "");
  EXPECT_THAT(faultOf({{file}, false, "hre"}), HasSubstr("did you mean here"));
  EXPECT_THAT(faultOf({{file}, false, "production"}), HasSubstr("one of here"));
  EXPECT_THAT(faultOf({{folder_}, false, {}}), HasSubstr("no regular file"));
  EXPECT_THAT(faultOf({{folder_ + "none"}, false, {}}), HasSubstr("no such file"));
  EXPECT_THAT(faultOf({{write("odd", "a: [")}, false, {}}), HasSubstr("odd:1"));
  EXPECT_THAT(faultOf({{write("odd", "[]")}, false, {}}), HasSubstr("is no kubeconfig"));
  EXPECT_THAT(faultOf({{write("odd", "kind: Pod")}, false, {}}), HasSubstr("its kind is 'Pod'"));
  EXPECT_THAT(faultOf({{write("odd", "kind: Config")}, false, {}}), HasSubstr("no context is the"));
  EXPECT_THAT(faultOf({{write("odd",
                              "current-context: a\ncontexts: [{name: a, context: "
                              "{cluster: c}}]")},
                       false,
                       {}}),
              HasSubstr("there is no cluster 'c'"));
  EXPECT_THAT(faultOf({{write("odd",
                              "current-context: a\ncontexts: [{name: a, context: {cluster: "
                              "c, user: u}}]\nclusters: [{name: c, cluster: {server: "
                              "'https://x'}}]")},
                       false,
                       {}}),
              HasSubstr("there is no user 'u'"));
}

}  // namespace
}  // namespace evenkeel::kubernetes
