#include "kubernetes/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace evenkeel::kubernetes {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class IdentityOf : public testing::Test {
 protected:
  IdentityOf() : folder_(testing::TempDir() + "identity_" + std::to_string(::getpid()) + '/') {
    std::filesystem::create_directories(folder_);
    access_.name = "here";
    access_.server = "https://api:6443";
  }
  ~IdentityOf() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + name) << text;
    return folder_ + name;
  }
  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ + name).rdbuf();
    return text.str();
  }
  // A plug-in that counts its calls and says that.
  void plugIn(const std::string& output) {
    const std::string script = write("plugin", "#!/bin/sh\necho called >>" + folder_ +
                                                   "calls\necho \"$KUBERNETES_EXEC_INFO\" >" +
                                                   folder_ + "info\n" + output);
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    access_.credentials.exec =
        ExecPlugin{"client.authentication.k8s.io/v1", script, {}, {}, true, "ask the office"};
  }
  std::size_t calls() const {
    const std::string text = read("calls");
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }
  static std::string credential(const std::string& status) {
    return "echo '{\"kind\": \"ExecCredential\", \"apiVersion\": "
           "\"client.authentication.k8s.io/v1\", "
           "\"status\": {" +
           status + "}}'";
  }

  // Of what comes at once: without a plug-in, and where it is known.
  static Result<Identity> get(IdentitySource& source) {
    Result<Identity> got;
    source.get([&](const Result<Identity>& identity) { got = identity; });
    return got;
  }
  // Of as many as ask together.
  std::vector<Result<Identity>> all(IdentitySource& source, std::size_t count) {
    std::vector<Result<Identity>> got;
    for (std::size_t i = 0; i < count; ++i) {
      source.get([&](const Result<Identity>& identity) {
        got.push_back(identity);
        if (got.size() == count) loop_.stop();
      });
    }
    if (got.size() < count) loop_.run();
    return got;
  }

  std::string folder_;
  ClusterAccess access_;
  io::EventLoop loop_;
};

TEST_F(IdentityOf, NobodyIsACertificateAlone) {
  access_.tls.certificate = "PEM";
  IdentitySource source(loop_, access_);
  const auto identity = get(source);
  ASSERT_TRUE(identity);
  EXPECT_TRUE(identity->headers.empty());
  EXPECT_EQ(identity->tls->certificate, "PEM");
}

TEST_F(IdentityOf, TokensAndPasswordsAreHeaders) {
  access_.credentials.user = "aladdin";
  access_.credentials.password = "opensesame";
  IdentitySource basic(loop_, access_);
  EXPECT_THAT(get(basic)->headers, ElementsAre("Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l"));
  access_.credentials.token = "secret\n";
  IdentitySource token(loop_, access_);
  EXPECT_THAT(get(token)->headers, ElementsAre("Authorization: Bearer secret"));
}

TEST_F(IdentityOf, ActsForSomebodyElse) {
  access_.as = {"jane", "7", {"one", "two"}, {{"example.org/scope", {"view"}}}};
  IdentitySource source(loop_, access_);
  EXPECT_THAT(get(source)->headers,
              ElementsAre("Impersonate-User: jane", "Impersonate-Uid: 7", "Impersonate-Group: one",
                          "Impersonate-Group: two", "Impersonate-Extra-example.org%2Fscope: view"));
}

TEST_F(IdentityOf, NobodyWritesHeadersOfHisOwn) {
  access_.credentials.token = "secret\r\nX-Admin: yes";
  IdentitySource source(loop_, access_);
  const auto identity = get(source);
  ASSERT_FALSE(identity);
  EXPECT_THAT(identity.error().text(), HasSubstr("control character"));
  EXPECT_THAT(identity.error().text(), Not(HasSubstr("secret")));
}

