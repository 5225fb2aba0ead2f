#include "kubernetes/identity.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/time_text.h"
#include "io/base64.h"
#include "io/find_program.h"
#include "io/percent.h"
#include "io/program_run.h"
#include "kubernetes/json.h"
#include "kubernetes/small_file.h"

namespace evenkeel::kubernetes {
namespace {

constexpr Duration kFileAge = 1min;      // after which a file is read again
constexpr Duration kBeforeExpiry = 10s;  // a credential counts as expired
constexpr std::size_t kMostWaiting = 10'000;

// Nobody writes a header of his own.
bool isHeaderText(const std::string& text) {
  return std::none_of(text.begin(), text.end(),
                      [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

std::string withoutBlanksAtEnd(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
    text.pop_back();
  return text;
}

std::vector<std::string> impersonation(const Impersonation& as) {
  std::vector<std::string> headers;
  if (!as.user.empty()) headers.push_back("Impersonate-User: " + as.user);
  if (!as.uid.empty()) headers.push_back("Impersonate-Uid: " + as.uid);
  for (const std::string& group : as.groups) headers.push_back("Impersonate-Group: " + group);
  for (const auto& [key, values] : as.extra) {
    for (const std::string& value : values)
      headers.push_back("Impersonate-Extra-" + io::percentEncoded(key) + ": " + value);
  }
  return headers;
}

// What a plug-in gave.
struct Given {
  std::string token;
  std::string certificate;
  std::string key;
  std::optional<WallTime> expires;
};

std::string executionInfo(const ClusterAccess& access) {
  const ExecPlugin& exec = *access.credentials.exec;
  Json info{{"kind", "ExecCredential"}, {"apiVersion", exec.apiVersion}};
  info["spec"]["interactive"] = false;
  if (exec.clusterInfo) {
    Json& cluster = info["spec"]["cluster"];
    cluster["server"] = access.server;
    if (!access.tls.authorities.empty())
      cluster["certificate-authority-data"] = io::encodeBase64(access.tls.authorities);
    if (!access.tls.verify) cluster["insecure-skip-tls-verify"] = true;
    if (!access.tls.serverName.empty()) cluster["tls-server-name"] = access.tls.serverName;
    if (!access.proxy.empty()) cluster["proxy-url"] = access.proxy;
  }
  return textOf(info);
}

// Later than a WallTime can be: never.
bool isBeyondAllTime(const std::string& timestamp) {
  const std::string year = timestamp.substr(0, timestamp.find('-'));
  return year.size() == 4 && year > "2261" &&
         year.find_first_not_of("0123456789") == std::string::npos;
}

Result<Given> read(const std::string& output, const ExecPlugin& exec) {
  const auto fault = [&](const std::string& what) {
    return fail(ErrorKind::Invalid, exec.command, what, "an ExecCredential of " + exec.apiVersion);
  };
  const Json json = parsedJson(output);
  if (!json.is_object()) return fault("its output is no JSON object");
  if (textAt(json, "kind") != "ExecCredential") return fault("its output is no ExecCredential");
  if (textAt(json, "apiVersion") != exec.apiVersion)
    return fault("its output is of version '" + textAt(json, "apiVersion") + "'");
  const Json& status = memberOf(json, "status");
  if (!status.is_object()) return fault("its output has no status");
  Given given{textAt(status, "token"), textAt(status, "clientCertificateData"),
              textAt(status, "clientKeyData"), std::nullopt};
  if (given.token.empty() && given.certificate.empty())
    return fault("it gave neither a token nor a certificate");
  if (given.certificate.empty() != given.key.empty())
    return fault("it gave one of certificate and key");
  const std::string text = textAt(status, "expirationTimestamp");
  if (!text.empty() && !isBeyondAllTime(text)) {
    const auto time = parseTimestamp(text);
    if (!time) return fault("expirationTimestamp: " + time.error().what);
    given.expires = *time;
  }
  return given;
}

}  // namespace

struct IdentitySource::Parts : std::enable_shared_from_this<IdentitySource::Parts> {
  Parts(io::EventLoop& on, ClusterAccess to)
      : loop(on),
        access(std::move(to)),
        tls(std::make_shared<io::TlsIdentity>(access.tls)),
        as(impersonation(access.as)) {}

  void get(Use use) {
    const Credentials& credentials = access.credentials;
    if (credentials.exec) return getGiven(std::move(use));
    if (!credentials.tokenFile.empty()) return use(fromFile());
    if (!credentials.token.empty()) return use(bearing(credentials.token));
    if (!credentials.user.empty()) {
      return use(with("Basic " + io::encodeBase64(credentials.user + ':' + credentials.password)));
    }
    use(with({}));
  }

  Result<Identity> with(const std::string& authorization) const {
    Identity identity{as, tls};
    if (!authorization.empty()) identity.headers.push_back("Authorization: " + authorization);
    for (const std::string& header : identity.headers) {
      if (!isHeaderText(header))
        return fail(ErrorKind::Invalid, access.name,
                    header.substr(0, header.find(':')) + " holds a control character");
    }
    return identity;
  }
  Result<Identity> bearing(const std::string& text) const {
    return with("Bearer " + withoutBlanksAtEnd(text));
  }

  // What was read last is used as long as nothing newer can be read.
  Result<Identity> fromFile() {
    const Instant now = loop.timeline().now();
    if (token.empty() || now - tokenRead >= kFileAge) {
      auto text = readSmallFile(access.credentials.tokenFile);
      if (text) {
        token = *std::move(text);
      } else if (token.empty()) {
        return tl::unexpected(std::move(text.error()));
      }
      tokenRead = now;
    }
    return bearing(token);
  }

  void getGiven(Use use) {
    if (given && (!given->expires || loop.timeline().wall() + kBeforeExpiry < *given->expires))
      return use(asGiven());
    if (waiting.size() >= kMostWaiting)
      return use(fail(ErrorKind::Unavailable, access.name, "too many wait for who we are"));
    waiting.push_back(std::move(use));
    if (!run) ask();
  }

  void ask() {
    const ExecPlugin& exec = *access.credentials.exec;
    const auto program = io::findProgram(exec.command);
    if (!program) {
      Error error = program.error();
      if (!exec.installHint.empty()) error.valid = exec.installHint;
      loop.timeline().at(loop.timeline().now(), [weak = weak_from_this(), error] {
        if (const auto parts = weak.lock()) parts->answer(tl::unexpected(error));
      });
      return;
    }
    io::ProgramCall call{*program, exec.arguments, exec.environment};
    call.environment.emplace_back("KUBERNETES_EXEC_INFO", executionInfo(access));
    run = std::make_unique<io::ProgramRun>(
        loop, call, [weak = weak_from_this()](Result<std::string> output) {
          const auto parts = weak.lock();
          if (!parts) return;
          const auto ended = std::move(parts->run);
          if (!output) return parts->answer(tl::unexpected(std::move(output.error())));
          auto told = read(*output, *parts->access.credentials.exec);
          if (!told) return parts->answer(tl::unexpected(std::move(told.error())));
          parts->given = std::move(*told);
          parts->answer(parts->asGiven());
        });
  }

  void answer(const Result<Identity>& identity) {
    for (const Use& use : std::exchange(waiting, {})) use(identity);
  }

  Result<Identity> asGiven() {
    auto identity = given->token.empty() ? with({}) : bearing(given->token);
    if (identity && !given->certificate.empty()) {
      io::TlsIdentity own = access.tls;
      own.certificate = given->certificate;
      own.key = given->key;
      identity->tls = std::make_shared<io::TlsIdentity>(std::move(own));
    }
    return identity;
  }

  io::EventLoop& loop;
  ClusterAccess access;
  std::shared_ptr<const io::TlsIdentity> tls;
  std::vector<std::string> as;  // headers
  std::string token;            // of the file
  Instant tokenRead{};
  std::optional<Given> given;
  std::vector<Use> waiting;
  std::unique_ptr<io::ProgramRun> run;
};

IdentitySource::IdentitySource(io::EventLoop& loop, ClusterAccess access)
    : parts_(std::make_shared<Parts>(loop, std::move(access))) {}
IdentitySource::~IdentitySource() = default;

void IdentitySource::get(Use use) {
  parts_->get(std::move(use));
}

void IdentitySource::refused() {
  parts_->token.clear();
  parts_->given.reset();
}

}  // namespace evenkeel::kubernetes
