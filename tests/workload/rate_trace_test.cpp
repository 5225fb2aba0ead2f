#include "workload/rate_trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "workload/load.h"

namespace evenkeel {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TraceLoad named(std::string time, std::string count) {
  TraceLoad load;
  load.timeColumn = std::move(time);
  load.countColumn = std::move(count);
  load.file = "t.csv";
  return load;
}

TraceLoad gaps(GapRule rule) {
  TraceLoad load = named("", "");
  load.gaps = rule;
  return load;
}

const TraceLoad kDefault = named("", "");

std::string errorOf(std::string_view text, const TraceLoad& load = kDefault) {
  const auto trace = parseRateTrace(text, load);
  return trace ? "no error" : trace.error().text();
}

TEST(RateTrace, SecondsMinutesAndTimestamps) {
  const RateTrace minutes{60s, {42, 61, 57}};
  EXPECT_EQ(*parseRateTrace("t_s,n\n0,42\n60,61\n120,57\n", kDefault), minutes);
  EXPECT_EQ(*parseRateTrace("minute,n\n0,42\n1,61\n2,57\n", kDefault), minutes);
  EXPECT_EQ(*parseRateTrace("T_Min,n\n7,42\n8,61\n9,57\n", kDefault), minutes);
  EXPECT_EQ(*parseRateTrace("time,n\n1995-07-01T00:00,42\n1995-07-01T00:01,61\n"
                            "1995-07-01T00:02,57\n",
                            kDefault),
            minutes);
  EXPECT_EQ(parseRateTrace("admin,n\n0,1\n1,2\n", kDefault)->interval, Duration(1s));
  EXPECT_EQ(parseRateTrace("t,n\n1.7e9,1\n1700000000.1,2\n1700000000.2,2\n", kDefault)->interval,
            Duration(100ms));
  EXPECT_EQ(parseRateTrace("t,n\n2020-01-01,1\n2020-01-01 01:00Z,2\n", kDefault)->interval,
            Duration(1h));
}

TEST(RateTrace, SingleRequestsAreCounted) {
  TraceLoad load = named("", "");
  load.countEvery = 10s;
  const auto trace = parseRateTrace("t_s\n3\n3\n12.9\n13\n35\n44\n", load);
  ASSERT_TRUE(trace) << trace.error().text();
  EXPECT_EQ(trace->interval, Duration(10s));
  // From 3 s on; what began at 43 s is left out.
  EXPECT_THAT(trace->counts, ElementsAre(3, 1, 0, 1));
  load.countColumn = "n";
  EXPECT_THAT(parseRateTrace("t_s,n\n0,2\n5,0.5\n10,7\n", load)->counts, ElementsAre(2.5));
  EXPECT_THAT(errorOf("t_s,n\n5,1\n4,1\n", load), HasSubstr("earlier than the row before"));
  EXPECT_THAT(errorOf("t_s,n\n5,1\n6,1\n", load), HasSubstr("no whole interval"));
  load.countEvery = 1ms;
  EXPECT_THAT(errorOf("t_s,n\n0,1\n9e8,1\n", load), HasSubstr("too many intervals"));
}

TEST(RateTrace, OneSeriesOfAFileThatHoldsSeveral) {
  TraceLoad load = named("time", "n");
  load.where = ColumnValue{"series", "b"};
  const char* text = "series,time,n\na,0,1\na,60,2\nb,0,3\nb,60,4\n";
  EXPECT_THAT(parseRateTrace(text, load)->counts, ElementsAre(3, 4));
  load.where->value = "c";
  EXPECT_THAT(errorOf(text, load), HasSubstr("no row whose series is 'c'"));
  load.where->column = "kind";
  EXPECT_THAT(errorOf(text, load), HasSubstr("no column 'kind'"));
}

TEST(RateTrace, SeveralConditionsMustAllHold) {
  TraceLoad load = named("time", "n");
  load.where = ColumnValue{"run", "1"};
  load.andWhere = {{"pod", "b"}};
  const char* text = "run,pod,time,n\n1,a,0,1\n1,b,0,2\n1,a,60,3\n1,b,60,4\n2,b,0,5\n";
  EXPECT_THAT(parseRateTrace(text, load)->counts, ElementsAre(2, 4));
  load.andWhere[0].value = "c";
  EXPECT_THAT(errorOf(text, load), HasSubstr("no row whose run is '1' and whose pod is 'c'"));
  load.andWhere[0].column = "node";
  EXPECT_THAT(errorOf(text, load), HasSubstr("t.csv:1: no column 'node'"));
}

TEST(RateTrace, SeveralValuesOfOneTimeAreCombinedIfAsked) {
  const char* together = "t,n\n0,1\n0,3\n60,2\n60,6\n";
  const char* below = "t,n\n0,1\n60,2\n0,3\n60,6\n";
  EXPECT_EQ(errorOf(together),
            "t.csv:3: '0' is not later than the row before; rows in order of time; of a file that "
            "holds several series one (where), or combine: sum or combine: mean");
  EXPECT_THAT(errorOf(below), HasSubstr("t.csv:4: '0' is not later"));
  TraceLoad load = kDefault;
  load.combine = CombineRule::Sum;
  const RateTrace sum{60s, {4, 8}};
  EXPECT_EQ(*parseRateTrace(together, load), sum);
  EXPECT_EQ(*parseRateTrace(below, load), sum);
  load.combine = CombineRule::Mean;
  EXPECT_THAT(parseRateTrace(below, load)->counts, ElementsAre(2, 4));
  EXPECT_THAT(errorOf("t,n\n5,1\n5,1\n", load), HasSubstr("all rows are of one time"));
  EXPECT_THAT(errorOf("t,n\n0,1\n0,1\n60,1\n60,1\n180,1\n", load), HasSubstr("are missing"));
}

TEST(RateTrace, TimesThatStrayGoIntoTheIntervalOfTheirMiddle) {
  const char* text = "t,n\n1000,1\n1299,2\n1601,3\n1901,4\n2199,5\n2499,6\n";
  EXPECT_THAT(errorOf(text), HasSubstr("or interval: "));
  TraceLoad load = kDefault;
  load.interval = 5min;
  EXPECT_EQ(*parseRateTrace(text, load), (RateTrace{300s, {1, 2, 3, 4, 5, 6}}));
  EXPECT_THAT(errorOf("t,n\n0,1\n300,2\n900,3\n", load), HasSubstr("t.csv:4: 1 intervals of 300"));
  load.gaps = GapRule::Hold;
  EXPECT_THAT(parseRateTrace("t,n\n0,1\n300,2\n910,3\n", load)->counts, ElementsAre(1, 2, 2, 3));
}

TEST(RateTrace, FinerRowsAreGatheredAndABegunIntervalIsLeftOut) {
  const char* text = "t,n\n0,1\n60,2\n120,3\n180,4\n240,5\n300,6\n360,7\n";
  TraceLoad load = kDefault;
  load.interval = 3min;
  EXPECT_THAT(errorOf(text, load), HasSubstr("t.csv:3: a second row in an interval of 180 s"));
  load.combine = CombineRule::Sum;
  EXPECT_EQ(*parseRateTrace(text, load), (RateTrace{180s, {6, 15}}));
  load.combine = CombineRule::Mean;
  EXPECT_EQ(*parseRateTrace(text, load), (RateTrace{180s, {2, 5}}));
  load.interval = 1h;
  EXPECT_THAT(errorOf(text, load), HasSubstr("a single interval"));
  load.interval = 2h;
  EXPECT_THAT(errorOf(text, load), HasSubstr("7200 s"));
}

TEST(RateTrace, AnEmptyCountIsAMissingRowWhereGapsAreAllowed) {
  const char* text = "t,n\n0,5\n60,\n120,7\n";
  EXPECT_EQ(errorOf(text),
            "t.csv:3: '' is not a count; a number between 0 and 1000000000000, or gaps: zero or "
            "gaps: hold");
  TraceLoad load = gaps(GapRule::Hold);
  load.interval = 60s;
  EXPECT_THAT(parseRateTrace(text, load)->counts, ElementsAre(5, 5, 7));
  load.gaps = GapRule::Zero;
  EXPECT_THAT(parseRateTrace(text, load)->counts, ElementsAre(5, 0, 7));
  load.combine = CombineRule::Mean;
  EXPECT_THAT(parseRateTrace("t,n\n0,5\n0,\n60,7\n60,9\n", load)->counts, ElementsAre(5, 8));
  EXPECT_THAT(errorOf("t,n\n0,\n60,\n", load), HasSubstr("t.csv: no row has a count"));
}

TEST(RateTrace, RatesArePerSecond) {
  TraceLoad load = kDefault;
  load.values = TraceValues::PerSecond;
  EXPECT_THAT(parseRateTrace("t,n\n0,5\n30,7.5\n", load)->counts, ElementsAre(150, 225));
}

TraceLoad wide(std::string first) {
  TraceLoad load = named("", "");
  load.firstCountColumn = std::move(first);
  load.interval = 5min;
  return load;
}

TEST(WideTrace, ARowIsASeries) {
  const char* text = "vm,m0,m5,m10\n1,10,20,30\n2,50,40,30\n";
  TraceLoad load = wide("m0");
  EXPECT_EQ(errorOf(text, load),
            "t.csv:3: a second row of counts; where, to name one row, or combine: sum or combine: "
            "mean");
  load.where = ColumnValue{"vm", "2"};
  EXPECT_EQ(*parseRateTrace(text, load), (RateTrace{300s, {50, 40, 30}}));
  load.where.reset();
  load.combine = CombineRule::Sum;
  EXPECT_THAT(parseRateTrace(text, load)->counts, ElementsAre(60, 60, 60));
  load.combine = CombineRule::Mean;
  load.firstCountColumn = "m5";
  EXPECT_THAT(parseRateTrace(text, load)->counts, ElementsAre(30, 30));
}

TEST(WideTrace, EmptyCellsAreMissingValues) {
  const char* text = "pod,s0,s5,s10\na,1,,3\nb,5,,\n";
  TraceLoad load = wide("s0");
  load.combine = CombineRule::Mean;
  EXPECT_THAT(errorOf(text, load), HasSubstr("t.csv:2: '' is not a count"));
  load.gaps = GapRule::Hold;
  EXPECT_THAT(parseRateTrace(text, load)->counts, ElementsAre(3, 3, 3));
  load.gaps = GapRule::Zero;
  EXPECT_THAT(parseRateTrace(text, load)->counts, ElementsAre(3, 0, 3));
}

TEST(WideTrace, FaultsBearFileAndLine) {
  TraceLoad load = wide("m0");
  EXPECT_THAT(errorOf("", load), HasSubstr("t.csv: the trace is empty"));
  EXPECT_THAT(errorOf("vm,m0,m5\n", load), HasSubstr("a header without rows"));
  EXPECT_THAT(errorOf("vm,m0\n1,2\n", load), HasSubstr("t.csv:1: 'm0' is the last column"));
  EXPECT_THAT(errorOf("vm,x\n1,2\n", load), HasSubstr("t.csv:1: no column 'm0'"));
  EXPECT_THAT(errorOf("vm,m0,m5\n1,2\n", load), HasSubstr("t.csv:2: 2 columns; 3 columns"));
  EXPECT_THAT(errorOf("vm,m0,m5\n1,2,3,4\n", load), HasSubstr("t.csv:2: 4 columns; 3 columns"));
  for (const char* cell : {"-1", "nan", "inf", "abc", ""}) {
    EXPECT_THAT(errorOf("vm,m0,m5\n1,2," + std::string(cell) + "\n", load),
                HasSubstr("t.csv:2: '" + std::string(cell) + "' is not a count"));
  }
  load.where = ColumnValue{"vm", "9"};
  EXPECT_THAT(errorOf("vm,m0,m5\n1,2,3\n", load), HasSubstr("no row whose vm is '9'"));
  load.interval.reset();
  EXPECT_THAT(errorOf("vm,m0,m5\n9,2,3\n", load), HasSubstr("no interval for its columns"));
}

TEST(RateTrace, ColumnsByNameElseTheFirstTwo) {
  const char* text = "t,a,\"b,c\"\r\n0,1,2.5\r\n\r\n1,3,4\r\n";
  EXPECT_THAT(parseRateTrace(text, kDefault)->counts, ElementsAre(1, 3));
  EXPECT_THAT(parseRateTrace(text, named("", "b,c"))->counts, ElementsAre(2.5, 4));
  EXPECT_THAT(parseRateTrace(text, named("t", "a"))->counts, ElementsAre(1, 3));
  EXPECT_EQ(errorOf(text, named("", "d")), "t.csv:1: no column 'd'; columns are 't', 'a', 'b,c'");
  EXPECT_THAT(errorOf(text, named("a", "")), HasSubstr("'a' would be both the time and the count"));
  EXPECT_THAT(errorOf("t,a,a\n0,1,2\n1,1,2\n", named("", "a")), HasSubstr("more than one column"));
}

TEST(RateTrace, GapsAreRefusedUnlessTheLoadSaysOtherwise) {
  const char* text = "t,n\n0,5\n60,6\n240,7\n300,8\n";
  EXPECT_EQ(errorOf(text),
            "t.csv:4: 2 intervals of 60 s are missing before this row; a trace without gaps, or "
            "gaps: zero or gaps: hold");
  EXPECT_THAT(parseRateTrace(text, gaps(GapRule::Zero))->counts, ElementsAre(5, 6, 0, 0, 7, 8));
  EXPECT_THAT(parseRateTrace(text, gaps(GapRule::Hold))->counts, ElementsAre(5, 6, 6, 6, 7, 8));
  EXPECT_THAT(errorOf("t,n\n0,5\n1,6\n2,5\n9e9,7\n", gaps(GapRule::Zero)), HasSubstr("too long"));
}

TEST(RateTrace, AStrayRowDoesNotChangeTheInterval) {
  EXPECT_THAT(errorOf("t,n\n0,5\n60,6\n61,1\n120,7\n180,1\n", gaps(GapRule::Zero)),
              HasSubstr("t.csv:4: 1 s after the row before"));
}

TEST(RateTrace, FaultsBearFileAndLine) {
  EXPECT_THAT(errorOf(""), HasSubstr("t.csv: the trace is empty"));
  EXPECT_THAT(errorOf("t,n\n"), HasSubstr("a header without rows"));
  EXPECT_THAT(errorOf("t,n\n0,1\n"), HasSubstr("a single row"));
  EXPECT_THAT(errorOf("t\n0\n1\n"), HasSubstr("t.csv:1: a single column"));
  EXPECT_THAT(errorOf("0,1\n1,2\n2,3\n"), HasSubstr("t.csv:1: the first line has no column names"));
  EXPECT_THAT(errorOf("t,n\n0,1\n1\n"), HasSubstr("t.csv:3: 1 columns; 2 columns"));
  EXPECT_THAT(errorOf("t,n\n0,1\n1,2,3\n"), HasSubstr("t.csv:3: 3 columns; 2 columns"));
  EXPECT_THAT(errorOf("t,n\n0,1\nx,2\n"), HasSubstr("t.csv:3: 'x' is not a time"));
  EXPECT_THAT(errorOf("t,n\nmonday,1\n"), HasSubstr("t.csv:2: 'monday' is not a time"));
  EXPECT_THAT(errorOf("t,n\n0,1\n2020-01-01,2\n"), HasSubstr("t.csv:3"));
  EXPECT_THAT(errorOf("t,n\n1e308,1\n"), HasSubstr("t.csv:2: '1e308' is not a time"));
  EXPECT_THAT(errorOf("t,n\n0,1\n0,2\n"), HasSubstr("t.csv:3: '0' is not later"));
  EXPECT_THAT(errorOf("t,n\n5,1\n4,2\n"), HasSubstr("t.csv:3: '4' is not later"));
  for (const char* count : {"-1", "nan", "inf", "1e308", "1e309", "", "abc", "1,2", "0x10", "+1"}) {
    const std::string cell = std::string("\"") + count + "\"";
    EXPECT_THAT(errorOf("t,n\n0," + cell + "\n1,2\n"),
                HasSubstr("t.csv:2: '" + std::string(count) + "' is not a count"));
  }
  EXPECT_THAT(errorOf("t,n\n0,1\n86400,2\n172800,3\n"), HasSubstr("rows are 86400 s apart"));
  EXPECT_THAT(errorOf("t,n\n0,1\n60,12"), HasSubstr("t.csv:3: the last line has no end"));
  EXPECT_THAT(errorOf("t,n\n0," + std::string(5000, '9') + "x\n"), HasSubstr("999...' is not"));
}

class RateTraceFile : public testing::Test {
 protected:
  RateTraceFile() { std::filesystem::create_directories(folder_); }
  ~RateTraceFile() override { std::filesystem::remove_all(folder_); }

