// The descriptions of applications that the loop decides by: each as the inventory gave it when the
// loop was last told of that application, whatever the inventory has learnt since.
//
// So that a log holds all that was decided on, `written` is told of each description that differs
// from the one before, where there is a way to write them. One thread.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "knowledge/record.h"
#include "model/application.h"
#include "world/inventory.h"

namespace evenkeel {

// Null: descriptions are not written; the log has them from elsewhere.
using TextOfApplication = std::function<std::string(const Application&)>;

class DescriptionTable {
 public:
  DescriptionTable(const Inventory& inventory, TextOfApplication textOf,
                   std::function<void(const record::ApplicationDescribed&)> written)
      : inventory_(inventory), textOf_(std::move(textOf)), written_(std::move(written)) {}

  void observe(AssetId application);
  void forget(AssetId application) { known_.erase(application); }
  // Null: there is none. Valid until the next call for that application.
  const Application* find(AssetId application) const;
  // As written, by asset: for keyframes.
  std::vector<record::ApplicationDescribed> all() const;
  void restore(const record::Keyframe& keyframe);

 private:
  struct Known {
    Application description;
    std::string text;
  };

  const Inventory& inventory_;
  TextOfApplication textOf_;
  std::function<void(const record::ApplicationDescribed&)> written_;
  std::map<AssetId, Known> known_;
};

}  // namespace evenkeel
