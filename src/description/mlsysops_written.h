// What today's framework wants of a user file beside what could be said in it.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/document.h"
#include "description/mlsysops_notes.h"
#include "description/mlsysops_origin.h"
#include "description/mlsysops_vocabulary.h"

namespace evenkeel::mlsysops {

// Drops keys that the vocabulary does not have where they stand (the accuracy of a camera), and
// gives words the spelling of the framework: europe or Europe, whichever it lists.
void conform(DocumentNode& userFile, Kind kind);

// Takes out of a user file what stands at these paths. A target or a value is what its record is
// about: the record goes with it.
void takeOut(DocumentNode& userFile, const std::vector<std::string>& paths);

// What the framework would refuse of the user files that are made of one file.
class Refusals {
 public:
  // Warns of words that are none of those it takes, and keeps the keys that it demands and
  // `userFile` lacks.
  void check(const DocumentNode& userFile, Kind kind, const Origins& origins, Notes& notes);
  // One warning a key, however often it is missing.
  void tellMissing(Notes& notes) const;

 private:
  friend class UserFile;
  struct Missing {
    std::size_t times = 0;
    Origin first;
    std::string add;
  };
  std::map<std::string, Missing> missing_;  // by key, with its root
};

}  // namespace evenkeel::mlsysops
