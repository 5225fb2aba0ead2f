// The words of MLSysOps' descriptions: every key with its spellings, what its value is, and what
// becomes of it here.
//
// Five generations say the same in two spellings: snake_case (custom resources of mlsysops.eu/v1,
// user files under one root key, the resources of fluidity) and camelCase (older user files and
// their schemas, hand-written resources). Sources: MLSysOps D3.3 and the schemas of the framework.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evenkeel::mlsysops {

enum class Kind : std::uint8_t { Application, Node, Cluster, Datacenter, Continuum };
enum class Spelling : std::uint8_t { Snake, Camel };

enum class Form : std::uint8_t {
  Text,
  Flag,
  Number,
  Whole,
  Frequency,  // a number of GHz, or of Hz, or text with its unit
  Gigabytes,  // a number of GB; in camelCase text, which may have a unit
  SizeText,   // text: GB where it has no unit
  Record
};

// What becomes of a value that is none of a term's words.
// Any: it is kept, and the framework of today takes it too.
enum class Unlisted : std::uint8_t { Refused, Kept, Any, Dropped };

struct Word {
  std::string_view snake;          // how the program knows it
  std::string_view camel = {};     // empty: the same
  std::string_view misspelt = {};  // as a generation demands it
  bool foreign = false;            // read, but the framework of today refuses it
};

struct Term {
  std::string_view key;  // snake_case, spelt correctly: how the program knows it
  Form form = Form::Text;
  bool list = false;
  bool orOne = false;               // of a list: a single value is as good
  std::string_view camel = {};      // separated by spaces; empty: `key` in camelCase
  std::string_view misspelt = {};   // in snake_case, as a generation demands it
  std::string_view misplaced = {};  // where it belongs; empty: here
  bool camelBelongs = false;        // in camelCase it does belong here
  std::string_view dropped = {};    // why it is not kept; empty: it is
  std::string_view shorthand = {};  // of a record: key that a bare value stands for
  std::string_view needed = {};     // in a user file: what gives it in a native document
  std::vector<Word> words = {};     // of text; empty: anything
  Unlisted unlisted = Unlisted::Refused;
  std::vector<Term> terms = {};  // of a record
};

const std::vector<Term>& termsOf(Kind kind);

std::string_view kindName(Kind kind);  // of a native document: "Application"
std::string_view rootKey(Kind kind);   // "MLSysOpsApp"

// Lower case without _ and -: what two spellings of one word have in common.
std::string folded(std::string_view word);
// The spellings of a term that its generation uses, and all by which it is known.
bool isSpeltAs(const Term& term, std::string_view key, Spelling spelling);
bool isKnownAs(const Term& term, std::string_view key);

}  // namespace evenkeel::mlsysops
