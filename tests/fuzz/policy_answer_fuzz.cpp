// libFuzzer target: whatever a policy of one's own answers, it is read or refused with a reason; a
// state that was read can be sent again on one line.
#include <cstdlib>
#include <string>
#include <string_view>

#include "plugin/protocol.h"

namespace {

using namespace evenkeel;

void require(bool holds) {
  if (!holds) std::abort();
}

void requireReasonOrState(const auto& answer) {
  if (!answer) {
    require(!answer.error().what.empty() && !answer.error().valid.empty());
    return;
  }
  require(plugin::isReadable(answer->state));
  const std::string sent = plugin::questionMessage(plugin::Question::Plan, "{}", answer->state, 1);
  require(sent.find('\n') == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto declared = plugin::readDeclared(text); !declared)
    require(!declared.error().what.empty());
  requireReasonOrState(plugin::readAnalyzed(text, {}));

  const Component description;
  const ComponentState state;
  const KnobCapability knob{"scale", "replicas", "1", {}, Quantity::units(9), Quantity::units(1),
                            {},      {},         {}};
  const ComponentView view{AssetId{1}, &description, &state, 7, {}, {}, {&knob, 1}};
  Snapshot snapshot;
  snapshot.components = {&view, 1};
  PolicyNeeds needs;
  needs.mechanisms = {"scale"};
  const auto planned = plugin::readPlanned(text, needs, snapshot, {});
  requireReasonOrState(planned);
  if (planned) {
    for (const Action& action : planned->decision.actions)
      require(action.mechanism == "scale" && action.asset == view.id && !action.settings.empty());
  }
  return 0;
}
