// How the vocabulary (mlsysops_vocabulary.h) is put together: terms and what is said of them, and
// the parts that applications and infrastructure share.
#pragma once

#include <string_view>
#include <vector>

#include "description/mlsysops_vocabulary.h"

namespace evenkeel::mlsysops {

const std::vector<Term>& applicationTerms();
const std::vector<Term>& nodeTerms();
const std::vector<Term>& clusterTerms();
const std::vector<Term>& datacenterTerms();
const std::vector<Term>& continuumTerms();

Term text(std::string_view key);
Term flag(std::string_view key);
Term number(std::string_view key);
Term whole(std::string_view key);
Term record(std::string_view key, std::vector<Term> terms);
Term choice(std::string_view key, std::vector<Word> words, Unlisted unlisted = Unlisted::Refused);
Term listOf(Term term);
Term oneOrMore(Term term);
Term spelt(Term term, std::string_view camel);  // several: separated by spaces
Term typo(Term term, std::string_view misspelt);
Term belongsTo(Term term, std::string_view place, bool camelBelongs = false);
Term dropped(Term term, std::string_view why);
Term needed(Term term, std::string_view from);
Term sensorTerm(bool ofNode);
std::vector<Word> layerWords();
std::vector<Word> relationWords();
std::vector<Word> architectureWords();
std::vector<Word> countryWords();
std::vector<Word> cityWords();
std::vector<Word> providerWords();
std::vector<Word> nodeTypeWords();
std::vector<Word> osWords();
std::vector<Word> containerRuntimeWords();

}  // namespace evenkeel::mlsysops
