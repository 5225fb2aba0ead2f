#include "kubernetes/kubeconfig.h"

#include <filesystem>
#include <optional>
#include <utility>

#include "base/text.h"
#include "base/yaml.h"
#include "io/base64.h"
#include "kubernetes/small_file.h"

namespace evenkeel::kubernetes {
namespace {

struct ConfigFile {
  std::string path;
  DocumentNode root;
};

// An entry of a named list, and the file it stands in.
struct Entry {
  const ConfigFile* file = nullptr;
  const DocumentNode* node = nullptr;  // its value: under "cluster", "user" or "context"

  std::string at() const { return file->path + ':' + std::to_string(node->place.line); }
};

const DocumentNode* fieldOf(const DocumentNode& node, std::string_view key) {
  const DocumentNode* value = node.find(key);
  return value != nullptr && value->kind != DocumentNode::Kind::Null ? value : nullptr;
}

// Empty where it is not there or no scalar.
std::string textOf(const DocumentNode& node, std::string_view key) {
  const DocumentNode* value = fieldOf(node, key);
  return value != nullptr ? value->scalar : std::string();
}

bool isSet(const DocumentNode& node, std::string_view key) {
  return textOf(node, key) == "true";
}

std::vector<std::string> textsOf(const DocumentNode* list) {
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  for (const DocumentNode& item : list->items) texts.push_back(item.scalar);
  return texts;
}

tl::unexpected<Error> faultAt(const Entry& entry, std::string what, std::string valid = {}) {
  return fail(ErrorKind::Invalid, entry.at(), std::move(what), std::move(valid));
}

Result<ConfigFile> readFile(const std::string& path) {
  auto text = readSmallFile(path);
  if (!text) return tl::unexpected(std::move(text.error()));
  YamlText yaml = parseYaml(*text, path);
  if (!yaml.diagnostics.empty()) {
    const Diagnostic& first = yaml.diagnostics.front();
    return fail(ErrorKind::Invalid, path + ':' + std::to_string(first.line), first.found,
                first.valid);
  }
  if (yaml.documents.empty() || yaml.documents.front().kind != DocumentNode::Kind::Map)
    return fail(ErrorKind::Invalid, path, "is no kubeconfig: it holds no map");
  ConfigFile file{path, std::move(yaml.documents.front())};
  const std::string kind = textOf(file.root, "kind");
  if (!kind.empty() && kind != "Config")
    return fail(ErrorKind::Invalid, path, "is no kubeconfig: its kind is " + quotedForPeople(kind),
                "kind: Config");
  return file;
}

Result<std::vector<ConfigFile>> readFiles(const KubeconfigQuery& query) {
  std::vector<ConfigFile> files;
  for (const std::string& path : query.files) {
    auto file = readFile(path);
    if (file) {
      files.push_back(std::move(*file));
    } else if (!query.optional || file.error().kind != ErrorKind::NotFound) {
      return tl::unexpected(std::move(file.error()));
    }
  }
  if (files.empty()) {
    return fail(ErrorKind::NotFound, query.files.empty() ? "kubeconfig" : query.files.front(),
                "there is no kubeconfig", "name one with --kubeconfig FILE or in KUBECONFIG");
  }
  return files;
}

// One of a list of {name, <what>: {...}}, over all files; `names` gets those that there are.
std::optional<Entry> entryOf(const std::vector<ConfigFile>& files, std::string_view list,
                             std::string_view what, const std::string& name,
                             std::vector<std::string>* names = nullptr) {
  std::optional<Entry> found;
  for (const ConfigFile& file : files) {
    const DocumentNode* entries = fieldOf(file.root, list);
    if (entries == nullptr) continue;
    for (const DocumentNode& item : entries->items) {
      const DocumentNode* value = fieldOf(item, what);
      const std::string own = textOf(item, "name");
      if (names != nullptr) names->push_back(own);
      if (!found && own == name && value != nullptr) found = Entry{&file, value};
    }
  }
  return found;
}

// A path as the file means it.
std::string pathIn(const Entry& entry, const std::string& path) {
  const std::filesystem::path own(path);
  if (own.is_absolute()) return path;
  return (std::filesystem::path(entry.file->path).parent_path() / own).string();
}

// "<key>-data" in base64, else the file that "<key>" names; empty: neither.
Result<std::string> pemOf(const Entry& entry, const std::string& key) {
  const std::string data = textOf(*entry.node, key + "-data");
  const std::string file = textOf(*entry.node, key);
  std::string pem;
  if (!data.empty()) {
    auto decoded = io::decodeBase64(data);
    if (!decoded) return faultAt(entry, key + "-data is no base64");
    pem = std::move(*decoded);
  } else if (!file.empty()) {
    auto read = readSmallFile(pathIn(entry, file));
    if (!read) return faultAt(entry, key + ": " + read.error().where + ' ' + read.error().what);
    pem = std::move(*read);
  } else {
    return std::string();
  }
  if (pem.find("-----BEGIN ") == std::string::npos)
    return faultAt(entry, key + " holds no PEM text", "-----BEGIN CERTIFICATE----- or the like");
  return pem;
}

Result<void> readCluster(const Entry& entry, ClusterAccess& access) {
  const DocumentNode& node = *entry.node;
  access.server = textOf(node, "server");
  while (access.server.ends_with('/')) access.server.pop_back();
  if (!access.server.starts_with("https://") && !access.server.starts_with("http://")) {
    return faultAt(entry,
                   access.server.empty() ? "the cluster has no server"
                                         : "the server " + quotedForPeople(access.server) +
                                               " is no URL of http or https",
                   "server: https://host:6443");
  }
  auto authorities = pemOf(entry, "certificate-authority");
  if (!authorities) return tl::unexpected(std::move(authorities.error()));
  access.tls.authorities = std::move(*authorities);
  access.tls.verify = !isSet(node, "insecure-skip-tls-verify");
  if (!access.tls.verify && !access.tls.authorities.empty())
    return faultAt(entry, "insecure-skip-tls-verify and a certificate-authority exclude each other",
                   "one of them");
  access.tls.serverName = textOf(node, "tls-server-name");
  access.proxy = textOf(node, "proxy-url");
  return {};
}

Result<ExecPlugin> readExec(const Entry& entry, const DocumentNode& node) {
  ExecPlugin exec;
  exec.apiVersion = textOf(node, "apiVersion");
  if (exec.apiVersion != "client.authentication.k8s.io/v1" &&
      exec.apiVersion != "client.authentication.k8s.io/v1beta1") {
    return faultAt(entry, "exec: apiVersion " + quotedForPeople(exec.apiVersion) + " is not known",
                   "client.authentication.k8s.io/v1 or .../v1beta1");
  }
  exec.command = textOf(node, "command");
  if (exec.command.empty()) return faultAt(entry, "exec: there is no command");
  // A name alone is looked for along PATH; a path is one from this file.
  if (exec.command.find('/') != std::string::npos) exec.command = pathIn(entry, exec.command);
  exec.arguments = textsOf(fieldOf(node, "args"));
  if (const DocumentNode* environment = fieldOf(node, "env")) {
    for (const DocumentNode& item : environment->items)
      exec.environment.emplace_back(textOf(item, "name"), textOf(item, "value"));
  }
  exec.clusterInfo = isSet(node, "provideClusterInfo");
  exec.installHint = textOf(node, "installHint");
  if (textOf(node, "interactiveMode") == "Always")
    return faultAt(entry, "exec: interactiveMode Always needs a terminal, which is not given",
                   "IfAvailable or Never");
  return exec;
}

void readImpersonation(const DocumentNode& node, Impersonation& as) {
  as.user = textOf(node, "as");
  as.uid = textOf(node, "as-uid");
  as.groups = textsOf(fieldOf(node, "as-groups"));
  if (const DocumentNode* extra = fieldOf(node, "as-user-extra")) {
    for (const DocumentMember& member : extra->members)
      as.extra[member.key] = textsOf(&member.value);
  }
}

Result<void> readUser(const Entry& entry, ClusterAccess& access) {
  const DocumentNode& node = *entry.node;
  for (const auto& [key, pem] : {std::pair{"client-certificate", &access.tls.certificate},
                                 std::pair{"client-key", &access.tls.key}}) {
    auto read = pemOf(entry, key);
    if (!read) return tl::unexpected(std::move(read.error()));
    *pem = std::move(*read);
  }
  if (access.tls.certificate.empty() != access.tls.key.empty())
    return faultAt(entry, "a client-certificate and a client-key belong together", "both");
  Credentials& credentials = access.credentials;
  credentials.token = textOf(node, "token");
  if (const std::string file = textOf(node, "tokenFile"); !file.empty())
    credentials.tokenFile = pathIn(entry, file);
  credentials.user = textOf(node, "username");
  credentials.password = textOf(node, "password");
  if (const DocumentNode* exec = fieldOf(node, "exec")) {
    auto read = readExec(entry, *exec);
    if (!read) return tl::unexpected(std::move(read.error()));
    credentials.exec = std::move(*read);
  }
  if (fieldOf(node, "auth-provider") != nullptr && !credentials.exec)
    return faultAt(entry, "auth-provider is not spoken any more (nor by kubectl since 1.26)",
                   "an exec plug-in or a token");
  readImpersonation(node, access.as);
  return {};
}

std::string currentContext(const std::vector<ConfigFile>& files) {
  for (const ConfigFile& file : files) {
    if (std::string name = textOf(file.root, "current-context"); !name.empty()) return name;
  }
  return {};
}

std::string placesOf(const std::vector<ConfigFile>& files) {
  std::string places;
  for (const ConfigFile& file : files) places += (places.empty() ? "" : ":") + file.path;
  return places;
}

}  // namespace

Result<ClusterAccess> readKubeconfig(const KubeconfigQuery& query) {
  const auto files = readFiles(query);
  if (!files) return tl::unexpected(files.error());
  ClusterAccess access;
  access.name = query.context.empty() ? currentContext(*files) : query.context;
  std::vector<std::string> names;
  const auto context = entryOf(*files, "contexts", "context", access.name, &names);
  if (!context) {
    std::string valid = names.empty() ? std::string() : "one of " + joinedByOr(names);
    if (const auto near = nearestName(access.name, names)) valid = "did you mean " + *near;
    return fail(ErrorKind::NotFound, placesOf(*files),
                access.name.empty() ? "no context is the current one"
                                    : "there is no context " + quotedForPeople(access.name),
                std::move(valid));
  }
  if (std::string space = textOf(*context->node, "namespace"); !space.empty())
    access.defaultNamespace = std::move(space);
  const std::string clusterName = textOf(*context->node, "cluster");
  const auto cluster = entryOf(*files, "clusters", "cluster", clusterName);
  if (!cluster) return faultAt(*context, "there is no cluster " + quotedForPeople(clusterName));
  if (auto read = readCluster(*cluster, access); !read)
    return tl::unexpected(std::move(read.error()));
  const std::string userName = textOf(*context->node, "user");
  if (userName.empty()) return access;
  const auto user = entryOf(*files, "users", "user", userName);
  if (!user) return faultAt(*context, "there is no user " + quotedForPeople(userName));
  if (auto read = readUser(*user, access); !read) return tl::unexpected(std::move(read.error()));
  return access;
}

KubeconfigQuery kubeconfigQuery(const std::string& file, const char* environment,
                                const char* home) {
  if (!file.empty()) return {{file}, false, {}};
  KubeconfigQuery query{{}, true, {}};
  std::string_view list = environment != nullptr ? environment : "";
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(':'), list.size());
    if (end > 0) query.files.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  if (query.files.empty() && home != nullptr && *home != '\0')
    query.files.push_back(std::string(home) + "/.kube/config");
  return query;
}

}  // namespace evenkeel::kubernetes
