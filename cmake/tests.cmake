# The same world for every test: time zone, language, no screen, a home of its own. A crash does not start a debugger.
set(WICK_TEST_ENVIRONMENT
    TZ=UTC LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen QTEST_DISABLE_STACK_DUMP=1
    XDG_RUNTIME_DIR=${CMAKE_BINARY_DIR}/run HOME=${CMAKE_BINARY_DIR}/home)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/home)

# wick_add_test(target LIBS lib…): one QtTest executable for the classes of one target.
# wick_test_case(target Class label file): adds the file and a ctest entry that runs only that class.
function(wick_add_test target)
    cmake_parse_arguments(ARG "" "" "LIBS" ${ARGN})
    add_executable(${target} ${PROJECT_SOURCE_DIR}/tests/support/testmain.cpp)
    set_target_properties(${target} PROPERTIES AUTOMOC ON)
    target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support/qttest_pch.h)
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
    target_compile_definitions(${target} PRIVATE WICK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_link_libraries(${target} PRIVATE ${ARG_LIBS} Qt6::Test wick_warnings wick_qt_defines)
endfunction()

function(wick_test_case target class label file)
    target_sources(${target} PRIVATE ${file})
    add_test(NAME ${target}.${class} COMMAND ${target} -select ${class})
    set_tests_properties(${target}.${class} PROPERTIES
        LABELS ${label}
        TIMEOUT 300
        ENVIRONMENT "${WICK_TEST_ENVIRONMENT}")
endfunction()

file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/run)
file(CHMOD ${CMAKE_BINARY_DIR}/run PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
