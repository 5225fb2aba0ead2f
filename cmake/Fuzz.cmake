set(EVENKEEL_FUZZ_RUNS 20000 CACHE STRING "inputs that each fuzz target tries as a test")

# evenkeel_fuzz(NAME SOURCE): program fuzz_NAME and test fuzz.NAME, linked to all modules.
function(evenkeel_fuzz name source)
  set(seeds ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name})
  add_executable(fuzz_${name} ${source})
  target_link_libraries(fuzz_${name} PRIVATE evenkeel_view evenkeel_evaluation evenkeel_plugin evenkeel_kubernetes evenkeel_telemetry)
  if(EVENKEEL_FUZZ)
    set(found ${CMAKE_CURRENT_BINARY_DIR}/found/${name})
    file(MAKE_DIRECTORY ${found})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    add_test(NAME fuzz.${name}
             COMMAND fuzz_${name} -runs=${EVENKEEL_FUZZ_RUNS} -max_total_time=60 -timeout=10 -rss_limit_mb=1024
                     -seed=1 -artifact_prefix=${found}/ ${found} ${seeds})
  else()
    target_sources(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/replay_seeds.cpp)
    add_test(NAME fuzz.${name} COMMAND fuzz_${name} ${seeds})
  endif()
  set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT 120)
endfunction()
