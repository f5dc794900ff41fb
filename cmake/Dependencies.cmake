# The Debian packages that bring these are in packages.txt, the one list that README, CI and this file rest on.
find_package(Threads REQUIRED)

# dep::NAME for a library without a CMake package of its own. The archive is preferred: a process that maps fewer shared
# objects starts faster, and fsearch is started once a query.
function(fx_dependency name header library)
  find_path(${name}_INCLUDE ${header} REQUIRED)
  if(FX_STATIC_DEPENDENCIES)
    find_library(${name}_LIBRARY NAMES lib${library}.a ${library} REQUIRED)
  else()
    find_library(${name}_LIBRARY NAMES ${library} REQUIRED)
  endif()
  add_library(dep::${name} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(dep::${name} PROPERTIES
    IMPORTED_LOCATION ${${name}_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${${name}_INCLUDE})
endfunction()

fx_dependency(lmdb lmdb.h lmdb)
target_link_libraries(dep::lmdb INTERFACE Threads::Threads)
fx_dependency(utf8proc utf8proc.h utf8proc)
fx_dependency(stemmer libstemmer.h stemmer)
fx_dependency(zstd zstd.h zstd)
fx_dependency(xxhash xxhash.h xxhash)
if(FX_STATIC_DEPENDENCIES)
  fx_dependency(yajl yajl/yajl_parse.h yajl_s)
else()
  fx_dependency(yajl yajl/yajl_parse.h yajl)
endif()
