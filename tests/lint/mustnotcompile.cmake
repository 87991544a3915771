# Compiles FILE twice: as it stands it must compile (the control); with WICK_FORBIDDEN defined it must not,
# and the compiler must name the reason.
#     -DCOMPILER=<path> -DROOT=<source tree> -DFILE=<source> -DREASON=<regex>
set(command ${COMPILER} -std=c++20 -fsyntax-only -I${ROOT})
execute_process(COMMAND ${command} ${FILE} ERROR_VARIABLE errors RESULT_VARIABLE code)
if(NOT code EQUAL 0)
    message(FATAL_ERROR "mustnotcompile: the control does not compile, so the test says nothing:\n${errors}")
endif()
execute_process(COMMAND ${command} -DWICK_FORBIDDEN ${FILE} ERROR_VARIABLE errors RESULT_VARIABLE code)
if(code EQUAL 0)
    message(FATAL_ERROR "mustnotcompile: ${FILE} compiles and must not")
elseif(NOT errors MATCHES "${REASON}")
    message(FATAL_ERROR "mustnotcompile: refused for another reason than '${REASON}':\n${errors}")
endif()
message("mustnotcompile: refused as it should be")
