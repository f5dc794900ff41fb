# The command line of both programs, tested from outside (run.py).
find_package(Python3 REQUIRED COMPONENTS Interpreter)
file(GLOB cases CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*_cases.py)
foreach(case ${cases})
  get_filename_component(area ${case} NAME_WE)
  string(REPLACE "_cases" "" area ${area})
  add_test(NAME cli.${area}
    COMMAND Python3::Interpreter ${CMAKE_CURRENT_LIST_DIR}/run.py --bin $<TARGET_FILE_DIR:findex> ${area})
endforeach()
