#include "agent/policy_jobs.h"

#include <utility>

namespace evenkeel {

void PromptJobs::ask(const PolicyJob& job) {
  PolicyAnswered answered{job.scope, job.decision, {}, {}};
  auto answer = askPolicy(job.policy, job.snapshot, job.state, job.random);
  if (answer)
    answered.answer = std::move(*answer);
  else
    answered.failure = answer.error().text();
  sink_.post(std::move(answered));
}

}  // namespace evenkeel
