# The committed table of word-break properties is what its generator makes of Debian's unicode-data (77: not installed).
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME unit.word_break_table
  COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tools/generate_word_break.py --check)
set_tests_properties(unit.word_break_table PROPERTIES SKIP_RETURN_CODE 77)
