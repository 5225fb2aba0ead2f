#pragma once
inline std::string name() { return {}; }  // forgot <string>
