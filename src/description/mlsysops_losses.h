// What a native document loses on its way through MLSysOps' words.
#pragma once

#include "base/document.h"
#include "description/mlsysops_notes.h"

namespace evenkeel::mlsysops {

// Warns of what of `wanted` is not in `got`, two native documents without defaults: what was meant,
// and what the written description reads as. The order of lists does not count, nor does another
// spelling of a word. Places are those of `given`, the document as its owner wrote it, or else
// `otherwise`.
void tellLosses(const DocumentNode& wanted, const DocumentNode& got, const DocumentNode& given,
                Place otherwise, Notes& notes);

}  // namespace evenkeel::mlsysops
