// A thread for a blocking library (DESIGN §2): runs one function, and is joined at the end.
//
// The function must return soon after whatever it waits on is closed; it must not throw.
#pragma once

#include <functional>
#include <string>
#include <thread>

namespace evenkeel {

class WorkerThread {
 public:
  // `name` is what debuggers and `top -H` show: 15 characters at most are kept.
  WorkerThread(const std::string& name, std::function<void()> body);
  ~WorkerThread() { join(); }
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;

  // Waits for the function to return. May be called more than once, by the owner.
  void join();

 private:
  std::thread thread_;
};

}  // namespace evenkeel
