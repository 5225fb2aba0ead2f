// Says what a reflector tells of one kind of objects, a line each, until its standard input ends:
//   reflect KUBECONFIG PATH [SELECTOR]
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "io/event_loop.h"
#include "kubernetes/kubeconfig.h"
#include "kubernetes/reflector.h"

namespace {

using namespace evenkeel;

void say(const std::string& text) {
  std::puts(text.c_str());
  std::fflush(stdout);
}

std::string nameOf(std::string_view object) {
  return nlohmann::json::parse(object).at("metadata").at("name").get<std::string>();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: reflect KUBECONFIG PATH [SELECTOR]\n", stderr);
    return 2;
  }
  const auto access = kubernetes::readKubeconfig({{argv[1]}, false, {}});
  if (!access) {
    std::fprintf(stderr, "reflect: %s\n", access.error().text().c_str());
    return 2;
  }
  io::EventLoop loop;
  kubernetes::ApiClient client(loop, *access, RandomStream(1, "reflect", "client"));
  kubernetes::ReflectorHandler handler;
  handler.listing = [] { say("listing"); };
  handler.listed = [] { say("listed"); };
  handler.observed = [](std::string_view object) { say("observed " + nameOf(object)); };
  handler.removed = [](std::string_view object) { say("removed " + nameOf(object)); };
  handler.resumed = [] {};
  handler.failed = [](const kubernetes::ApiFailure& failure) {
    say("failed " + failure.error.text());
  };
  const kubernetes::Reflector reflector(loop, client, RandomStream(1, "reflect", "reflector"),
                                        {argv[2], argc > 3 ? argv[3] : ""}, handler);
  io::DescriptorWatch input(loop, STDIN_FILENO, [&](io::DescriptorWatch::Ready) {
    char data[64];
    if (::read(STDIN_FILENO, data, sizeof data) <= 0) loop.stop();
  });
  input.want({true, false});
  loop.run();
  return 0;
}
