# Linux: desktop entry, metainfo, icons, manual pages, and what a Debian package wants.
set(application org.wick.Wick)
set(here ${CMAKE_CURRENT_LIST_DIR})
set(icons ${here}/../icons)

install(FILES ${here}/${application}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${here}/${application}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${icons}/wick.svg RENAME ${application}.svg
    DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
foreach(size 16 32 48 64 128 256)
    install(FILES ${icons}/wick-${size}.png RENAME ${application}.png
        DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/${size}x${size}/apps)
endforeach()

# install_compressed(file name folder): as Debian wants it, without name and time inside.
find_program(GZIP gzip)
function(install_compressed file name folder)
    if(GZIP)
        set(packed ${CMAKE_CURRENT_BINARY_DIR}/${name}.gz)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        execute_process(COMMAND ${GZIP} -9nc ${file} OUTPUT_FILE ${packed} COMMAND_ERROR_IS_FATAL ANY)
        install(FILES ${packed} DESTINATION ${folder})
    else()
        install(FILES ${file} RENAME ${name} DESTINATION ${folder})
    endif()
endfunction()
foreach(page wick wickctl)
    install_compressed(${here}/${page}.1 ${page}.1 ${CMAKE_INSTALL_MANDIR}/man1)
endforeach()
install_compressed(${PROJECT_SOURCE_DIR}/CHANGELOG.md changelog ${CMAKE_INSTALL_DATADIR}/doc/wick)
install_compressed(${here}/changelog.Debian changelog.Debian ${CMAKE_INSTALL_DATADIR}/doc/wick)
install(FILES ${here}/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/wick)

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# Linked libraries are found by dpkg-shlibdeps; plugins are loaded by name, so they are named here.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-sqlite, libqt6svg6")
