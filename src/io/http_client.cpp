#include "io/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>
#include <utility>

namespace evenkeel::io {
namespace {

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

std::string_view trimmed(std::string_view text) {
  const auto isBlank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
  return text;
}

// "HTTP/1.1 200 OK"; zero: it is none.
int statusOf(std::string_view line) {
  if (!line.starts_with("HTTP/")) return 0;
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || line.size() < space + 4) return 0;
  int status = 0;
  std::from_chars(line.data() + space + 1, line.data() + space + 4, status);
  return status;
}

ErrorKind kindOf(CURLcode code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_BAD_FUNCTION_ARGUMENT:
      return ErrorKind::Invalid;
    case CURLE_PEER_FAILED_VERIFICATION:
      return ErrorKind::Refused;
    default:
      return ErrorKind::Unavailable;
  }
}

// The place without what may be secret.
std::string placeOf(const std::string& url) {
  return url.substr(0, url.find('?'));
}

struct Transfer {
  std::uint64_t id = 0;
  HttpRequest request;
  HttpReceiver receiver;
  std::unique_ptr<CURL, FreeEasy> easy;
  std::unique_ptr<curl_slist, FreeList> headers;
  std::unique_ptr<curl_slist, FreeList> reached;  // where, if not as the URL says
  std::array<char, CURL_ERROR_SIZE> said{};
  HttpHead head;
  bool headTold = false;
  bool enough = false;  // its receiver wants no more
  bool tooLong = false;
  bool cancelled = false;
  std::size_t received = 0;
};

}  // namespace

const std::string* HttpHead::find(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return &value;
  }
  return nullptr;
}

struct HttpClient::Parts : std::enable_shared_from_this<HttpClient::Parts> {
  Parts(EventLoop& on, const HttpLimits& with) : loop(on), limits(with) {
    static const CURLcode global = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(global);
    multi.reset(curl_multi_init());
    curl_multi_setopt(multi.get(), CURLMOPT_SOCKETFUNCTION, &Parts::onSocket);
    curl_multi_setopt(multi.get(), CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi.get(), CURLMOPT_TIMERFUNCTION, &Parts::onTimer);
    curl_multi_setopt(multi.get(), CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    curl_multi_setopt(multi.get(), CURLMOPT_MAX_HOST_CONNECTIONS, limits.connectionsPerHost);
  }
  ~Parts() {
    for (auto& [id, transfer] : transfers)
      curl_multi_remove_handle(multi.get(), transfer->easy.get());
    loop.timeline().cancel(timer);
  }

  static int onSocket(CURL*, curl_socket_t socket, int what, void* self, void*) {
    auto& parts = *static_cast<Parts*>(self);
    if (what == CURL_POLL_REMOVE) {
      parts.watches.erase(socket);
      return 0;
    }
    std::unique_ptr<DescriptorWatch>& watch = parts.watches[socket];
    if (!watch) {
      watch = std::make_unique<DescriptorWatch>(
          parts.loop, socket,
          [weak = parts.weak_from_this(), socket](DescriptorWatch::Ready ready) {
            if (const auto kept = weak.lock())
              kept->act(socket, (ready.reading ? CURL_CSELECT_IN : 0) |
                                    (ready.writing ? CURL_CSELECT_OUT : 0));
          });
    }
    watch->want({(what & CURL_POLL_IN) != 0, (what & CURL_POLL_OUT) != 0});
    return 0;
  }

  static int onTimer(CURLM*, long milliseconds, void* self) {
    auto& parts = *static_cast<Parts*>(self);
    Timeline& timeline = parts.loop.timeline();
    timeline.cancel(parts.timer);
    if (milliseconds < 0) return 0;
    parts.timer = timeline.at(timeline.now() + std::chrono::milliseconds(milliseconds),
                              [weak = parts.weak_from_this()] {
                                if (const auto kept = weak.lock())
                                  kept->act(CURL_SOCKET_TIMEOUT, 0);
                              });
    return 0;
  }

  static std::size_t onHeader(char* data, std::size_t, std::size_t size, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.cancelled) return 0;
    const std::string_view line = trimmed({data, size});
    if (const int status = statusOf(line); status != 0) {
      transfer.head = {status, {}};  // "100 Continue" comes before
    } else if (line.empty() && transfer.head.status >= 200) {
      tellHead(transfer);
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      std::string name(trimmed(line.substr(0, colon)));
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      transfer.head.headers.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
    }
    return transfer.cancelled ? 0 : size;
  }

