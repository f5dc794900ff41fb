# Random corpora and random queries: the engine against a slow, obvious reading of the same articles. FX_TEST_SEED repeats
# a failure; an argument sets how many queries are asked (default: 600, some seconds).
file(GLOB oracle_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.c)
add_executable(t_oracle ${oracle_sources})
target_link_libraries(t_oracle PRIVATE fx_options fx_everything ${CMOCKA_LIBRARY} m dep::xxhash)
target_include_directories(t_oracle PRIVATE ${CMOCKA_INCLUDE} ${CMAKE_CURRENT_LIST_DIR})
add_test(NAME oracle COMMAND t_oracle)