  TraceLoad write(std::string_view text) const {
    TraceLoad load;
    load.file = (folder_ / "t.csv").string();
    std::ofstream(load.file, std::ios::binary) << text;
    return load;
  }
  std::string errorOf(const TraceLoad& load) const {
    const auto intensity = intensityOf(load, 60s);
    return intensity ? "no error" : intensity.error().text();
  }

  std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) /
                                  ("evenkeel-rate-trace-" + std::to_string(::getpid()));
};

TEST_F(RateTraceFile, ACompressedFileIsUnpacked) {
  const std::string path = (folder_ / "t.csv.gz").string();
  const std::string text = "minute,n\n0,42\n1,61\n2,57\n";
  gzFile file = gzopen(path.c_str(), "wb");
  ASSERT_EQ(gzwrite(file, text.data(), static_cast<unsigned>(text.size())),
            static_cast<int>(text.size()));
  gzclose(file);
  TraceLoad load;
  load.file = path;
  EXPECT_THAT(readRateTrace(load)->counts, ElementsAre(42, 61, 57));
  const auto size = std::filesystem::file_size(path);
  for (std::uintmax_t cut = 3; cut < size; ++cut) {
    std::filesystem::resize_file(path, size - cut + 2);
    EXPECT_FALSE(readRateTrace(load)) << "cut to " << size - cut + 2 << " of " << size;
  }
}