  static std::size_t onData(char* data, std::size_t, std::size_t size, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    if (transfer.cancelled) return 0;
    transfer.received += size;
    transfer.tooLong = transfer.received > transfer.request.mostBytes;
    if (transfer.tooLong) return 0;
    tellHead(transfer);
    if (transfer.cancelled) return 0;
    transfer.enough = !transfer.receiver.data({data, size});
    return transfer.enough || transfer.cancelled ? 0 : size;
  }

  static void tellHead(Transfer& transfer) {
    if (std::exchange(transfer.headTold, true) || !transfer.receiver.head) return;
    transfer.receiver.head(transfer.head);
  }

  // Neither curl nor what it calls is entered twice.
  void act(curl_socket_t socket, int events) {
    acting = true;
    int running = 0;
    curl_multi_socket_action(multi.get(), socket, events, &running);
    acting = false;
    settle();
  }

  // Takes out what has ended or was cancelled meanwhile.
  void settle() {
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      char* id = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &id);
      if (auto ended = take(reinterpret_cast<std::uintptr_t>(id))) end(*ended, code);
    }
    for (auto one = transfers.begin(); one != transfers.end();) {
      const auto next = std::next(one);
      if (one->second->cancelled) take(one->first);
      one = next;
    }
  }

  std::unique_ptr<Transfer> take(std::uint64_t id) {
    const auto found = transfers.find(id);
    if (found == transfers.end()) return nullptr;
    std::unique_ptr<Transfer> transfer = std::move(found->second);
    transfers.erase(found);
    curl_multi_remove_handle(multi.get(), transfer->easy.get());
    return transfer;
  }

  static void end(Transfer& transfer, CURLcode code) {
    if (transfer.cancelled) return;
    const std::string place = placeOf(transfer.request.url);
    if (transfer.tooLong) {
      return transfer.receiver.end(fail(
          ErrorKind::Unavailable, place,
          "the answer is longer than " + std::to_string(transfer.request.mostBytes) + " bytes"));
    }
    if (code != CURLE_OK && !transfer.enough) {
      const std::string said =
          transfer.said.front() != 0 ? std::string(transfer.said.data()) : curl_easy_strerror(code);
      return transfer.receiver.end(fail(kindOf(code), place, said));
    }
    tellHead(transfer);
    if (!transfer.cancelled) transfer.receiver.end({});
  }

  // Options that curl does not take (a certificate that is no PEM text, say) show when it is done.
  static void prepare(Transfer& transfer) {
    CURL* easy = transfer.easy.get();
    const HttpRequest& request = transfer.request;
    const auto set = [easy](CURLoption option, auto value) {
      curl_easy_setopt(easy, option, value);
    };
    const auto milliseconds = [](Duration duration) {
      return static_cast<long>(
          std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
    };
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_PATH_AS_IS, 1L);
    if (request.tls && !request.tls->serverName.empty()) rename(transfer);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method == "HEAD") set(CURLOPT_NOBODY, 1L);
    for (const std::string& header : request.headers)
      transfer.headers.reset(curl_slist_append(transfer.headers.release(), header.c_str()));
    set(CURLOPT_HTTPHEADER, transfer.headers.get());
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // of a proxy
    if (!request.body.empty()) {
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_POSTFIELDS, request.body.data());
    }
    set(CURLOPT_ACCEPT_ENCODING, "");
    if (request.proxy) set(CURLOPT_PROXY, request.proxy->c_str());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    // Over TLS the handshake tells whether a connection can be shared; without it only an answer.
    if (request.url.starts_with("https:")) set(CURLOPT_PIPEWAIT, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request.connectTimeout));
    if (request.timeout > Duration::zero())  // zero would be none
      set(CURLOPT_TIMEOUT_MS, std::max(1L, milliseconds(request.timeout)));
    if (request.silence > Duration::zero()) {
      set(CURLOPT_LOW_SPEED_LIMIT, 1L);
      set(CURLOPT_LOW_SPEED_TIME, std::max(1L, milliseconds(request.silence) / 1000));
    }
    set(CURLOPT_ERRORBUFFER, transfer.said.data());
    set(CURLOPT_PRIVATE, reinterpret_cast<void*>(static_cast<std::uintptr_t>(transfer.id)));
    set(CURLOPT_HEADERFUNCTION, &Parts::onHeader);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_WRITEFUNCTION, &Parts::onData);
    set(CURLOPT_WRITEDATA, &transfer);
    if (request.tls) identify(easy, *request.tls);
  }

  // Asks for the server by another name than that it is reached by.
  static void rename(Transfer& transfer) {
    const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
    const std::string& name = transfer.request.tls->serverName;
    if (curl_url_set(url.get(), CURLUPART_URL, transfer.request.url.c_str(), 0) != CURLUE_OK)
      return;
    const auto part = [&url](CURLUPart which) {
      char* text = nullptr;
      curl_url_get(url.get(), which, &text, CURLU_DEFAULT_PORT);
      std::string out = text != nullptr ? text : "";
      curl_free(text);
      return out;
    };
    const std::string address = part(CURLUPART_HOST) + ':' + part(CURLUPART_PORT);
    curl_url_set(url.get(), CURLUPART_HOST, name.c_str(), 0);
    transfer.reached.reset(curl_slist_append(nullptr, ("::" + address).c_str()));
    curl_easy_setopt(transfer.easy.get(), CURLOPT_URL, part(CURLUPART_URL).c_str());
    curl_easy_setopt(transfer.easy.get(), CURLOPT_CONNECT_TO, transfer.reached.get());
  }

  static void identify(CURL* easy, const TlsIdentity& tls) {
    const auto blob = [easy](CURLoption option, const std::string& text) {
      if (text.empty()) return;
      // Without a copy: the request keeps the text.
      curl_blob value{const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY};
      curl_easy_setopt(easy, option, &value);
    };
    blob(CURLOPT_CAINFO_BLOB, tls.authorities);
    blob(CURLOPT_SSLCERT_BLOB, tls.certificate);
    blob(CURLOPT_SSLKEY_BLOB, tls.key);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, tls.verify ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, tls.verify ? 2L : 0L);
  }

  TransferId start(HttpRequest request, HttpReceiver receiver) {
    auto transfer = std::make_unique<Transfer>();
    transfer->id = ++lastId;
    transfer->request = std::move(request);
    transfer->receiver = std::move(receiver);
    const TransferId id{transfer->id};
    const std::size_t waiting = transfers.size();
    transfer->easy.reset(curl_easy_init());
    transfers[id.value] = std::move(transfer);
    // From the loop, so that nothing is called back from inside this call.
    const bool taken = loop.post([weak = weak_from_this(), id, full = waiting >= limits.inFlight] {
      if (const auto parts = weak.lock()) parts->begin(id, full);
    });
    if (!taken) transfers.erase(id.value);
    return taken ? id : TransferId{};
  }

  void begin(TransferId id, bool full) {
    const auto found = transfers.find(id.value);
    if (found == transfers.end()) return;
    Transfer& transfer = *found->second;
    if (full) {
      const auto ended = std::move(found->second);
      transfers.erase(found);
      if (!ended->cancelled)
        ended->receiver.end(fail(ErrorKind::Unavailable, placeOf(ended->request.url),
                                 std::to_string(limits.inFlight) + " requests are under way"));
      return;
    }
    prepare(transfer);
    curl_multi_add_handle(multi.get(), transfer.easy.get());
    settle();
  }

  EventLoop& loop;
  HttpLimits limits;
  std::map<curl_socket_t, std::unique_ptr<DescriptorWatch>> watches;
  std::map<std::uint64_t, std::unique_ptr<Transfer>> transfers;
  std::unique_ptr<CURLM, FreeMulti> multi;
  TimerId timer;
  std::uint64_t lastId = 0;
  bool acting = false;  // inside curl
};

