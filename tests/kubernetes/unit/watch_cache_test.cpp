// What becomes of the objects of a kind, as a reflector tells of them.
#include "kubernetes/watch_cache.h"

#include <gtest/gtest.h>

#include "kubernetes/json_parts.h"
#include "kubernetes/unit/scripted_server.h"

namespace evenkeel::kubernetes {
namespace {

struct Thing {
  Metadata meta;
};

// "c" cannot be read, nor what is deleted, which has version 13.
Result<Thing> readThing(std::string_view text) {
  auto meta = readMetadata(parsedJson(text), "thing");
  if (!meta) return tl::unexpected(std::move(meta.error()));
  if (meta->name == "c" || text.find("\"13\"") != std::string_view::npos)
    return fail(ErrorKind::Invalid, "c", "is odd", "another one");
  return Thing{std::move(*meta)};
}

class WatchCacheTest : public WithScriptedServer {
 protected:
  std::string told(const std::string& path, const std::string& until) {
    Transcript said(loop_, until);
    const WatchCache<Thing> things(
        loop_, client(), RandomStream(1, "things", "test"), {path, ""}, readThing,
        {[&](const Thing& thing) { said.say('+' + thing.meta.name); },
         [&](const std::string& uid) { said.say('-' + uid); }, [&] { said.say("complete"); }});
    run();
    failure_ = things.failure();
    return said.text();
  }

  std::string failure_;
};

TEST_F(WatchCacheTest, WhatAListLeavesOutOrAWatchDeletesIsGoneOnce) {
  EXPECT_EQ(told("/things", "+e"), "+a +b complete +d +a -b +d -a complete +e");
}

TEST_F(WatchCacheTest, OfWhatCannotBeReadItIsSaidWhy) {
  EXPECT_EQ(told("/listed/things", "-b"), "+a +b complete +d +a -b");
  EXPECT_EQ(failure_, "c: is odd; another one");
}

TEST_F(WatchCacheTest, WhatMayNotBeListedIsCompleteWithoutAny) {
  EXPECT_EQ(told("/forbidden", "complete"), "complete");
}

}  // namespace
}  // namespace evenkeel::kubernetes