TEST_F(RateTraceFile, WhatCannotBeReadSaysWhy) {
  TraceLoad load;
  load.file = (folder_ / "absent.csv").string();
  EXPECT_THAT(errorOf(load), HasSubstr("absent.csv: no such file"));
  load.file = folder_.string();
  EXPECT_THAT(errorOf(load), HasSubstr("a directory"));
  load.file = "/dev/zero";
  EXPECT_THAT(errorOf(load), HasSubstr("not a regular file"));
  load.file = std::string(5000, 'x');
  EXPECT_THAT(errorOf(load), HasSubstr("name too long"));
  EXPECT_THAT(errorOf(write("\x1f\x8b\x08rest")), HasSubstr("cannot be read to its end"));
  EXPECT_THAT(errorOf(write(std::string_view("\x7f"
                                             "ELF\0\0",
                                             6))),
              HasSubstr("t.csv:1: not text"));
  EXPECT_THAT(errorOf(write("")), HasSubstr("empty"));
}

TEST_F(RateTraceFile, CountsBecomeRates) {
  const auto i = intensityOf(write("t,n\n0,120\n60,300\n"), 120s);
  ASSERT_TRUE(i);
  EXPECT_DOUBLE_EQ(i->rateAt(Instant{} + 59s), 2);
  EXPECT_DOUBLE_EQ(i->rateAt(Instant{} + 60s), 5);
}

