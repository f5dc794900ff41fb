# Texts that are no prose, in a size that every test run can afford; larger sizes by hand (hostile_texts.py --help).
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(hostile_texts ${CMAKE_CURRENT_LIST_DIR}/hostile_texts.py --bin $<TARGET_FILE_DIR:findex> --megabytes 0.25)
if(FX_SANITIZE)
  list(APPEND hostile_texts --sanitized)
endif()
add_test(NAME crash.hostile_texts COMMAND Python3::Interpreter ${hostile_texts})
