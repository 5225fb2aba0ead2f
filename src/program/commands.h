// The commands of the program, one source each (command_<name>.cpp).
//
// add… declares a command with its options and help. When the user has called it, its work is put
// into `chosen`, to be done once all arguments have been read.
#pragma once

#include <functional>

#include "program/exit_code.h"

namespace CLI {
class App;
}

namespace evenkeel::program {

using Work = std::function<ExitCode()>;

void addRun(CLI::App& app, Work& chosen);
void addCompare(CLI::App& app, Work& chosen);
void addExplain(CLI::App& app, Work& chosen);
void addReplay(CLI::App& app, Work& chosen);
void addValidate(CLI::App& app, Work& chosen);
void addConvert(CLI::App& app, Work& chosen);
void addFit(CLI::App& app, Work& chosen);
void addTune(CLI::App& app, Work& chosen);
void addConformance(CLI::App& app, Work& chosen);
void addPolicies(CLI::App& app, Work& chosen);
void addRecommend(CLI::App& app, Work& chosen);
void addAgent(CLI::App& app, Work& chosen);
void addMechanisms(CLI::App& app, Work& chosen);
void addCompletion(CLI::App& app, Work& chosen);
void addManual(CLI::App& app, Work& chosen);

}  // namespace evenkeel::program
