#include "kubernetes/reflector.h"

#include <gtest/gtest.h>

#include "kubernetes/unit/scripted_server.h"

namespace evenkeel::kubernetes {
namespace {

class ReflectorOf : public WithScriptedServer {
 protected:
  // What is told, until something is: "listing a b c listed +d".
  std::string told(const std::string& path, const std::string& until) {
    Transcript said(loop_, until);
    const auto nameOf = [](std::string_view object) {
      const std::size_t at = object.find("\"name\"");
      const std::size_t open = object.find('"', object.find(':', at));
      return std::string(object.substr(open + 1, object.find('"', open + 1) - open - 1));
    };
    ReflectorHandler handler;
    handler.listing = [&] { said.say("listing"); };
    handler.listed = [&] { said.say("listed"); };
    handler.observed = [&](std::string_view object) { said.say(nameOf(object)); };
    handler.removed = [&](std::string_view object) { said.say("-" + nameOf(object)); };
    handler.failed = [&](const ApiFailure& failure) { said.say(std::to_string(failure.status)); };
    handler.resumed = [&] { said.say("on"); };
    const Reflector reflector(loop_, client(), RandomStream(1, "reflector", "test"), {path, ""},
                              handler);
    EXPECT_EQ(said.text(), "");
    run();
    return said.text();
  }
};

TEST_F(ReflectorOf, ListsByPagesWatchesAndListsAnewWhenTheVersionIsTooOld) {
  EXPECT_EQ(told("/things", "e"),
            "listing listing a b c listed on d a -b on listing c d listed on e");
}

TEST_F(ReflectorOf, ListsByAWatchWhereTheServerServesOne) {
  EXPECT_EQ(told("/listed/things", "-b"), "listing a b c listed d a -b");
}

TEST_F(ReflectorOf, TellsOfFailuresAndTriesAgain) {
  EXPECT_EQ(told("/forbidden", "403 listing 403"), "listing 403 listing 403");
}

TEST_F(ReflectorOf, AnAnswerThatIsNoListIsTold) {
  EXPECT_EQ(told("/asked/x", "0"), "listing listing 0");
}

TEST_F(ReflectorOf, MayGoInItsOwnHandler) {
  std::unique_ptr<Reflector> reflector;
  ReflectorHandler handler;
  handler.listing = [] {};
  handler.listed = [] { FAIL(); };
  handler.observed = [&](std::string_view) {
    reflector.reset();
    loop_.timeline().at(loop_.timeline().now() + 20ms, [&] { loop_.stop(); });
  };
  handler.failed = [](const ApiFailure&) { FAIL(); };
  handler.resumed = [] {};
  reflector = std::make_unique<Reflector>(loop_, client(), RandomStream(1, "reflector", "test"),
                                          ReflectedKind{"/things", ""}, handler);
  run();
  EXPECT_EQ(reflector, nullptr);
}

}  // namespace
}  // namespace evenkeel::kubernetes
