# The library for other programs: exactly what the public headers declare (cmake/fsearch.map); all else stays hidden. It is
# made of the modules' archives, but of the shared third-party libraries: Debian's archives of these are not all position
# independent enough for a shared object.
add_library(fsearch_library SHARED cmake/library.c)
set_target_properties(fsearch_library PROPERTIES OUTPUT_NAME fsearch VERSION ${PROJECT_VERSION} SOVERSION 0
  LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/fsearch.map)
target_link_libraries(fsearch_library PRIVATE fx_options -Wl,--whole-archive)
foreach(module ${FX_MODULES})
  add_dependencies(fsearch_library fx_${module})
  target_link_libraries(fsearch_library PRIVATE $<TARGET_FILE:fx_${module}>)
endforeach()
target_link_libraries(fsearch_library PRIVATE -Wl,--no-whole-archive)
foreach(library lmdb utf8proc stemmer zstd xxhash yajl)
  find_library(SHARED_${library}_LIBRARY NAMES ${library} REQUIRED)
  target_link_libraries(fsearch_library PRIVATE ${SHARED_${library}_LIBRARY})
endforeach()
target_link_libraries(fsearch_library PRIVATE Threads::Threads m)
target_link_options(fsearch_library PRIVATE -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/fsearch.map)