TEST_F(IdentityOf, AFileIsReadAgainWhereItWasRefused) {
  access_.credentials.tokenFile = write("token", "first");
  IdentitySource source(loop_, access_);
  EXPECT_THAT(get(source)->headers, ElementsAre("Authorization: Bearer first"));
  write("token", "second");
  EXPECT_THAT(get(source)->headers, ElementsAre("Authorization: Bearer first"));
  source.refused();
  EXPECT_THAT(get(source)->headers, ElementsAre("Authorization: Bearer second"));
  std::filesystem::remove(access_.credentials.tokenFile);
  EXPECT_THAT(get(source)->headers, ElementsAre("Authorization: Bearer second"));
  source.refused();
  EXPECT_THAT(get(source).error().text(), HasSubstr("no such file"));
}

TEST_F(IdentityOf, APlugInIsAskedOnceForAllWhoWait) {
  plugIn(credential("\"token\": \"given\", \"expirationTimestamp\": \"2999-01-01T00:00:00Z\""));
  IdentitySource source(loop_, access_);
  for (const auto& identity : all(source, 5)) {
    ASSERT_TRUE(identity) << identity.error().text();
    EXPECT_THAT(identity->headers, ElementsAre("Authorization: Bearer given"));
  }
  EXPECT_THAT(get(source)->headers, ElementsAre("Authorization: Bearer given"));
  EXPECT_EQ(calls(), 1u);
  const std::string info = read("info");
  EXPECT_THAT(info, HasSubstr("\"server\":\"https://api:6443\""));
  EXPECT_THAT(info, HasSubstr("\"interactive\":false"));
}

TEST_F(IdentityOf, APlugInIsAskedAgainWhenWhatItSaidExpires) {
  plugIn(credential("\"token\": \"given\", \"expirationTimestamp\": \"2020-01-01T00:00:00Z\""));
  IdentitySource source(loop_, access_);
  int got = 0;
  source.get([&](const Result<Identity>&) {
    ++got;
    source.get([&](const Result<Identity>&) {
      ++got;
      loop_.stop();
    });
  });
  loop_.run();
  EXPECT_EQ(got, 2);
  EXPECT_EQ(calls(), 2u);
}

TEST_F(IdentityOf, APlugInMayGiveACertificate) {
  plugIn(credential("\"clientCertificateData\": \"CERT\", \"clientKeyData\": \"KEY\""));
  access_.tls.authorities = "CA";
  IdentitySource source(loop_, access_);
  const auto identity = all(source, 1).front();
  ASSERT_TRUE(identity) << identity.error().text();
  EXPECT_TRUE(identity->headers.empty());
  EXPECT_EQ(identity->tls->certificate, "CERT");
  EXPECT_EQ(identity->tls->key, "KEY");
  EXPECT_EQ(identity->tls->authorities, "CA");
}

class PlugInFault : public IdentityOf {
 protected:
  std::string fault() {
    IdentitySource source(loop_, access_);
    const auto identity = all(source, 1).front();
    return identity ? "none" : identity.error().text();
  }
};

TEST_F(PlugInFault, NoJson) {
  plugIn("echo hello");
  EXPECT_THAT(fault(), HasSubstr("no JSON object"));
}
TEST_F(PlugInFault, OtherJson) {
  plugIn("echo '{}'");
  EXPECT_THAT(fault(), HasSubstr("no ExecCredential"));
}
TEST_F(PlugInFault, NothingGiven) {
  plugIn(credential(""));
  EXPECT_THAT(fault(), HasSubstr("neither a token nor a certificate"));
}
TEST_F(PlugInFault, OddTime) {
  plugIn(credential("\"token\": \"a\", \"expirationTimestamp\": \"soon\""));
  EXPECT_THAT(fault(), HasSubstr("expirationTimestamp"));
}
TEST_F(PlugInFault, ItFails) {
  plugIn("echo log in first >&2; exit 1");
  EXPECT_THAT(fault(), HasSubstr("log in first"));
}
TEST_F(PlugInFault, ItIsMissing) {
  plugIn("");
  access_.credentials.exec->command = folder_ + "none";
  EXPECT_THAT(fault(), HasSubstr("ask the office"));
}

}  // namespace
}  // namespace evenkeel::kubernetes
