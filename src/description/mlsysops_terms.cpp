#include "description/mlsysops_terms.h"

#include <utility>

namespace evenkeel::mlsysops {

Term text(std::string_view key) {
  return {.key = key};
}
Term flag(std::string_view key) {
  return {.key = key, .form = Form::Flag};
}
Term number(std::string_view key) {
  return {.key = key, .form = Form::Number};
}
Term whole(std::string_view key) {
  return {.key = key, .form = Form::Whole};
}
Term record(std::string_view key, std::vector<Term> terms) {
  return {.key = key, .form = Form::Record, .terms = std::move(terms)};
}
Term choice(std::string_view key, std::vector<Word> words, Unlisted unlisted) {
  return {.key = key, .words = std::move(words), .unlisted = unlisted};
}
Term listOf(Term term) {
  term.list = true;
  return term;
}
Term oneOrMore(Term term) {
  term = listOf(std::move(term));
  term.orOne = true;
  return term;
}
Term spelt(Term term, std::string_view camel) {
  term.camel = camel;
  return term;
}
Term typo(Term term, std::string_view misspelt) {
  term.misspelt = misspelt;
  return term;
}
Term belongsTo(Term term, std::string_view place, bool camelBelongs) {
  term.misplaced = place;
  term.camelBelongs = camelBelongs;
  return term;
}
Term dropped(Term term, std::string_view why) {
  term.dropped = why;
  return term;
}
Term needed(Term term, std::string_view from) {
  term.needed = from;
  return term;
}

std::vector<Word> layerWords() {
  return {{"cloud", "Cloud"},
          {"edge_infrastructure", "EdgeInfrastructure"},
          {"edge", "Edge"},
          {"far_edge", "FarEdge"}};
}
std::vector<Word> relationWords() {
  return {{"lower_or_equal", "LowerOrEqual", "lower_or_qqual"},
          {"greater_or_equal", "GreaterOrEqual"},
          {"equal", "Equal"},
          {"lower_than", "LowerThan"},
          {"greater_than", "GreaterThan"}};
}
std::vector<Word> architectureWords() {
  return {{"amd64"}, {"arm64"}, {"amd64", "x86"}, {"amd64", "x86_64"}, {"arm64", "aarch64"}};
}
std::vector<Word> countryWords() {
  return {{"el", "EL"},
          {"it", "IT"},
          {"fr", "FR"},
          {"nl", "NL"},
          {"ie", "IE"},
          {"pt", "PT"},
          {"dk", "DK"},
          {"il", "IL"},
          {"el", "GR"},
          {"fr", "FRA"},
          {"uk", "ENG", {}, true},
          {"pt", "POR"}};
}
std::vector<Word> cityWords() {
  return {{"volos", "Volos"},
          {"athens", "Athens"},
          {"rende", "Rende"},
          {"milan", "Milan"},
          {"lille", "Lille"},
          {"delft", "Delft"},
          {"dublin", "Dublin"},
          {"aveiro", "Aveiro"},
          {"porto", "Porto"},
          {"aarhus", "Aarhus"},
          {"jerusalem", "Jerusalem"},
          {"paris", "Paris", {}, true},
          {"london", "London", {}, true},
          {"lisbon", "Lisbon", {}, true}};
}
std::vector<Word> providerWords() {
  return {{"private"}, {"aws", "AWS"}, {"microsoft_azure", "MicrosoftAzure"}, {"gcp", "GCP"}};
}
std::vector<Word> nodeTypeWords() {
  return {{"virtualized", "Virtualized"}, {"native", "Native"}, {"bare_metal", "BareMetal"}};
}
std::vector<Word> osWords() {
  return {{"ubuntu", "Ubuntu"}, {"kali", "Kali"}, {"zephyr", "Zephyr"}};
}
std::vector<Word> containerRuntimeWords() {
  return {{"containerd"}, {"docker", "Docker"}, {"emb_serve", "embServe"}};
}

Term sensorTerm(bool ofNode) {
  Term sampling = record("sampling_frequency", {number("min"), number("max")});
  sampling.shorthand = "min";
  const Term methods = dropped(listOf(record("methods", {text("method_name")})),
                               "what can be called of a sensor is its model's");
  const auto measuring = [&](std::string_view key, std::vector<Word> models) {
    Term model =
        models.empty() ? text("model") : choice("model", std::move(models), Unlisted::Kept);
    Term unit = choice("measurement_unit", {{"celsius", "Celsius"}, {"fahrenheit", "Fahrenheit"}},
                       Unlisted::Kept);
    if (key != "temperature") unit = text("measurement_unit");
    return record(key, {std::move(model), whole("instances"), number("measurement_min"),
                        number("measurement_max"), std::move(unit), text("unit"),
                        number("accuracy"), sampling, methods});
  };
  std::vector<Term> camera{
      choice("model",
             {{"d455", "D455"},
              {"imx477", "IMX477"},
              {"picamera-v2"},
              {"imx415", {}, {}, !ofNode},
              {"imx219", {}, {}, !ofNode}},
             Unlisted::Kept),
      choice("camera_type", {{"rgb", "RGB"}, {"nir", "NIR"}, {"thermal"}, {"monocular"}},
             ofNode ? Unlisted::Any : Unlisted::Kept),
      whole("instances"), methods};
  if (ofNode) {
    camera.push_back(spelt(whole("framerate"), "framerate minimumFramerate"));
    camera.push_back(
        spelt(listOf(text("supported_resolutions")), "supportedResolutions resolution"));
  } else {
    camera.push_back(spelt(whole("minimum_framerate"), "minimumFramerate framerate"));
    camera.push_back(spelt(oneOrMore(text("resolution")), "resolution supportedResolutions"));
  }
  std::vector<Term> terms{record("camera", std::move(camera)),
                          measuring("temperature", {{"sdc30", "SDC30"}, {"ds18b20", "DS18B20"}}),
                          measuring("accelerometer", {{"3038-smt"}}),
                          measuring("barometer", {{"sb-100"}}),
                          measuring("air_quality", {{"mq-135"}}),
                          choice("protocol", {{"MQTT"}, {"RTSP"}}, Unlisted::Kept),
                          whole("instances"),
                          methods};
  if (ofNode) {
    terms.push_back(measuring("humidity", {}));
    terms.push_back(measuring("sound", {}));
    terms.push_back(measuring("co2", {}));
    terms.push_back(text("endpoint"));
  } else {
    terms.push_back(text("endpoint_variable"));
  }
  return listOf(record("sensors", std::move(terms)));
}

}  // namespace evenkeel::mlsysops
