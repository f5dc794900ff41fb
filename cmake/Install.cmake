# cmake --install: programs, the library with its headers and pkg-config file, man pages, completions, timer and cron job.
install(TARGETS findex fsearch RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES include/fx.h include/fx_index.h include/fx_search.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/fsearch)

install(FILES docs/man/fsearch.1 docs/man/findex.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES docs/man/fsearch-query.7 DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)

install(FILES contrib/completions/fsearch.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME fsearch)
install(FILES contrib/completions/findex.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME findex)
# Where Debian's zsh looks: packages have a folder of their own.
set(FX_ZSH_FOLDER site-functions)
if(CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  set(FX_ZSH_FOLDER vendor-completions)
endif()
install(FILES contrib/completions/_fsearch contrib/completions/_findex
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/${FX_ZSH_FOLDER})
install(FILES contrib/completions/fsearch.fish contrib/completions/findex.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

configure_file(contrib/systemd/findex.service ${CMAKE_BINARY_DIR}/contrib/findex.service @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/contrib/findex.service contrib/systemd/findex.timer
        DESTINATION lib/systemd/system)
# cron's PATH is short: the crontab names the whole path.
configure_file(contrib/cron/findex ${CMAKE_BINARY_DIR}/contrib/cron/findex @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/contrib/cron/findex DESTINATION ${CMAKE_INSTALL_DATADIR}/fsearch/cron)

install(TARGETS fsearch_library LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
# Found from where the file lies, so that the tree may be installed or moved to any prefix.
file(RELATIVE_PATH FX_PREFIX_FROM_PKGCONFIG ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/fsearch.pc.in ${CMAKE_BINARY_DIR}/fsearch.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/fsearch.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
