#include "base/worker_thread.h"

#include <pthread.h>

#include <utility>

namespace evenkeel {

WorkerThread::WorkerThread(const std::string& name, std::function<void()> body)
    : thread_(std::move(body)) {
  pthread_setname_np(thread_.native_handle(), name.substr(0, 15).c_str());
}

void WorkerThread::join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace evenkeel
