/* The shared library is made of the modules' archives; a target of its own wants one source. */
typedef int library_is_made_of_modules;
