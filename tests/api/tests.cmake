# The library from outside: its symbols, the documented example against it, and an installed tree.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(api_run ${CMAKE_CURRENT_LIST_DIR}/run.py)
add_test(NAME api.symbols COMMAND Python3::Interpreter ${api_run} symbols $<TARGET_FILE:fsearch_library>)
add_test(NAME api.example COMMAND Python3::Interpreter ${api_run} example ${CMAKE_C_COMPILER}
  $<TARGET_FILE:fsearch_library> $<TARGET_FILE_DIR:findex>)
add_test(NAME api.install COMMAND Python3::Interpreter ${api_run} install ${CMAKE_C_COMPILER} ${CMAKE_COMMAND}
  ${CMAKE_BINARY_DIR})
set_tests_properties(api.symbols api.example api.install PROPERTIES SKIP_RETURN_CODE 77)
