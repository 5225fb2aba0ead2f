#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
