# Fuzz targets: one a file fuzz_NAME.c with LLVMFuzzerTestOneInput. With FX_FUZZ they are libFuzzer programs; otherwise the
# same code runs over its seeds and over mutations of them from a fixed random sequence (standalone.c), so that every test
# run drives it.
file(GLOB fuzz_targets CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/fuzz_*.c)
foreach(source ${fuzz_targets})
  get_filename_component(name ${source} NAME_WE)
  if(FX_FUZZ)
    add_executable(${name} ${source})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${name} ${source} ${CMAKE_CURRENT_LIST_DIR}/standalone.c)
    add_test(NAME fuzz.${name} COMMAND ${name} ${CMAKE_CURRENT_LIST_DIR}/seeds/${name})
  endif()
  target_link_libraries(${name} PRIVATE fx_options fx_everything m)
endforeach()
