#include "telemetry/prometheus_client.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "io/http_client.h"
#include "io/percent.h"

namespace evenkeel::telemetry {
namespace {

constexpr std::size_t kMostBytes = std::size_t{8} << 30;  // of an answer, which nobody holds whole
constexpr std::size_t kMostWarnings = 20;

std::string secondsText(WallTime time) {
  const std::int64_t milliseconds =
      std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
  std::string fraction = std::to_string(1000 + milliseconds % 1000);
  fraction.front() = '.';
  return std::to_string(milliseconds / 1000) + fraction;
}

std::string pathOf(const std::string& expression, const TimeGrid& grid) {
  const std::string query = "query=" + io::percentEncoded(expression);
  if (grid.count == 1) return "/api/v1/query?" + query + "&time=" + secondsText(grid.first);
  return "/api/v1/query_range?" + query + "&start=" + secondsText(grid.first) +
         "&end=" + secondsText(grid.at(grid.count - 1)) +
         "&step=" + secondsText(WallTime(grid.step));
}

// One request, from its head to its end.
struct Question {
  Question(AnswerReader::Take take, PrometheusClient::Done whom)
      : reader(std::move(take)), done(std::move(whom)) {}

  AnswerReader reader;
  PrometheusClient::Done done;
  io::HttpHead head;
  std::optional<Error> fault;  // of the answer
};

bool isTooMuch(const AnswerEnd& end) {
  return end.errorType == "timeout" || end.error.find("too many samples") != std::string::npos ||
         end.error.find("maximum resolution") != std::string::npos;
}

Error errorOf(const AnswerEnd& end) {
  const bool wrong = end.errorType == "bad_data";
  return {wrong ? ErrorKind::Invalid : ErrorKind::Unavailable, "",
          end.error.empty() ? "it failed without a word of why" : end.error,
          wrong ? "a Prometheus that understands the question" : ""};
}

// Of a Prometheus that starts, or of what stands before one.
bool isPassing(int status) {
  return status >= 502 && status <= 504;
}

Error errorOf(const io::HttpHead& head) {
  const std::string status = std::to_string(head.status);
  if (head.status == 401 || head.status == 403)
    return {ErrorKind::Refused, "",
            "lets nobody ask who is not known to it (status " + status + ')',
            "a bearer token, or a user and password, that may query"};
  if (const std::string* place = head.find("location"); place != nullptr && head.status < 400)
    return {ErrorKind::Invalid, "", "points to " + *place, "the URL that it points to"};
  if (isPassing(head.status))
    return {ErrorKind::Unavailable, "",
            "answers with status " + status +
                " and no JSON: it is starting, or what stands before it does not reach it",
            "the same a little later"};
  return {ErrorKind::Invalid, "",
          "is no Prometheus: it answers with status " + status + " and no JSON",
          "its URL, with the path under which it lies"};
}

QueryResult<PrometheusClient::Warnings> outcomeOf(const Question& question, Result<void> ended) {
  if (!ended) return tl::unexpected(QueryFailure{std::move(ended.error())});
  const int status = question.head.status;
  if (status == 401 || status == 403 || (status >= 300 && status < 400))
    return tl::unexpected(QueryFailure{errorOf(question.head)});
  auto end = question.fault ? tl::unexpected(*question.fault) : question.reader.end();
  if (end && !end->success) return tl::unexpected(QueryFailure{errorOf(*end), isTooMuch(*end)});
  if (status != 200) return tl::unexpected(QueryFailure{errorOf(question.head)});
  if (end) return std::move(end->warnings);
  end.error().what = "its answer is none of a Prometheus: " + end.error().what;
  return tl::unexpected(QueryFailure{std::move(end.error())});
}

// A question in parts, as far as it is answered.
struct LongQuestion {
  std::string expression;
  std::deque<TimeGrid> parts;
  AnswerReader::Take take;
  PrometheusClient::Done done;
  PrometheusClient::Warnings warnings = {};
};

void note(const PrometheusClient::Warnings& more, PrometheusClient::Warnings& all) {
  for (const std::string& one : more) {
    if (all.size() < kMostWarnings && std::find(all.begin(), all.end(), one) == all.end())
      all.push_back(one);
  }
}

}  // namespace

struct PrometheusClient::Parts : std::enable_shared_from_this<PrometheusClient::Parts> {
  Parts(io::EventLoop& loop, PrometheusAccess with, const PrometheusLimits& of)
      : access(std::move(with)), limits(of), http(loop, {.connectionsPerHost = of.atOnce}) {}

  void ask(const std::string& expression, const TimeGrid& grid, AnswerReader::Take take,
           Done done) {
    ++requests;
    io::HttpRequest request;
    request.url = access.url + pathOf(expression, grid);
    request.headers = {"Accept: application/json", "User-Agent: evenkeel"};
    if (!access.authorization.empty())
      request.headers.push_back("Authorization: " + access.authorization);
    request.tls = access.tls;
    request.timeout = limits.timeout;
    request.mostBytes = kMostBytes;
    const auto question = std::make_shared<Question>(std::move(take), std::move(done));
    io::HttpReceiver receiver;
    receiver.head = [question](const io::HttpHead& head) { question->head = head; };
    receiver.data = [question](std::string_view data) {
      if (auto pushed = question->reader.push(data); !pushed) question->fault = pushed.error();
      return !question->fault;
    };
    receiver.end = [question, url = access.url](Result<void> result) {
      auto outcome = outcomeOf(*question, std::move(result));
      if (!outcome) outcome.error().error.where = url;
      question->done(std::move(outcome));
    };
    http.receive(std::move(request), std::move(receiver));
  }

  void askNext(const std::shared_ptr<LongQuestion>& question) {
    if (question->parts.empty()) return question->done(std::move(question->warnings));
    const TimeGrid part = question->parts.front();
    question->parts.pop_front();
    ask(question->expression, part, question->take,
        [weak = weak_from_this(), question, part](QueryResult<Warnings> answered) {
          const auto parts = weak.lock();
          if (!parts) return;
          if (answered) {
            note(*answered, question->warnings);
          } else if (answered.error().tooMuch && part.count > 1) {
            const auto halves = partsOf(part, (part.count + 1) / 2);
            question->parts.insert(question->parts.begin(), halves.begin(), halves.end());
          } else {
            return question->done(std::move(answered));
          }
          parts->askNext(question);
        });
  }

  PrometheusAccess access;
  PrometheusLimits limits;
  std::size_t requests = 0;
  io::HttpClient http;
};

PrometheusClient::PrometheusClient(io::EventLoop& loop, PrometheusAccess access,
                                   const PrometheusLimits& limits)
    : parts_(std::make_shared<Parts>(loop, std::move(access), limits)) {}
PrometheusClient::~PrometheusClient() = default;

std::size_t PrometheusClient::requests() const {
  return parts_->requests;
}

void PrometheusClient::ask(const std::string& expression, const TimeGrid& grid,
                           AnswerReader::Take take, Done done) {
  parts_->ask(expression, grid, std::move(take), std::move(done));
}

void PrometheusClient::askInParts(const std::string& expression, const TimeGrid& grid,
                                  std::size_t most, AnswerReader::Take take, Done done) {
  const auto parts = partsOf(grid, std::max<std::size_t>(most, 1));
  parts_->askNext(std::make_shared<LongQuestion>(
      LongQuestion{expression, {parts.begin(), parts.end()}, std::move(take), std::move(done)}));
}

}  // namespace evenkeel::telemetry
