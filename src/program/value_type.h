// What the value of an option is, as its type name in CLI11's tree says it: help and the manual
// print it, and it is completed by it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/schema_info.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the name is the library's
class Option;
}

namespace evenkeel::program {

inline constexpr const char* kFileType = "FILE";
inline constexpr const char* kPoliciesType = "POLICIES";  // one or more calls: 'hpa(cpu=60),static'
inline constexpr const char* kPolicyType = "POLICY";      // the bare name of one

// Of the values of `key`, an enumeration of the schema: "{refuse,sum,mean}".
std::string typeOfWords(const TypeInfo& record, std::string_view key);

// What a check says is narrower than the type that is checked: "INT in [1 - 10000]", "{a,b}",
// "FILE". Empty: it takes no value.
std::string valueType(const CLI::Option& option);

// Of "{a,b}" both; none of another type.
std::vector<std::string> wordsOf(std::string_view valueType);

}  // namespace evenkeel::program
