// SQLite behind values and errors: what the decision log needs of it. Blocking; one thread at a
// time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace evenkeel {

class Statement {
 public:
  Statement() = default;
  Statement(sqlite3_stmt* statement, std::string path)
      : statement_(statement), path_(std::move(path)) {}

  Statement& bind(int parameter, std::int64_t value);
  // The bytes must live until the statement is reset.
  Statement& bind(int parameter, std::string_view bytes);
  // True: there is a row. What was bound stays.
  Result<bool> step();
  void reset();
  // Steps to the end and resets.
  Result<void> run();

  std::int64_t integer(int column) const;
  std::string_view bytes(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::string path_;
};

class Database {
 public:
  enum class Access { Create, Write, Read };

  // Create: makes the file. Write, Read: it is there. Read changes nothing, and works where
  // nothing can be written.
  static Result<Database> open(const std::string& path, Access access);

  Result<void> execute(const std::string& sql);
  Result<Statement> prepare(std::string_view sql);
  // The first number that `sql` gives; zero where there is no row.
  Result<std::int64_t> number(std::string_view sql);
  const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  Database(sqlite3* database, std::string path) : database_(database), path_(std::move(path)) {}

  std::unique_ptr<sqlite3, Close> database_;
  std::string path_;
};

}  // namespace evenkeel
