# Installs the build into an empty folder, looks for every file a package needs, and starts wickctl from there.
#     -DBUILD=<build folder> -DPREFIX=<scratch folder> -DVERSION=<expected version>
file(REMOVE_RECURSE ${PREFIX})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX}
    OUTPUT_QUIET ERROR_VARIABLE errors RESULT_VARIABLE code)
if(NOT code EQUAL 0)
    message(FATAL_ERROR "install: failed: ${errors}")
endif()
foreach(file bin/wick bin/wickctl
        share/applications/org.wick.Wick.desktop share/metainfo/org.wick.Wick.metainfo.xml
        share/icons/hicolor/scalable/apps/org.wick.Wick.svg share/icons/hicolor/128x128/apps/org.wick.Wick.png
        share/man/man1/wick.1.gz share/man/man1/wickctl.1.gz
        share/doc/wick/copyright share/doc/wick/changelog.gz share/doc/wick/changelog.Debian.gz)
    if(NOT EXISTS ${PREFIX}/${file})
        message(SEND_ERROR "install: ${file} is missing")
    endif()
endforeach()
execute_process(COMMAND ${PREFIX}/bin/wickctl --version OUTPUT_VARIABLE version RESULT_VARIABLE code)
string(FIND "${version}" "${VERSION}" at)
if(NOT code EQUAL 0 OR at EQUAL -1)
    message(SEND_ERROR "install: wickctl --version says '${version}' (${code}), not ${VERSION}")
endif()
