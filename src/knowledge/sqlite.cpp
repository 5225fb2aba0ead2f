#include "knowledge/sqlite.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace evenkeel {
namespace {

// SQLite keeps to itself why a file could not be opened.
std::string whyNotOpened(sqlite3* database, const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::absolute(path, error).parent_path();
  if (!std::filesystem::exists(folder, error) && !error) return "there is no such folder";
  if (const int reason = sqlite3_system_errno(database); reason != 0) return std::strerror(reason);
  const int descriptor = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor >= 0) {
    ::close(descriptor);
  } else if (errno != ENOENT) {
    return std::strerror(errno);
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    return std::string("its folder: ") + std::strerror(errno);
  return sqlite3_errmsg(database);
}

tl::unexpected<Error> failure(sqlite3* database, const std::string& path) {
  const int code = database == nullptr ? SQLITE_NOMEM : sqlite3_errcode(database);
  switch (code & 0xff) {
    case SQLITE_FULL:
      return fail(ErrorKind::Unavailable, path, "the disk is full");
    case SQLITE_IOERR: {
      const int reason = sqlite3_system_errno(database);
      return fail(ErrorKind::Unavailable, path,
                  fmt::format("cannot be read or written: {}",
                              reason == 0 ? sqlite3_errmsg(database) : std::strerror(reason)));
    }
    case SQLITE_NOTADB:
      return fail(ErrorKind::Invalid, path, "is not an SQLite file", "the log of a run");
    case SQLITE_CORRUPT:
      return fail(ErrorKind::Invalid, path, "is damaged");
    case SQLITE_CONSTRAINT:
      return fail(ErrorKind::Unavailable, path, "somebody else writes to it too");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(ErrorKind::Unavailable, path, "is in use by another process");
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return fail(ErrorKind::Unavailable, path,
                  "cannot be opened: " + whyNotOpened(database, path));
    default:
      return fail(ErrorKind::Internal, path,
                  database == nullptr ? "out of memory" : sqlite3_errmsg(database));
  }
}

// A path as a URI: SQLite gives ?, # and % a meaning, and some names that do not start at the root.
std::string uriOf(const std::string& path, std::string_view query) {
  std::error_code ignored;
  std::string uri = "file://";
  for (const char c : std::filesystem::absolute(path, ignored).string()) {
    if (c == '?' || c == '#' || c == '%') {
      uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    } else {
      uri += c;
    }
  }
  return uri.append(query);
}

sqlite3* openRaw(const std::string& name, int flags) {
  sqlite3* database = nullptr;
  sqlite3_open_v2(name.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
  if (database == nullptr) return nullptr;
  sqlite3_busy_timeout(database, 5000);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  return database;
}

// On this word alone SQLite gives what is left of a file that was cut off.
sqlite3* openToRead(const std::string& name) {
  sqlite3* database = openRaw(name, SQLITE_OPEN_READONLY);
  if (database == nullptr) return nullptr;
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, nullptr);
  return database;
}

// Where there is no journal to take into account, nobody writes: then the file can be read even on
// a medium that refuses the lock files.
sqlite3* openAnywhere(const std::string& path) {
  sqlite3* database = openToRead(uriOf(path, ""));
  std::error_code ignored;
  if (database == nullptr || std::filesystem::exists(path + "-wal", ignored)) return database;
  sqlite3_exec(database, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
  const int code = sqlite3_errcode(database) & 0xff;
  if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) return database;
  sqlite3_close_v2(database);
  return openToRead(uriOf(path, "?immutable=1"));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Result<Database> Database::open(const std::string& path, Access access) {
  sqlite3* raw = nullptr;
  switch (access) {
    case Access::Create:
      raw = openRaw(uriOf(path, ""), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
      break;
    case Access::Write:
      raw = openRaw(uriOf(path, ""), SQLITE_OPEN_READWRITE);
      break;
    case Access::Read:
      raw = openAnywhere(path);
      break;
  }
  Database database(raw, path);
  if (raw == nullptr || sqlite3_errcode(raw) != SQLITE_OK) return failure(raw, path);
  if (const auto checked = database.execute("PRAGMA cell_size_check = ON"); !checked)
    return tl::unexpected(checked.error());
  return database;
}

Result<void> Database::execute(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return failure(database_.get(), path_);
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                         nullptr) != SQLITE_OK) {
    return failure(database_.get(), path_);
  }
  return Statement(statement, path_);
}

Result<std::int64_t> Database::number(std::string_view sql) {
  Result<Statement> statement = prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  const Result<bool> row = statement->step();
  if (!row) return tl::unexpected(row.error());
  return *row ? statement->integer(0) : 0;
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), parameter, bytes.data(), bytes.size(), SQLITE_STATIC);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return failure(sqlite3_db_handle(statement_.get()), path_);
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

Result<void> Statement::run() {
  Result<bool> row = step();
  while (row && *row) row = step();
  reset();
  if (!row) return tl::unexpected(row.error());
  return {};
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

}  // namespace evenkeel
