// Wants a Lease, and says a line whenever who may act changes, until its standard input ends; then
// gives it up:
//   lease KUBECONFIG NAMESPACE NAME IDENTITY
#include <unistd.h>

#include <cstdio>
#include <string>

#include "io/event_loop.h"
#include "kubernetes/kubeconfig.h"
#include "kubernetes/lease_authority.h"

namespace {

using namespace evenkeel;

void say(const std::string& text) {
  std::puts(text.c_str());
  std::fflush(stdout);
}

// "acts 3 a": a, which is us, with that epoch; "waits 3 b".
class Said final : public EventSink {
 public:
  bool post(EventBody body) override {
    const Grant& grant = std::get<GrantChanged>(body).grant;
    say((grant.mayAct ? "acts " : "waits ") + std::to_string(grant.epoch) + ' ' + grant.holder);
    return true;
  }
};

int fail(const Error& error) {
  std::fprintf(stderr, "lease: %s\n", error.text().c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: lease KUBECONFIG NAMESPACE NAME IDENTITY\n", stderr);
    return 2;
  }
  const auto access = kubernetes::readKubeconfig({{argv[1]}, false, {}});
  if (!access) return fail(access.error());
  io::EventLoop loop;
  kubernetes::ApiClient client(loop, *access, RandomStream(1, argv[4], "client"));
  kubernetes::ApiLeaseStore store(client, argv[2], argv[3]);
  const auto authority = kubernetes::LeaseAuthority::make(
      loop.timeline(), RandomStream(1, argv[4], "lease"), store, {.identity = argv[4]});
  if (!authority) return fail(authority.error());
  Said said;
  (*authority)->start(said);
  bool isEnding = false;
  io::DescriptorWatch input(loop, STDIN_FILENO, [&](io::DescriptorWatch::Ready) {
    char data[64];
    if (::read(STDIN_FILENO, data, sizeof data) > 0 || isEnding) return;
    isEnding = true;
    input.want({});
    (*authority)->release([&](const Result<void>& how) {
      say(how ? "released" : "failed " + how.error().text());
      loop.stop();
    });
  });
  input.want({true, false});
  loop.run();
  return 0;
}
