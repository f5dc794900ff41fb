# Rules of the tree that a program can check.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME hygiene.includes COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tools/check_includes.py)
add_test(NAME hygiene.style COMMAND Python3::Interpreter ${PROJECT_SOURCE_DIR}/tools/check_style.py)

# Every public header compiles alone, as C and as C++.
foreach(header fx.h fx_index.h fx_search.h)
  add_test(NAME hygiene.alone.c.${header}
    COMMAND ${CMAKE_C_COMPILER} -std=c17 -Wall -Wextra -Werror -fsyntax-only -x c ${PROJECT_SOURCE_DIR}/include/${header})
  add_test(NAME hygiene.alone.cxx.${header}
    COMMAND ${CMAKE_C_COMPILER} -std=c++17 -Wall -Wextra -Werror -fsyntax-only -x c++ ${PROJECT_SOURCE_DIR}/include/${header})
endforeach()
