# wick_warnings: what every target of ours is compiled with. Linked PRIVATE, so it does not reach users.
add_library(wick_warnings INTERFACE)
if(MSVC)
    target_compile_options(wick_warnings INTERFACE /W4 /permissive- /utf-8)
else()
    target_compile_options(wick_warnings INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-qual
        -Wcast-align -Wformat=2 -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference
        -Wdouble-promotion -Wswitch-enum -Wimplicit-fallthrough -Wundef -Wextra-semi -Wunused)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(wick_warnings INTERFACE
            -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wuseless-cast -Wsuggest-override
            -Wzero-as-null-pointer-constant)
    endif()
    # The same sums on every machine: no fused multiply-add, never -ffast-math.
    target_compile_options(wick_warnings INTERFACE -ffp-contract=off)
endif()
option(WICK_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)
if(WICK_WARNINGS_AS_ERRORS AND NOT MSVC)
    target_compile_options(wick_warnings INTERFACE -Werror)
endif()

if(WICK_SANITIZE)
    add_compile_options(-fsanitize=${WICK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${WICK_SANITIZE})
endif()
if(WICK_BUILD_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link) # coverage of the fuzzed code guides the fuzzer
endif()

# wick_qt_defines: how we use Qt.
add_library(wick_qt_defines INTERFACE)
target_compile_definitions(wick_qt_defines INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY
    QT_USE_QSTRINGBUILDER QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400)
