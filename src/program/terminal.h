// The terminal, and how a run is interrupted.
#pragma once

#include <cstddef>
#include <string_view>

#include "view/live_screen.h"

namespace evenkeel::program {

// From now on SIGINT, SIGTERM and SIGHUP ask the program to come to an end; a second one ends it at
// once. Either way a terminal that shows a live view is put back as it was.
void catchInterrupts();
bool interrupted();

// From now on a reader of standard output that goes away, and a limit on the size of files, are
// errors of the writes that meet them. outputGone(): the reader is gone, and nobody need be told.
void catchFailingWrites();
bool outputGone();

// Standard output is a terminal that understands ANSI sequences.
bool canShowScreen();
view::ScreenSize screenSize();
// Columns of a table: the terminal's, or 120 where nobody looks at one.
std::size_t tableWidth();

// Takes over the terminal for as long as it lives: another screen, no cursor.
class LiveTerminal {
 public:
  LiveTerminal();
  ~LiveTerminal();
  LiveTerminal(const LiveTerminal&) = delete;
  LiveTerminal& operator=(const LiveTerminal&) = delete;

  void show(std::string_view screen);
};

}  // namespace evenkeel::program