TEST_F(RateTraceFile, ScalesByTheTrainingPartAndNeverByWhatComesLater) {
  // Training: the first three of five minutes, mean 2/s, peak 4/s. The peak of 100/s comes later.
  TraceLoad load = write("t,n\n0,60\n60,240\n120,60\n180,6000\n240,60\n");
  load.mean = 20;
  EXPECT_DOUBLE_EQ(intensityOf(load, 300s)->rateAt(Instant{} + 60s), 40);
  load.mean.reset();
  load.peak = 8;
  EXPECT_DOUBLE_EQ(intensityOf(load, 300s)->rateAt(Instant{} + 200s), 200);
  load.offset = 60s;  // of four minutes two, the first of them the largest
  EXPECT_DOUBLE_EQ(intensityOf(load, 240s)->rateAt(Instant{} + 130s), 200);
  load.offset = 0s;
  load.stretch = 0.5;
  EXPECT_DOUBLE_EQ(intensityOf(load, 150s)->rateAt(Instant{} + 100s), 200);
  load.mean = 1;
  EXPECT_THAT(errorOf(load), HasSubstr("both a mean and a peak"));
  load = write("t,n\n0,0\n60,0\n120,5\n180,60\n");
  load.mean = 1;
  EXPECT_THAT(intensityOf(load, 180s).error().text(), HasSubstr("cannot be scaled"));
}

