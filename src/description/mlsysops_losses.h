// What a native document loses on its way through MLSysOps' words.
#pragma once

#include "base/document.h"
#include "description/mlsysops_notes.h"
#include "description/mlsysops_origin.h"

namespace evenkeel::mlsysops {

// Warns of what of `wanted` is not in `got`, two native documents without defaults: what was meant,
// and what the written description reads as. The order of lists does not count, nor does another
// spelling of a word.
void tellLosses(const DocumentNode& wanted, const DocumentNode& got, const Origins& origins,
                Notes& notes);

}  // namespace evenkeel::mlsysops
