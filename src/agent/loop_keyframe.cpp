// The loop's whole state into a keyframe, and back out of it.
#include <algorithm>

#include "agent/loop.h"

namespace evenkeel {

void Loop::recordKeyframe(Instant now) {
  nextKeyframe_ = now + config_.keyframeInterval;
  record::Keyframe keyframe;
  keyframe.time = now;
  for (const Asset* asset : assets_.all()) keyframe.assets.push_back(*asset);
  series_.save(keyframe);
  scopes_.each([&](const ManagedScope& scope) {
    record::Keyframe::Scope& saved = keyframe.scopes.emplace_back();
    saved = {{scope.number, scope.scope, scope.name, scope.label},
             scope.memory(),
             scope.due,
             scope.asked,
             {},
             scope.asks,
             scope.asksUntil,
             scope.outcomes};
    for (const auto& [component, why] : scope.doubts) saved.doubts.push_back({component, why});
  });
  keyframe.lastScope = scopes_.lastNumber();
  for (const auto& [name, memory] : memories_)
    keyframe.memories.push_back({name.first, name.second, memory});
  keyframe.plans = dispatcher_.plans();
  for (const Intent& intent : intents_) {
    keyframe.intents.push_back({intent.position, {}});
    for (const Order& order : intent.orders) keyframe.intents.back().orders.push_back(order.id);
  }
  history_.save(keyframe);
  keyframe.capabilities = capabilities_.all();
  keyframe.descriptions = descriptions_.all();
  keyframe.grant = grant_;
  keyframe.lastPlan = lastPlan_;
  keyframe.synced = synced_;
  log_.append(std::move(keyframe));
}

Result<void> Loop::restore(const record::Keyframe& keyframe) {
  nextKeyframe_ = keyframe.time + config_.keyframeInterval;
  for (const Asset& asset : keyframe.assets) assets_.observe(asset);
  descriptions_.restore(keyframe);
  series_.restore(keyframe);
  for (const record::Keyframe::Scope& saved : keyframe.scopes) {
    const Asset* asset = assets_.find(saved.opened.of.asset);
    const std::vector<Decider> deciders =
        asset == nullptr ? std::vector<Decider>{} : decidersOn(*asset);
    const auto decider = std::find_if(deciders.begin(), deciders.end(), [&](const Decider& one) {
      return one.label == saved.opened.policy;
    });
    if (decider == deciders.end()) {
      return fail(ErrorKind::Invalid, "keyframe",
                  saved.opened.policy + " decides for " + saved.opened.name +
                      (asset != nullptr ? ": no such policy runs here" : ", which is not in it"),
                  "the policies that ran when it was recorded");
    }
    ManagedScope scope = scopeFor(*decider, *asset);
    scope.number = saved.opened.scope;
    scope.remember(saved.memory);
    scope.due = saved.due;
    scope.asked = saved.asked;
    for (const auto& doubt : saved.doubts) scope.doubts.emplace(doubt.component, doubt.why);
    scope.asks = saved.asks;
    scope.asksUntil = saved.asksUntil;
    scope.outcomes = saved.outcomes;
    scopes_.reopen(std::move(scope));
  }
  scopes_.continueAfter(keyframe.lastScope);
  for (const Asset& asset : keyframe.assets) {
    if (asset.kind == AssetKind::Component) listenTo(*assets_.find(asset.id));
  }
  series_.add(keyframe.samples);
  for (const record::Keyframe::EarlierMemory& earlier : keyframe.memories)
    memories_[{earlier.name, earlier.policy}] = earlier.memory;
  for (const record::OpenPlan& plan : keyframe.plans) dispatcher_.restore(plan);
  for (const record::Keyframe::Intent& saved : keyframe.intents) {
    Intent& intent = intents_.emplace_back(Intent{saved.position, {}});
    for (const ActionId id : saved.orders) {
      if (const Order* order = dispatcher_.order(id)) intent.orders.push_back(*order);
    }
  }
  history_.restore(keyframe);
  capabilities_.restore(keyframe.capabilities);
  grant_ = keyframe.grant;
  lastPlan_ = keyframe.lastPlan;
  synced_ = keyframe.synced;
  return {};
}

}  // namespace evenkeel