// The load of a run depends on nothing that comes after it, and not on what the file holds besides.
TEST_F(RateTraceFile, ScalesByTheRunAndNotByTheFile) {
  TraceLoad load = write("t,n\n0,600\n60,60\n120,60\n180,60\n240,60\n300,60\n360,9000\n");
  load.peak = 10;
  load.offset = 60s;
  EXPECT_DOUBLE_EQ(intensityOf(load, 300s)->rateAt(Instant{}), 10);
}

TEST_F(RateTraceFile, StretchesAfterTheOffsetAndRefusesToRunDry) {
  TraceLoad load = write("t,n\n0,60\n60,120\n120,180\n");
  load.offset = 90s;
  load.stretch = 2;
  const auto i = intensityOf(load, 180s);
  ASSERT_TRUE(i);
  EXPECT_DOUBLE_EQ(i->rateAt(Instant{} + 59s), 2);
  EXPECT_DOUBLE_EQ(i->rateAt(Instant{} + 60s), 3);
  EXPECT_EQ(i->end(), Instant{} + 180s);
  EXPECT_THAT(intensityOf(load, 181s).error().text(),
              HasSubstr("180 s of load after the offset, stretched, and 181 s wanted"));
  load.offset = 1h;
  EXPECT_THAT(errorOf(load), HasSubstr("0 s of load"));
  load.offset = -1s;
  EXPECT_THAT(errorOf(load), HasSubstr("negative offset"));
  load.offset = 0s;
  for (const double stretch : {0.0, -1.0, 1e300, 1e-300, std::nan("")}) {
    load.stretch = stretch;
    EXPECT_THAT(errorOf(load), HasSubstr("t.csv"));
  }
}

TEST(Load, DispatchesOnItsShape) {
  EXPECT_EQ(intensityOf(LoadShape{SteadyLoad{5}}, 10s)->mean(), 5);
  EXPECT_EQ(intensityOf(LoadShape{StepLoad{5, 15, 5s}}, 10s)->mean(), 10);
  EXPECT_FALSE(intensityOf(LoadShape{TraceLoad{}}, 10s));
}

}  // namespace
}  // namespace evenkeel