HttpClient::HttpClient(EventLoop& loop, const HttpLimits& limits)
    : parts_(std::make_shared<Parts>(loop, limits)) {}
// From one of its own callbacks its parts stay until that returns.
HttpClient::~HttpClient() {
  for (auto& [id, transfer] : parts_->transfers) transfer->cancelled = true;
}

TransferId HttpClient::receive(HttpRequest request, HttpReceiver receiver) {
  return parts_->start(std::move(request), std::move(receiver));
}

TransferId HttpClient::send(HttpRequest request, std::function<void(Result<HttpResponse>)> done) {
  auto response = std::make_shared<HttpResponse>();
  HttpReceiver receiver;
  receiver.head = [response](const HttpHead& head) { response->head = head; };
  receiver.data = [response](std::string_view data) {
    response->body += data;
    return true;
  };
  receiver.end = [response, done = std::move(done)](Result<void> ended) {
    if (!ended) return done(tl::unexpected(std::move(ended.error())));
    done(std::move(*response));
  };
  return parts_->start(std::move(request), std::move(receiver));
}

void HttpClient::cancel(TransferId transfer) {
  const auto found = parts_->transfers.find(transfer.value);
  if (found == parts_->transfers.end()) return;
  found->second->cancelled = true;
  if (!parts_->acting) parts_->take(transfer.value);
}

std::size_t HttpClient::inFlight() const {
  return parts_->transfers.size();
}

}  // namespace evenkeel::io
